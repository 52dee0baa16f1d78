import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import process from 'node:process';
import type { ShellProcess } from './process-session.ts';

/** A program that could not be started. */
export interface NotStarted {
  readonly failure: string;
}

/**
 * Starts a program in a process group of its own, with pipes and the environment passed through. Not by execa: the
 * reader of its output keeps its own bounds, and loading execa was a tenth of all JavaScript of a check.
 */
export async function spawnShell(
  file: string,
  args: readonly string[],
): Promise<ShellProcess | NotStarted> {
  const child = started(file, args);
  if ('failure' in child) return child;
  const { pid, stdin, stdout, stderr } = child;
  if (pid === undefined) {
    return new Promise((resolve) => child.once('error', (cause) => resolve(notStarted(cause))));
  }
  const result = new Promise<Awaited<ShellProcess['result']>>((resolve) => {
    // Of a process that runs: that a signal could not be sent, which none is.
    child.on('error', () => undefined);
    child.once('close', (exitCode, signal) =>
      resolve({
        ...(exitCode === null ? {} : { exitCode }),
        ...(signal === null ? {} : { signal }),
      }),
    );
  });
  return { pid, stdin, stdout, stderr, result };
}

/** Node says some causes (no such file) by an event, others (no memory) by throwing. */
function started(
  file: string,
  args: readonly string[],
): ChildProcessWithoutNullStreams | NotStarted {
  try {
    return spawn(file, args, {
      // Killing the shell alone would leave its children holding the pipes. (On Windows it opens a window.)
      detached: process.platform !== 'win32',
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
  } catch (cause) {
    return notStarted(cause);
  }
}

function notStarted(cause: unknown): NotStarted {
  if (!(cause instanceof Error)) return { failure: String(cause) };
  return { failure: 'code' in cause ? String(cause.code) : cause.message };
}
