import type { ClientObservations } from '../model/fact.ts';
import type { SessionEnd, ShellSession, Transport } from './transport.ts';

/** What a session printed once, and how it ended. */
export interface Recording {
  readonly output: readonly Buffer[];
  readonly end?: SessionEnd;
  readonly seen?: Omit<ClientObservations, 'noise'>;
}

/** Plays a recorded stream of bytes back, whatever the script. For tests of who reads it. */
export class ReplayTransport implements Transport {
  readonly kind = 'replay';
  readonly target = 'replay';
  /** What was written, a text a session: the script and everything after it. */
  readonly written: string[] = [];
  readonly #recording: Recording;

  constructor(recording: Recording) {
    this.#recording = recording;
  }

  get sessions(): number {
    return this.written.length;
  }

  start(script: string): Promise<ShellSession> {
    const index = this.written.push(script) - 1;
    const { output, end = { exitCode: 0, signal: null, stderr: '' } } = this.#recording;
    let isAbandoned = false;
    async function* play(): AsyncGenerator<Buffer, void> {
      for (const chunk of output) {
        await Promise.resolve();
        if (isAbandoned) return;
        yield chunk;
      }
    }
    return Promise.resolve({
      output: play(),
      ended: Promise.resolve(end),
      write: (text) => {
        this.written[index] = `${this.written[index] ?? ''}${text.toString()}`;
      },
      end: () => undefined,
      abandon: () => {
        isAbandoned = true;
      },
    });
  }

  observe(): Promise<Omit<ClientObservations, 'noise'>> {
    return Promise.resolve(this.#recording.seen ?? { transport: this.kind });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return Promise.resolve();
  }
}
