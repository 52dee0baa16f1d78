import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** How one run of the command line ended. */
export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** By its place: the working directory may be any. */
const tsx = import.meta.resolve('tsx');
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const TIMEOUT_MS = 25_000;
/** No colour, and no podready.ini of whoever runs the tests. */
const PLAIN = { NO_COLOR: '1', XDG_CONFIG_HOME: '/nonexistent' };

/** Starts podready from its source in a process of its own, with nobody to answer questions. */
export function startPodready(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): ChildProcess {
  return spawn(process.execPath, ['--import', tsx, main, ...argv], {
    ...(cwd === undefined ? {} : { cwd }),
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
  cwd?: string,
): Promise<Run> {
  return await ended(startPodready(argv, env, cwd));
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
