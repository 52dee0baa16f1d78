import type { Readable } from 'node:stream';

/** Above this the source is paused, so that a host that floods fills the network and not our memory. */
const MOST_BUFFERED = 256 * 1024;

/**
 * What a stream yields, for one reader, with backpressure. Unlike the stream's own iterator it can be
 * stopped at once from outside, and it ends quietly when the source fails: a cut stream is data.
 */
export class ByteStream implements AsyncIterable<Buffer> {
  readonly #source: Readable;
  #chunks: Buffer[] = [];
  #size = 0;
  #isOver = false;
  #wake: (() => void) | undefined;

  constructor(source: Readable) {
    this.#source = source;
    const finish = (): void => this.#finish();
    source.on('error', finish).on('end', finish).on('close', finish);
    source.on('data', (chunk: Buffer) => this.#take(chunk));
  }

  /** Ends the iteration now; what still comes is thrown away. */
  stop(): void {
    this.#chunks = [];
    this.#size = 0;
    this.#finish();
    this.#source.resume();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer, void> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) {
          this.#release(chunk);
          yield chunk;
        } else if (this.#isOver) {
          return;
        } else {
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
      }
    } finally {
      this.stop();
    }
  }

  #take(chunk: Buffer): void {
    if (this.#isOver) return;
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    if (this.#size > MOST_BUFFERED) this.#source.pause();
    this.#wake?.();
  }

  #release(chunk: Buffer): void {
    this.#size -= chunk.length;
    if (this.#size <= MOST_BUFFERED && this.#source.isPaused()) this.#source.resume();
  }

  #finish(): void {
    this.#isOver = true;
    this.#wake?.();
  }
}

/** The last bytes of a stream that nobody reads for its own sake, such as stderr. */
export class Tail {
  #bytes = Buffer.alloc(0);

  constructor(source: Readable, limit: number) {
    source.on('error', () => undefined);
    source.on('data', (chunk: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, chunk]).subarray(-limit);
    });
  }

  toString(): string {
    return this.#bytes.toString('utf8');
  }
}
