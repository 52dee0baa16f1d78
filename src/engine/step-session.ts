import { randomBytes } from 'node:crypto';
import { Duplex } from 'node:stream';
import type { SudoMode } from '../gather/script.ts';
import type { Step } from '../model/fix.ts';
import { type ShellSession, type Transport, TransportError } from '../transport/transport.ts';
import { type StepRecord, StepReader } from './step-frames.ts';
import { LOCK_SECONDS } from './step-lock.ts';
import type { StepPlace } from './step-journal.ts';
import { composeStepScript, type StepScriptOptions } from './step-script.ts';

/** Whoever runs steps on one host. */
export interface StepRunner {
  readonly sudo: SudoMode;
  /** The target user; empty for whoever logs in. */
  readonly user: string;
  /** The password of sudo; asked for once. */
  readonly password: () => Promise<string>;
}

/** One script of one step. */
export interface StepWork extends Pick<StepScriptOptions, 'body'> {
  readonly step: Step;
  readonly place: StepPlace;
  /**
   * Until the script has begun, and again until it has ended; what it waits for other runs between is not counted.
   * What a limit ends goes on alone on the host.
   */
  readonly seconds: number;
  /** Told once which other run the step waits for. */
  readonly onWaiting?: ((holder: string) => void) | undefined;
  /** Given the channel once the script says that it is another program's; the step ends with what this does. */
  readonly relay?: (stream: Duplex) => Promise<StepRecord>;
}

/** One session of the transport: a host that cannot be reached any more is a step that is `lost`. */
export async function runStepScript(
  transport: Transport,
  runner: StepRunner,
  { step, place, body, seconds, onWaiting, relay }: StepWork,
): Promise<StepRecord> {
  const reader = new StepReader(randomBytes(8).toString('hex'));
  const { sudo, user } = runner;
  try {
    const session = await transport.start(
      composeStepScript(step, {
        ...{ nonce: reader.nonce, sudo, user, place, relay: relay !== undefined },
        ...(body === undefined ? {} : { body }),
      }),
    );
    try {
      if (sudo !== 'ask' && relay === undefined) session.end();
      const chunks = session.output[Symbol.asyncIterator]();
      await read({ session, chunks, reader, runner, seconds, onWaiting });
      if (relay === undefined || reader.relayed === null) return reader.record();
      const stream = new SessionStream(session, chunks, reader.relayed);
      return await relay(stream).finally(() => stream.destroy());
    } finally {
      session.abandon();
    }
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    return { ...reader.record(), because: error.message };
  }
}

interface Reading {
  readonly session: ShellSession;
  readonly chunks: AsyncIterator<Buffer>;
  readonly reader: StepReader;
  readonly runner: StepRunner;
  readonly seconds: number;
  readonly onWaiting: StepWork['onWaiting'];
}

async function read({
  session,
  chunks,
  reader,
  runner,
  seconds,
  onWaiting,
}: Reading): Promise<void> {
  const time = new StepTime(seconds);
  let answered = false;
  let announced = false;
  try {
    while (!reader.ended && reader.relayed === null) {
      const next = await Promise.race([chunks.next(), time.expired]);
      if (next === 'expired' || next.done === true) return;
      reader.push(next.value);
      time.follow(reader);
      if (reader.waitsFor !== null && !announced) {
        announced = true;
        onWaiting?.(reader.waitsFor);
      }
      if (reader.asked && !answered) {
        answered = true;
        session.write(`${await time.without(() => runner.password())}\n`);
      }
    }
  } finally {
    time.stop();
  }
}

type Phase = 'starts' | 'waits' | 'works';

/** The time of a step begins anew when it has begun to wait for another run, and when it has its turn. */
class StepTime {
  readonly expired: Promise<'expired'>;
  readonly #seconds: number;
  #expire: (value: 'expired') => void = () => undefined;
  #phase: Phase = 'starts';
  #timer: NodeJS.Timeout | undefined;

  constructor(seconds: number) {
    this.#seconds = seconds;
    this.expired = new Promise((resolve) => (this.#expire = resolve));
    this.#allow(seconds);
  }

  follow({ works, waitsFor }: StepReader): void {
    const phase = works ? 'works' : waitsFor === null ? 'starts' : 'waits';
    if (phase === this.#phase) return;
    this.#phase = phase;
    this.#allow(this.#seconds + (phase === 'waits' ? LOCK_SECONDS : 0));
  }

  /** A person who types does not use it up. */
  async without<T>(wait: () => Promise<T>): Promise<T> {
    this.stop();
    const value = await wait();
    this.#allow(this.#seconds);
    return value;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #allow(seconds: number): void {
    this.stop();
    this.#timer = setTimeout(() => this.#expire('expired'), seconds * 1000);
  }
}

/** What another program says and hears through the channel of a step. */
class SessionStream extends Duplex {
  readonly #session: ShellSession;
  readonly #chunks: AsyncIterator<Buffer>;

  constructor(session: ShellSession, chunks: AsyncIterator<Buffer>, first: Buffer) {
    super();
    this.#session = session;
    this.#chunks = chunks;
    if (first.length > 0) this.push(first);
  }

  override _read(): void {
    void this.#chunks.next().then((next) => this.push(next.done === true ? null : next.value));
  }

  override _write(chunk: Buffer, _: BufferEncoding, written: () => void): void {
    this.#session.write(chunk);
    written();
  }

  override _final(done: () => void): void {
    this.#session.end();
    done();
  }
}
