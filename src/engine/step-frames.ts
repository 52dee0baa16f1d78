import { redact } from '../gather/redact.ts';
import type { StepStatus } from '../model/journal.ts';

/** What the script of a step said when its stream ended. */
export interface StepRecord {
  readonly status: StepStatus;
  readonly exitCode: number | null;
  readonly because: string | null;
  readonly output: string;
}

const MAX_LINE = 512;
const STATUSES: readonly StepStatus[] = [
  'done',
  'already',
  'changed-meanwhile',
  'refused',
  'failed',
  'denied',
];

/**
 * Reads the lines of one step's script, in chunks of any size. A stream that ends before the step's last
 * line is `lost`: whether the step was done is then not known.
 */
export class StepReader {
  readonly nonce: string;
  /** Nothing more is to come that matters. */
  ended = false;
  /** A shell runs our script. */
  began = false;
  /** The script waits for the password. */
  asked = false;
  /** Which other run has the lock that the step waits for. */
  waitsFor: string | null = null;
  /** It has the lock, and nobody to wait for. */
  works = false;
  /** What came after the script gave its channel to another program; `null` as long as it has it. */
  relayed: Buffer | null = null;
  /** How the script becomes root. */
  #how = 'none';
  #acting = false;
  #over = false;
  #end: { readonly status: StepStatus; readonly exitCode: number | null } | null = null;
  #because = Buffer.alloc(0);
  #output = Buffer.alloc(0);
  #complaint = '';
  #rest = '';

  constructor(nonce: string) {
    this.nonce = nonce;
  }

  /** Takes the next bytes of the stream. */
  push(chunk: Buffer): void {
    const text = this.#rest + chunk.toString('latin1');
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      const line = text.slice(from, to);
      from = to + 1;
      const [nonce, kind, ...words] = line.split(' ').filter((word) => word !== '');
      if (nonce !== this.nonce || line.length > MAX_LINE) continue;
      if (kind === 'T') {
        this.relayed = Buffer.from(text.slice(from), 'latin1');
        return;
      }
      this.#take(kind ?? '', words);
    }
    this.#rest = text.slice(from, from + MAX_LINE + 1);
  }

  /** How the step ended, as far as it is known now. */
  record(): StepRecord {
    const output = redact(this.#output.toString('utf8')).trim();
    if (this.#end !== null) {
      const because = this.#because.toString('utf8');
      return { ...this.#end, because: because === '' ? null : redact(because), output };
    }
    const because = this.#whyNoEnd();
    const status = this.#over && !this.#acting ? 'denied' : 'lost';
    return { status, exitCode: null, because, output };
  }

  #whyNoEnd(): string {
    if (!this.began) return 'no shell of the host ran the step';
    if (this.#acting || !this.#over) {
      return 'the connection or the time ended before the step said how it ended';
    }
    if (this.#how === 'none') {
      return 'this needs root, and the host offers neither sudo nor doas to this user';
    }
    return `${this.#how} refused: ${this.#complaint === '' ? 'no reason given' : this.#complaint}`;
  }

  #take(kind: string, words: readonly string[]): void {
    const [first = '', second = ''] = words;
    if (kind === 'B') {
      this.began = true;
      this.#how = first;
    } else if (kind === 'L') this.waitsFor = redact(decode(words).toString('utf8'));
    else if (kind === 'W') this.#because = Buffer.concat([this.#because, decode(words)]);
    else if (kind === 'O') this.#output = Buffer.concat([this.#output, decode(words)]);
    else if (kind === 'S') this.#complaint = redact(decode(words).toString('utf8')).trim();
    else if (kind === 'E') this.#takeEnd(first, second);
    else this.#takeState(kind);
  }

  #takeState(kind: string): void {
    if (kind === 'Q') this.asked = true;
    else if (kind === 'A') this.#acting = true;
    else if (kind === 'H') this.works = true;
    else if (kind === 'Z') this.#over = this.ended = true;
  }

  #takeEnd(word: string, exit: string): void {
    const status = STATUSES.find((one) => one === word);
    if (status === undefined) return;
    this.#end = { status, exitCode: /^\d+$/u.test(exit) ? Number(exit) : null };
    this.ended = true;
  }
}

/** Words of od(1) are two hex digits each, and always several or one; base64 is one longer word. */
function decode(words: readonly string[]): Buffer {
  if (words.every((word) => /^[\da-f]{2}$/u.test(word))) return Buffer.from(words.join(''), 'hex');
  const text = words.join('');
  return Buffer.from(/^[\d+/A-Za-z]*={0,2}$/u.test(text) ? text : '', 'base64');
}
