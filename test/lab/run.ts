/** Runs a program to its end, bounded in time, with everything it said. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import process from 'node:process';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface RunOptions {
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Both streams are appended to this file too. */
  readonly log?: string;
}

/** The exit code of something that we ended because its time was over. */
export const TIMED_OUT = 124;

export async function run(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Outcome> {
  const started = Date.now();
  const child = spawn(file, [...args], {
    cwd: options.cwd,
    env: options.env ?? process.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const log =
    options.log === undefined ? undefined : createWriteStream(options.log, { flags: 'a' });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => (out.push(chunk), log?.write(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (err.push(chunk), log?.write(chunk)));
  child.stdin.on('error', () => undefined); // the program may end before it has read everything
  child.stdin.end(options.input ?? '');
  const { code, late } = await ended(child, options.timeoutMs ?? 120_000);
  log?.end();
  const note = late ? `\n(ended after ${options.timeoutMs ?? 120_000} ms: too slow)` : '';
  return {
    code: late ? TIMED_OUT : code,
    stdout: Buffer.concat(out).toString('utf8'),
    stderr: Buffer.concat(err).toString('utf8') + note,
    ms: Date.now() - started,
  };
}

function ended(
  child: ReturnType<typeof spawn>,
  timeoutMs: number,
): Promise<{ code: number; late: boolean }> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      killGroup(child.pid);
    }, timeoutMs);
    child.once('error', (cause) => {
      clearTimeout(timer);
      reject(cause);
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve({ code: code ?? 128, late });
    });
  });
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

/** The same, for a step that must succeed. */
export async function must(
  file: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const done = await run(file, args, options);
  if (done.code !== 0) {
    const said = `${done.stdout}${done.stderr}`.trim().split('\n').slice(-15).join('\n');
    throw new Error(`${file} ${args.slice(0, 4).join(' ')} … ended with ${done.code}:\n${said}`);
  }
  return done.stdout;
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
