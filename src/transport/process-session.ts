import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { ByteStream, Tail } from './byte-stream.ts';
import type { SessionEnd, ShellSession } from './transport.ts';

/** What a session needs of a local process, which must lead a process group of its own. */
export interface ShellProcess {
  readonly pid: number;
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the process has ended. */
  readonly result: Promise<{ readonly exitCode?: number; readonly signal?: string }>;
}

const STDERR_LIMIT = 4096;

/** Sessions whose process is alive: a group of its own gets no Ctrl-C from the terminal. */
const alive = new Set<ProcessSession>();

function killAll(): void {
  for (const session of alive) session.abandon();
}

function kill(pid: number): void {
  try {
    // Windows has no process groups.
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

/** A shell in a local process: `/bin/sh` here, or the system's ssh. */
export class ProcessSession implements ShellSession {
  readonly output: ByteStream;
  readonly ended: Promise<SessionEnd>;
  readonly #process: ShellProcess;
  readonly #stderr: Tail;
  #isOver = false;
  #settle: (end: SessionEnd) => void = () => undefined;

  constructor(shell: ShellProcess) {
    this.#process = shell;
    this.ended = new Promise((resolve) => (this.#settle = resolve));
    this.output = new ByteStream(shell.stdout);
    this.#stderr = new Tail(shell.stderr, STDERR_LIMIT);
    // EPIPE when the process is gone: `ended` tells that.
    shell.stdin.on('error', () => undefined);
    if (alive.size === 0) process.once('exit', killAll);
    alive.add(this);
    void shell.result.then(({ exitCode, signal }) =>
      this.#finish(exitCode ?? null, signal ?? null),
    );
  }

  write(text: string | Buffer): void {
    if (!this.#isOver) this.#process.stdin.write(text);
  }

  end(): void {
    if (!this.#isOver) this.#process.stdin.end();
  }

  /**
   * Kills the group and closes the pipes: a probe in a session of its own may hold them open, and
   * whoever waits for the end of the pipes waits for that probe.
   */
  abandon(): void {
    if (this.#isOver) return;
    kill(this.#process.pid);
    this.output.stop();
    for (const stream of [this.#process.stdin, this.#process.stdout, this.#process.stderr]) {
      stream.destroy();
    }
    this.#finish(null, 'SIGKILL');
  }

  #finish(exitCode: number | null, signal: string | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    alive.delete(this);
    if (alive.size === 0) process.off('exit', killAll);
    this.#settle({ exitCode, signal, stderr: this.#stderr.toString() });
  }
}
