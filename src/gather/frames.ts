import { type ScriptProbe, sessionId } from './script.ts';

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

/** What has come of a session. */
interface Session {
  /** Payloads as they came, one byte a character. */
  readonly payloads: string[];
  readonly encoding: Encoding;
  damaged: boolean;
  end?: { readonly cut: boolean; readonly bytes: string };
  /** What was made of so many payloads, because every probe of the session asks. */
  parts?: { readonly made: number; readonly records: ReadonlyMap<string, ProbeRecord> };
}

/** How the payloads of a session are written, see `FRAMES` of frame-program.ts. */
type Encoding = 'text' | 'hex';

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
  readonly #sessions = new Map<string, Session>();
  readonly #sections = new Map<string, SectionRecord>();
  /** The beginning of a line, one byte a character. */
  #rest = '';
  #skipping = false;

  constructor(nonce: string) {
    this.nonce = nonce;
  }

  /** Takes the next bytes of the stream. */
  push(chunk: Buffer): void {
    // Whoever reads hundreds of short lines does best without copies and expressions for each of them.
    const text = chunk.toString('latin1');
    let from = 0;
    for (let at = text.indexOf('\n'); at >= 0 && !this.ended; at = text.indexOf('\n', from)) {
      this.#endLine(text.slice(from, at));
      from = at + 1;
    }
    this.#keep(text.slice(from));
  }

  /** What is known of a probe now. What came in order before a hang or a cut is complete. */
  record(probe: Pick<ScriptProbe, 'id' | 'as' | 'shares'>): ProbeRecord {
    const session = this.#sessions.get(sessionId(probe));
    if (session === undefined) return this.#neverBegan(probe.as);
    if (session.damaged) return { status: 'truncated' };
    const part = this.#partsOf(session).get(probe.id);
    if (part !== undefined) return part;
    if (session.end === undefined) return { status: this.ended ? 'timeout' : 'truncated' };
    // Nobody is left to say its exit code: SIGPIPE ended it.
    return session.end.cut
      ? { status: 'done', exitCode: 141, stdout: '', cut: true }
      : { status: 'truncated' };
  }

  #neverBegan(as: ScriptProbe['as']): ProbeRecord {
    if (!this.ended) return { status: 'truncated' };
    const because = this.#whyNotRun(as);
    return because === undefined ? { status: 'timeout' } : { status: 'denied', because };
  }

  #partsOf(session: Session): ReadonlyMap<string, ProbeRecord> {
    const made = session.payloads.length;
    if (session.parts?.made === made) return session.parts.records;
    const records = this.#split(utf8Of(session.end?.bytes ?? bytesOf(session)));
    session.parts = { made, records };
    return records;
  }

  #split(text: string): ReadonlyMap<string, ProbeRecord> {
    const trailer = new RegExp(String.raw`\n${this.nonce} (?<id>\S+) (?<exit>\d+)\n`, 'gu');
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

  #keep(text: string): void {
    if (this.ended || this.#skipping) return;
    this.#rest += text;
    if (this.#rest.length <= MAX_LINE) return;
    this.#addNoise(this.#rest);
    this.#rest = '';
    this.#skipping = true;
  }

  #endLine(text: string): void {
    const line = this.#rest + text;
    const skipped = this.#skipping;
    this.#rest = '';
    this.#skipping = false;
    if (skipped) return;
    const isOurs = line.length <= MAX_LINE && line.startsWith(`${this.nonce} `);
    const { id, kind, rest } = (isOurs ? wordsOf(line, this.nonce.length + 1) : undefined) ?? {};
    if (id !== undefined && kind !== undefined) this.#take(id, kind, rest ?? '');
    else this.#addNoise(`${line}\n`);
  }

  #addNoise(text: string): void {
    const room = NOISE_BYTES - this.noise.length;
    if (!this.began && room > 0) this.noise += utf8Of(text.slice(0, room));
  }

  #take(id: string, kind: string, rest: string): void {
    if (id === '.main') this.#takeMain(kind, rest);
    else if (id.startsWith('.')) this.#takeSection(id, kind, rest);
    else this.#takeOutput(id, kind, rest);
  }

  #takeMain(kind: string, how: string): void {
    if (kind === 'B') {
      this.began = true;
      this.escalation = how === '' ? 'none' : how;
    } else if (kind === 'A') this.asked = true;
    else if (kind === 'Z') this.ended = this.began;
  }

  #takeSection(id: string, kind: string, rest: string): void {
    const known = this.#sections.get(id) ?? { began: false, exitCode: null, complaint: '' };
    const { exit, text = '' } = /^(?<exit>\d+)(?: (?<text>.*))?$/su.exec(rest)?.groups ?? {};
    if (kind === 'B') this.#sections.set(id, { ...known, began: true });
    else if (kind === 'S' && exit !== undefined) {
      const complaint = utf8Of(text).trim();
      this.#sections.set(id, { ...known, exitCode: Number(exit), complaint });
    }
  }

  #takeOutput(id: string, kind: string, rest: string): void {
    const encoding = kind === 'H' ? 'hex' : 'text';
    const session = this.#sessions.get(id) ?? { payloads: [], encoding, damaged: false };
    this.#sessions.set(id, session);
    if (session.end !== undefined) session.damaged = true;
    else if (kind === 'E') endSession(session, rest);
    else takePayload(session, kind, rest);
  }
}

/** What stands after the nonce: `ID K` or `ID K REST`. */
function wordsOf(
  line: string,
  from: number,
): { readonly id: string; readonly kind: string; readonly rest: string } | undefined {
  const at = line.indexOf(' ', from);
  const kind = line.charAt(at + 1);
  const after = line.charAt(at + 2);
  const isFrame = at > from && kind >= 'A' && kind <= 'Z' && (after === ' ' || after === '');
  return isFrame ? { id: line.slice(from, at), kind, rest: line.slice(at + 3) } : undefined;
}

function takePayload(session: Session, kind: string, rest: string): void {
  const seq = `${session.payloads.length} `;
  const payload = rest.slice(seq.length);
  const isExpected =
    rest.startsWith(seq) &&
    (session.encoding === 'hex'
      ? kind === 'H' && /^[\da-f]{2}(?: [\da-f]{2})*$/u.test(payload)
      : kind === 'T');
  if (isExpected) session.payloads.push(payload);
  else session.damaged = true;
}

function endSession(session: Session, rest: string): void {
  const { bytes, cut } = /^n(?<bytes>\d+) c(?<cut>[01])$/u.exec(rest)?.groups ?? {};
  const printed = bytesOf(session);
  if (Number(bytes) !== printed.length) session.damaged = true;
  session.end = { cut: cut === '1', bytes: printed };
}

/** What the session printed, one byte a character. */
function bytesOf({ payloads, encoding }: Session): string {
  if (encoding === 'hex') {
    return Buffer.from(payloads.join('').replaceAll(' ', ''), 'hex').toString('latin1');
  }
  const text = payloads.join('');
  // Nearly no session prints one of the two.
  return text.includes('\u0002')
    ? text.replaceAll(ESCAPED, unescaped)
    : text.replaceAll('\u0001', '\n');
}

/** What bytes, one a character, say as UTF-8. */
function utf8Of(bytes: string): string {
  return NOT_ASCII.test(bytes) ? Buffer.from(bytes, 'latin1').toString('utf8') : bytes;
}

const NOT_ASCII = /[\u0080-\u00ff]/u;

/** \001 is a line end; \002a is \001, and \002b is \002. */
// eslint-disable-next-line no-control-regex -- these are what awk writes
const ESCAPED = /\u0001|\u0002[ab]/gu;

function unescaped(what: string): string {
  if (what === '\u0001') return '\n';
  return what === '\u0002a' ? '\u0001' : '\u0002';
}
