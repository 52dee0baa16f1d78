import { sharedId, type ScriptProbe } from './script.ts';

/** What the script said of one probe. */
export type ProbeRecord =
  | {
      readonly status: 'done';
      readonly exitCode: number;
      readonly stdout: string;
      /** The probe printed more than it may; `stdout` is the beginning. */
      readonly cut: boolean;
    }
  /** The stream is intact, but the probe had not ended at its limit. */
  | { readonly status: 'timeout' }
  /** The stream ended, or was damaged, before the probe's last line. */
  | { readonly status: 'truncated' }
  /** It never started: `because` says why its section did not run. */
  | { readonly status: 'denied'; readonly because: string };

/** What a section's shell said of itself. */
export interface SectionRecord {
  readonly began: boolean;
  /** `null` while it has not ended. */
  readonly exitCode: number | null;
  readonly complaint: string;
}

interface Partial {
  readonly chunks: Buffer[];
  bytes: number;
  damaged: boolean;
  end?: { exitCode: number | null; cut: boolean };
  /** Of a shared session: what was made of so many bytes, because every probe of it asks. */
  parts?: { readonly bytes: number; readonly records: ReadonlyMap<string, ProbeRecord> };
}

const MAX_LINE = 512;
const NOISE_BYTES = 4096;

/**
 * Reads the lines of one script's output, in chunks of any size.
 *
 * It trusts nothing: a record whose sequence has a gap, whose byte count differs, or whose last line
 * is missing is never complete. Lines that are not ours are noise.
 */
export class FrameReader {
  /** The script has said that all is done. */
  ended = false;
  /** Output has begun: a shell runs our script. */
  began = false;
  /** The script waits for the password. */
  asked = false;
  /** How the root section was to be escalated. */
  escalation = 'none';
  noise = '';
  readonly nonce: string;
  readonly #probes = new Map<string, Partial>();
  readonly #sections = new Map<string, SectionRecord>();
  #rest = Buffer.alloc(0);
  #skipping = false;

  constructor(nonce: string) {
    this.nonce = nonce;
  }

  /** Takes the next bytes of the stream. */
  push(chunk: Buffer): void {
    let from = 0;
    for (let at = chunk.indexOf(10); at >= 0 && !this.ended; at = chunk.indexOf(10, from)) {
      this.#endLine(chunk.subarray(from, at));
      from = at + 1;
    }
    this.#keep(chunk.subarray(from));
  }

  /** What is known of a probe now. */
  record({ id, as, shares }: Pick<ScriptProbe, 'id' | 'as' | 'shares'>): ProbeRecord {
    if (shares === undefined) return this.#ownRecord({ id, as });
    return this.#sharedRecord(id, { id: sharedId(as, shares), as });
  }

  #ownRecord({ id, as }: Pick<ScriptProbe, 'id' | 'as'>): ProbeRecord {
    const probe = this.#probes.get(id);
    if (probe === undefined) return this.#neverBegan(as);
    const { end, damaged, chunks } = probe;
    if (damaged) return { status: 'truncated' };
    if (end === undefined) return { status: this.ended ? 'timeout' : 'truncated' };
    if (end.exitCode === null) return { status: 'truncated' };
    const stdout = Buffer.concat(chunks).toString('utf8');
    return { status: 'done', exitCode: end.exitCode, stdout, cut: end.cut };
  }

  #neverBegan(as: ScriptProbe['as']): ProbeRecord {
    if (!this.ended) return { status: 'truncated' };
    const because = this.#whyNotRun(as);
    return because === undefined ? { status: 'timeout' } : { status: 'denied', because };
  }

  /** A probe's part of a shared session; what came in order before a hang or a cut is complete. */
  #sharedRecord(id: string, session: Pick<ScriptProbe, 'id' | 'as'>): ProbeRecord {
    const shared = this.#probes.get(session.id);
    if (shared !== undefined && !shared.damaged) {
      const part = this.#partsOf(shared).get(id);
      if (part !== undefined) return part;
    }
    const whole = this.#ownRecord(session);
    return whole.status === 'done' ? { status: 'truncated' } : whole;
  }

  #partsOf(shared: Partial): ReadonlyMap<string, ProbeRecord> {
    if (shared.parts?.bytes === shared.bytes) return shared.parts.records;
    const records = this.#split(shared);
    shared.parts = { bytes: shared.bytes, records };
    return records;
  }

  #split({ chunks }: Partial): ReadonlyMap<string, ProbeRecord> {
    const trailer = new RegExp(String.raw`\n${this.nonce} (?<id>\S+) (?<exit>\d+)\n`, 'gu');
    const text = Buffer.concat(chunks).toString('utf8');
    const parts = new Map<string, ProbeRecord>();
    let from = 0;
    for (const match of text.matchAll(trailer)) {
      const id = match.groups?.['id'] ?? '';
      const stdout = text.slice(from, match.index);
      const exitCode = Number(match.groups?.['exit']);
      parts.set(id, { status: 'done', exitCode, stdout, cut: false });
      from = match.index + match[0].length;
    }
    return parts;
  }

  /** What a section's shell said of itself. */
  section(id: '.root' | '.user'): SectionRecord {
    return this.#sections.get(id) ?? { began: false, exitCode: null, complaint: '' };
  }

  #whyNotRun(as: ScriptProbe['as']): string | undefined {
    const user = this.section('.user');
    if (as === 'user' && user.exitCode !== null && !user.began) {
      return `a shell as the target user did not start: ${user.complaint || 'no reason given'}`;
    }
    if (as === 'root' && this.escalation === 'none') return 'this needs root';
    const root = this.section('.root');
    if (as === 'root' && root.exitCode !== null && !root.began) {
      return `${this.escalation} refused: ${root.complaint || 'no reason given'}`;
    }
    return undefined;
  }

  #keep(bytes: Buffer): void {
    if (this.ended || this.#skipping) return;
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (this.#rest.length <= MAX_LINE) return;
    this.#addNoise(this.#rest);
    this.#rest = Buffer.alloc(0);
    this.#skipping = true;
  }

  #endLine(bytes: Buffer): void {
    const line = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const skipped = this.#skipping;
    this.#rest = Buffer.alloc(0);
    this.#skipping = false;
    if (skipped) return;
    const text = line.length > MAX_LINE ? '' : line.toString('latin1');
    const [nonce, id, kind, ...words] = text.split(' ');
    if (nonce === this.nonce && id !== undefined && kind !== undefined) this.#take(id, kind, words);
    else this.#addNoise(Buffer.concat([line, Buffer.from('\n')]));
  }

  #addNoise(bytes: Buffer): void {
    const room = NOISE_BYTES - this.noise.length;
    if (!this.began && room > 0) this.noise += bytes.subarray(0, room).toString('utf8');
  }

  #take(id: string, kind: string, words: readonly string[]): void {
    if (id === '.main') this.#takeMain(kind, words);
    else if (id.startsWith('.')) this.#takeSection(id, kind, words);
    else this.#takeProbe(id, kind, words);
  }

  #takeMain(kind: string, [how = 'none']: readonly string[]): void {
    if (kind === 'B') {
      this.began = true;
      this.escalation = how;
    } else if (kind === 'A') this.asked = true;
    else if (kind === 'Z') this.ended = this.began;
  }

  #takeSection(id: string, kind: string, [exit = '', ...payload]: readonly string[]): void {
    const known = this.#sections.get(id) ?? { began: false, exitCode: null, complaint: '' };
    if (kind === 'B') this.#sections.set(id, { ...known, began: true });
    else if (kind === 'S' && /^\d+$/u.test(exit)) {
      const complaint = decode(payload).toString('utf8').replaceAll(/\s+/gu, ' ').trim();
      this.#sections.set(id, { ...known, exitCode: Number(exit), complaint });
    }
  }

  #takeProbe(id: string, kind: string, words: readonly string[]): void {
    const probe = this.#probes.get(id) ?? { chunks: [], bytes: 0, damaged: false };
    this.#probes.set(id, probe);
    if (probe.end !== undefined) probe.damaged = true;
    else if (kind === 'E') endProbe(probe, words);
    else takeOutput(probe, kind, words);
  }
}

function takeOutput(probe: Partial, kind: string, [seq, ...payload]: readonly string[]): void {
  const bytes = kind === 'D' || kind === 'H' ? decode(payload, kind) : undefined;
  if (bytes === undefined || seq !== String(probe.chunks.length)) {
    probe.damaged = true;
    return;
  }
  probe.chunks.push(bytes);
  probe.bytes += bytes.length;
}

function endProbe(probe: Partial, words: readonly string[]): void {
  const value = (letter: string): number | null => {
    const word = words.find((one) => one.startsWith(letter))?.slice(1) ?? '';
    return /^\d+$/u.test(word) ? Number(word) : null;
  };
  const cut = value('c') === 1;
  // A probe that was cut is ended by SIGPIPE, so nobody may be left to say its exit code.
  const exitCode = value('r') ?? (cut ? 141 : null);
  if (value('n') !== probe.bytes) probe.damaged = true;
  probe.end = { exitCode, cut };
}

/** Hex words of od(1), or one word of base64; strict, so that a damaged line is not taken. */
function decode(payload: readonly string[], kind?: string): Buffer {
  const words = payload.filter((word) => word !== '');
  const hex = kind === 'H' || (kind === undefined && words.length > 1);
  if (hex)
    return Buffer.from(words.every((w) => /^[\da-f]{2}$/u.test(w)) ? words.join('') : '', 'hex');
  const text = words.join('');
  return Buffer.from(/^[\d+/A-Za-z]*={0,2}$/u.test(text) ? text : '', 'base64');
}
