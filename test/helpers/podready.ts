import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Interruption } from '../../src/cli/interruption.ts';
import { run } from '../../src/cli/run.ts';
import { fakeTerminal } from './terminal.ts';

/** How one run of the command line ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const TIMEOUT_MS = 25_000;
/** No colour, and no podready.ini of whoever runs the tests. */
const PLAIN = { NO_COLOR: '1', XDG_CONFIG_HOME: '/nonexistent' };

/** Starts podready from its source in a process of its own, with nobody to answer questions. */
export function startPodready(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, ['--import', 'tsx', main, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...PLAIN, ...env },
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
}

/** The built program, as users have it: compiling in the process takes a third of its memory. */
export function startBuilt(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const built = fileURLToPath(new URL('../../bin/podready.js', import.meta.url));
  return spawn(process.execPath, [built, ...argv], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...PLAIN, NODE_V8_COVERAGE: '', ...env },
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
}

/** Runs podready to its end. */
export async function podready(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  return await ended(startPodready(argv, env));
}

/** Runs podready in this process, which is much quicker, as if it was started in this working directory. */
export async function podreadyIn(folder: string, argv: readonly string[]): Promise<Run> {
  const terminal = fakeTerminal({ canAsk: false });
  const interruption = new Interruption(new EventEmitter(), {
    say: terminal.writeErr,
    exit: () => undefined,
  });
  const [cwd, home] = [process.cwd(), process.env['XDG_CONFIG_HOME']];
  process.chdir(folder);
  process.env['XDG_CONFIG_HOME'] = PLAIN.XDG_CONFIG_HOME;
  try {
    const code = await run(argv, terminal, interruption);
    return { code, stdout: terminal.out(), stderr: terminal.err() };
  } finally {
    process.chdir(cwd);
    if (home === undefined) delete process.env['XDG_CONFIG_HOME'];
    else process.env['XDG_CONFIG_HOME'] = home;
  }
}

/** What a started podready printed and how it ended. */
export async function ended(child: ChildProcess): Promise<Run> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
}
