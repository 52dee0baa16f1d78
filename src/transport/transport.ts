import type { Duplex } from 'node:stream';
import type { ClientObservations } from '../model/fact.ts';
import type { HostErrorStep } from '../model/report.ts';

/** How a shell session ended; `exitCode` is `null` when a signal ended it or nobody said. */
export interface SessionEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Last bytes of stderr, at most 4 KiB: for error messages only. */
  readonly stderr: string;
}

/**
 * One `/bin/sh -s` on the host. The script was written to its stdin when the session was started.
 *
 * Reading `output` applies backpressure: who stops reading stops the host. It ends when the channel
 * closes; a reader that has what it needs calls `abandon` instead of waiting for that.
 */
export interface ShellSession {
  readonly output: AsyncIterable<Buffer>;
  readonly ended: Promise<SessionEnd>;
  /** Sends more to stdin. */
  write(text: string | Buffer): void;
  /** Sends the end of stdin. */
  end(): void;
  /** Lets go of the session at once: kills the local process group, or closes the channel. */
  abandon(): void;
}

/** A way to run a shell on one host. */
export interface Transport extends AsyncDisposable {
  readonly kind: ClientObservations['transport'];
  /** How messages call the host: `alice@host1:2222`, `localhost`. */
  readonly target: string;
  /** Number of sessions started so far. */
  readonly sessions: number;
  /** Starts `/bin/sh -s` and writes `script` to it. Rejects with a `TransportError`. */
  start(script: string): Promise<ShellSession>;
  /** A new connection over the same route, as the same user. None where there is no connection. */
  again?(): Transport;
  /** A login as the same user, by the same key, on a stream that somebody else opened. */
  over?(stream: Duplex): Transport;
  /** What was seen of the connection so far; complete once a session has ended. */
  observe(): Promise<Omit<ClientObservations, 'noise'>>;
}

/** The host could not be looked at; `step` names what failed, `hint` what to do next. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly step: HostErrorStep;
  readonly hint: string;

  constructor(step: HostErrorStep, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.step = step;
    this.hint = hint;
  }
}
