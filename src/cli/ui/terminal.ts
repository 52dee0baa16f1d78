import type { ReadStream, WriteStream } from 'node:tty';
import type { ColorSetting } from '../settings.ts';
import { colorLevel, type ColorLevel } from './color.ts';

/** What became of something written: `closed` when nobody reads any more. */
export type Written = 'written' | 'closed' | 'failed';

/** The streams of this process, as far as commands may use them. */
export interface Terminal {
  /** Only data. Resolves when all of it was handed over, so that a slow pipe gets everything. */
  readonly writeOut: (text: string) => Promise<Written>;
  /** Everything that is no data. */
  readonly writeErr: (text: string) => void;
  /** Resolves when stderr has taken everything. */
  readonly drain: () => Promise<void>;
  readonly colorOfOut: (setting: ColorSetting) => ColorLevel;
  readonly colorOfErr: (setting: ColorSetting) => ColorLevel;
  /** Columns of stdout; 80 when it is no terminal. */
  readonly columns: number;
  /** Progress may be drawn on stderr. */
  readonly showsProgress: boolean;
  /** Somebody is there who can answer a question. */
  readonly canAsk: boolean;
  readonly input: ReadStream;
  readonly errors: WriteStream;
}

/** The parts of `process` that a terminal is made of. */
export interface ProcessStreams {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export function createTerminal(streams: ProcessStreams): Terminal {
  const { stdout, stderr, env } = streams;
  // Without a listener a reader that went away (`podready | head`) would end the process by an
  // exception. `writeOut` says what happened; nothing more can be done for stderr.
  stdout.on('error', ignore);
  stderr.on('error', ignore);
  const levelOf = (stream: WriteStream, setting: ColorSetting): ColorLevel =>
    colorLevel(setting, {
      env,
      isTerminal: isTerminal(stream),
      depth: isTerminal(stream) ? stream.getColorDepth() : 1,
    });
  return {
    writeOut: (text) => write(stdout, text),
    writeErr: (text) => {
      stderr.write(text);
    },
    drain: async () => {
      await write(stderr, '');
    },
    colorOfOut: (setting) => levelOf(stdout, setting),
    colorOfErr: (setting) => levelOf(stderr, setting),
    columns: isTerminal(stdout) ? clamp(stdout.columns, 40, 120) : 80,
    showsProgress: isTerminal(stderr) && env['TERM'] !== 'dumb' && !isContinuousIntegration(env),
    // Node opens stdin when it is first looked at, and most runs never read it.
    get canAsk() {
      return isTerminal(streams.stdin) && isTerminal(stderr);
    },
    get input() {
      return streams.stdin;
    },
    errors: stderr,
  };
}

function ignore(): void {
  // See `createTerminal`.
}

function write(stream: WriteStream, text: string): Promise<Written> {
  return new Promise((resolve) => {
    stream.write(text, (error) => {
      resolve(error === null || error === undefined ? 'written' : outcomeOf(error));
    });
  });
}

function outcomeOf(error: NodeJS.ErrnoException): Written {
  return CLOSED.has(error.code ?? '') ? 'closed' : 'failed';
}

const CLOSED = new Set([
  'EPIPE',
  'ECONNRESET',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_WRITE_AFTER_END',
]);

/** `isTTY` is true or missing, whatever its type says. */
function isTerminal({ isTTY }: { readonly isTTY?: boolean }): boolean {
  return isTTY === true;
}

/** Some CI systems give a terminal that keeps every frame of an animation. */
function isContinuousIntegration(env: ProcessStreams['env']): boolean {
  return (env['CI'] ?? '') !== '' && env['CI'] !== 'false';
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value || 80, least), most);
}
