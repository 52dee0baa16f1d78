import type { ClientChannel } from 'ssh2';
import { ByteStream, Tail } from './byte-stream.ts';
import type { SessionEnd, ShellSession } from './transport.ts';

const STDERR_LIMIT = 4096;

/** A shell on the far side of an exec channel. */
export class SshSession implements ShellSession {
  readonly output: ByteStream;
  readonly ended: Promise<SessionEnd>;
  readonly #channel: ClientChannel;
  readonly #stderr: Tail;
  #exit: Pick<SessionEnd, 'exitCode' | 'signal'> = { exitCode: null, signal: null };
  #isOver = false;
  #settle: (end: SessionEnd) => void = () => undefined;

  constructor(channel: ClientChannel) {
    this.#channel = channel;
    this.ended = new Promise((resolve) => (this.#settle = resolve));
    channel.on('error', () => undefined);
    this.output = new ByteStream(channel);
    this.#stderr = new Tail(channel.stderr, STDERR_LIMIT);
    channel.on('exit', (exitCode: number | null, signal?: string) => {
      this.#exit = { exitCode, signal: signal ?? null };
    });
    // Not at `exit`: it may arrive before the last data.
    channel.on('close', () => this.#finish());
  }

  write(text: string | Buffer): void {
    this.#guarded(() => this.#channel.write(text));
  }

  end(): void {
    this.#guarded(() => this.#channel.end());
  }

  abandon(): void {
    this.output.stop();
    this.#guarded(() => this.#channel.close());
    this.#finish();
  }

  #finish(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#settle({ ...this.#exit, stderr: this.#stderr.toString() });
  }

  /** ssh2 throws when a channel is used after its connection has gone; `ended` tells that already. */
  #guarded(act: () => void): void {
    if (this.#isOver) return;
    try {
      act();
    } catch {
      this.#finish();
    }
  }
}
