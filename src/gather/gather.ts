import process from 'node:process';
import { type FactId, facts } from '../facts/index.ts';
import type { ClientObservations, Fact } from '../model/fact.ts';
import { printable } from '../parse/printable.ts';
import {
  type SessionEnd,
  type ShellSession,
  type Transport,
  TransportError,
} from '../transport/transport.ts';
import { FrameReader, type ProbeRecord } from './frames.ts';
import { newNonce } from './nonce.ts';
import { redact } from './redact.ts';
import type { Pseudonyms } from './pseudonyms.ts';
import { composeScript, type ScriptProbe, type SudoMode } from './script.ts';
import type { Snapshot } from './snapshot.ts';

export interface GatherOptions {
  readonly sudo: SudoMode;
  /** The target user; empty for whoever logs in. */
  readonly user: string;
  /** Seconds for the whole host; the script's own limit is never later. */
  readonly hostSeconds: number;
  /** Asks for the password of sudo on this host; only called with `sudo: 'ask'`. */
  readonly askPassword?: (host: string) => Promise<string>;
  /** Other names for what tells people and places apart; without it they stay. */
  readonly pseudonyms?: Pseudonyms;
}

/** Limits of one host, see docs/architecture.md. */
export const GATHER_LIMITS = {
  probeSeconds: 20,
  hostSeconds: 60,
  probeBytes: 256 * 1024,
  hostBytes: 4 * 1024 * 1024,
  /** Before our script begins: a message of the day is a thousand times smaller. */
  noiseBytes: 512 * 1024,
} as const;

/**
 * Learns the facts of one host by one script in one session. Rejects with a `TransportError` when no
 * shell runs the script there; everything else ends up in the records.
 */
export async function gather(
  transport: Transport,
  ids: readonly FactId[],
  options: GatherOptions,
): Promise<Snapshot> {
  const begun = process.uptime();
  const at = new Date().toISOString();
  const probes = ids.flatMap(toProbe);
  const reader = new FrameReader(await newNonce());
  const session = await transport.start(
    composeScript(probes, {
      nonce: reader.nonce,
      sudo: options.sudo,
      user: options.user,
      ...secondsFor(
        options.hostSeconds,
        probes.some(({ deep }) => deep === true),
      ),
      probeBytes: GATHER_LIMITS.probeBytes,
    }),
  );
  try {
    const flooded = await read(session, reader, transport, options);
    if (!reader.began) {
      throw flooded
        ? flood(reader, transport)
        : await notOurShell(session, reader, transport, options);
    }
  } finally {
    session.abandon();
  }
  const snapshot: Snapshot = {
    schemaVersion: '1.0',
    host: transport.target,
    at,
    milliseconds: Math.round((process.uptime() - begun) * 1000),
    execs: transport.sessions,
    privilege: privilegeOf(reader),
    client: { ...redactedClient(await transport.observe()), noise: redact(reader.noise) },
    probes: Object.fromEntries(probes.map((probe) => [probe.id, redacted(reader.record(probe))])),
  };
  return options.pseudonyms?.snapshot(snapshot) ?? snapshot;
}

/**
 * A probe may take a third of the host's time; the rest is for the login and the way back. Where containers
 * are started, they take the half, and removing what is left of them after that a tenth.
 */
function secondsFor(
  hostSeconds: number,
  deep: boolean,
): { readonly probeSeconds: number; readonly deepSeconds: number } {
  const share = deep ? 1 / 4 : GATHER_LIMITS.probeSeconds / GATHER_LIMITS.hostSeconds;
  return {
    probeSeconds: Math.max(5, Math.floor(hostSeconds * share)),
    deepSeconds: Math.max(10, Math.floor(hostSeconds / 2)),
  };
}

function toProbe(id: FactId): ScriptProbe[] {
  const fact: Fact = facts[id];
  return fact.as === 'client'
    ? []
    : [
        {
          id,
          as: fact.as,
          shares: fact.shares,
          last: fact.last,
          deep: fact.deep,
          text: fact.probe,
        },
      ];
}

/**
 * Reads until the end record, the limit of bytes, or the deadline: never until the channel closes.
 * Whether the limit of bytes was reached.
 */
async function read(
  session: ShellSession,
  reader: FrameReader,
  { target }: Transport,
  { sudo, hostSeconds, askPassword }: GatherOptions,
): Promise<boolean> {
  const deadline = new Deadline(hostSeconds * 1000);
  if (sudo !== 'ask') session.end();
  const chunks = session.output[Symbol.asyncIterator]();
  let bytes = 0;
  let answered = false;
  try {
    while (!reader.ended) {
      if (bytes >= limitOf(reader)) return true;
      const next = await Promise.race([chunks.next(), deadline.expired]);
      if (next === 'expired' || next.done === true) return false;
      bytes += next.value.length;
      reader.push(next.value);
      if (reader.asked && !answered) {
        answered = true;
        const password = await deadline.without(async () => await askPassword?.(target));
        session.write(`${password ?? ''}\n`);
      }
    }
    return false;
  } finally {
    deadline.stop();
  }
}

function limitOf({ began }: FrameReader): number {
  return began ? GATHER_LIMITS.hostBytes : GATHER_LIMITS.noiseBytes;
}

/** The time that a host has; a person who types a password does not use it up. */
class Deadline {
  readonly expired: Promise<'expired'>;
  #expire: (value: 'expired') => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #left: number;
  #since = 0;

  constructor(milliseconds: number) {
    this.#left = milliseconds;
    this.expired = new Promise((resolve) => (this.#expire = resolve));
    this.#start();
  }

  async without<T>(wait: () => Promise<T>): Promise<T> {
    this.stop();
    this.#left -= milliseconds() - this.#since;
    const value = await wait();
    this.#start();
    return value;
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #start(): void {
    this.#since = milliseconds();
    this.#timer = setTimeout(() => this.#expire('expired'), this.#left);
  }
}

/** Of a clock that is never set. Not `performance`: to load it costs more than to be told the facts of a host. */
function milliseconds(): number {
  return process.uptime() * 1000;
}

/** Nothing is waited for: the host would go on printing meanwhile. */
function flood(reader: FrameReader, { target }: Transport): TransportError {
  return new TransportError(
    'shell',
    `${target}: /bin/sh did not start our script, but printed more than ${GATHER_LIMITS.noiseBytes / 1024} KiB, beginning ${firstOf(reader.noise)}`,
    HINT,
  );
}

const HINT =
  'Look at the login shell, at ForceCommand in sshd_config, and at command= in authorized_keys.';

/** The beginning of what a host said instead of our frames. */
function firstOf(text: string): string {
  const said = printable(redact(text)).trim().slice(0, 160);
  return said === '' ? 'nothing' : JSON.stringify(said);
}

function endedBy({ exitCode, signal }: SessionEnd): string {
  if (exitCode !== null) return `exit code ${exitCode}`;
  return signal === null ? 'the channel was closed without an exit code' : `signal ${signal}`;
}

async function notOurShell(
  session: ShellSession,
  reader: FrameReader,
  { target }: Transport,
  { hostSeconds }: GatherOptions,
): Promise<TransportError> {
  const end = await Promise.race([session.ended, soon()]);
  const first = firstOf(`${reader.noise} ${end?.stderr ?? ''}`);
  if (end === undefined) {
    return new TransportError(
      'shell',
      `${target}: /bin/sh did not start our script within ${hostSeconds} s; it printed ${first}`,
      'Log in by hand and see what the shell start-up files do, or raise --timeout.',
    );
  }
  const how = endedBy(end);
  return new TransportError(
    'shell',
    `${target}: expected a shell that runs /bin/sh, found a forced command or restricted shell (${how}); it printed ${first}`,
    HINT,
  );
}

/** The end of a session may come a moment after its last byte. */
async function soon(): Promise<undefined> {
  await new Promise((resolve) => setTimeout(resolve, 500).unref());
  return undefined;
}

function privilegeOf(reader: FrameReader): string {
  return reader.section('.root').began ? reader.escalation : 'none';
}

function redacted(record: ProbeRecord): ProbeRecord {
  if (record.status === 'done') return { ...record, stdout: redact(record.stdout) };
  return record.status === 'denied' ? { ...record, because: redact(record.because) } : record;
}

function redactedClient<Seen extends Omit<ClientObservations, 'noise'>>(seen: Seen): Seen {
  const { streamlocal } = seen;
  if (streamlocal?.error === undefined) return seen;
  return { ...seen, streamlocal: { ...streamlocal, error: redact(streamlocal.error) } };
}
