import process from 'node:process';
import type { ShellProcess } from './process-session.ts';

/** A program that could not be started. */
export interface NotStarted {
  readonly failure: string;
}

/** Starts a program in a process group of its own, with pipes and the environment passed through. */
export async function spawnShell(
  file: string,
  args: readonly string[],
): Promise<ShellProcess | NotStarted> {
  // 60 ms to load: only when something is started.
  const { execa } = await import('execa');
  const subprocess = execa(file, args, {
    // Killing the shell alone would leave its children holding the pipes. (On Windows it opens a window.)
    detached: process.platform !== 'win32',
    reject: false,
    // The reader applies backpressure; execa would keep everything.
    buffer: false,
    encoding: 'buffer',
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const { pid, stdin, stdout, stderr } = subprocess;
  if (pid === undefined) {
    const { shortMessage, code } = await subprocess;
    return { failure: code ?? shortMessage ?? `${file} did not start` };
  }
  const result = subprocess.then(({ exitCode, signal }) => ({
    ...(exitCode === undefined ? {} : { exitCode }),
    ...(signal === undefined ? {} : { signal }),
  }));
  return { pid, stdin, stdout, stderr, result };
}
