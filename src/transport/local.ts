import type { ClientObservations } from '../model/fact.ts';
import { ProcessSession } from './process-session.ts';
import { spawnShell } from './spawn.ts';
import { type ShellSession, type Transport, TransportError } from './transport.ts';

/** Shells on this machine. */
export class LocalTransport implements Transport {
  readonly kind = 'local';
  readonly target = 'localhost';
  readonly #shell: string;
  readonly #open = new Set<ShellSession>();
  #sessions = 0;

  /** Another path than /bin/sh only in tests. */
  constructor(shell = '/bin/sh') {
    this.#shell = shell;
  }

  get sessions(): number {
    return this.#sessions;
  }

  async start(script: string): Promise<ShellSession> {
    const spawned = await spawnShell(this.#shell, ['-s']);
    if ('failure' in spawned) {
      throw new TransportError(
        'shell',
        `cannot run ${this.#shell} on this machine: ${spawned.failure}`,
        'podready checks Linux hosts; name one to check it over SSH.',
      );
    }
    this.#sessions++;
    const session = new ProcessSession(spawned);
    this.#open.add(session);
    void session.ended.then(() => this.#open.delete(session));
    session.write(script);
    return session;
  }

  observe(): Promise<Omit<ClientObservations, 'noise'>> {
    return Promise.resolve({ transport: this.kind });
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const session of this.#open) session.abandon();
    return Promise.resolve();
  }
}
