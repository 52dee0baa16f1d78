/** Ids that one line of /etc/subuid or /etc/subgid delegates to an owner. */
export interface SubidEntry {
  /** Login name, or uid in decimal. */
  readonly owner: string;
  readonly start: number;
  readonly count: number;
  /** Line in the file, from 1. */
  readonly line: number;
}

export type SubidComplaint = 'fields' | 'whitespace' | 'number' | 'bounds';

/** A line that shadow's parser does not take as `owner:start:count`. */
export interface MalformedSubid {
  readonly line: number;
  readonly text: string;
  readonly complaint: SubidComplaint;
  /** Whom the line means, as far as that can be told. */
  readonly owner: string;
  /** The ids that it means, so that nobody else is given them. */
  readonly meant: { readonly start: number; readonly count: number } | null;
}

export interface Subids {
  readonly entries: readonly SubidEntry[];
  readonly malformed: readonly MalformedSubid[];
}

/** The highest id that a kernel takes: -1 is "no id" (user_namespaces(7)). */
export const LAST_ID = 4_294_967_294;

const SHOWN = 120;

/** Shadow reads numbers as strtol(3) with base 0: hexadecimal and octal are taken too. */
const NUMBER = /^(?:\d+|0x[\da-f]+)$/iu;

/**
 * Reads subuid(5) and subgid(5) as strictly as shadow does (`subordinate_parse` of
 * lib/subordinate_io.c): three fields and nothing around the numbers. Shadow skips every other line in
 * silence; comments and empty lines are the only ones that nobody minds.
 */
export function parseSubids(text: string): Subids {
  const entries: SubidEntry[] = [];
  const malformed: MalformedSubid[] = [];
  for (const [index, content] of text.split('\n').entries()) {
    if (/^\s*(?:#|$)/u.test(content)) continue;
    const read = readLine(content, index + 1);
    if ('complaint' in read) malformed.push(read);
    else entries.push(read);
  }
  return { entries, malformed };
}

/** Reads what getsubids(1) prints: `0: alice 100000 65536`. */
export function parseGetsubids(text: string): readonly SubidEntry[] {
  return text.split('\n').flatMap((content, index) => {
    const { owner, start, count } =
      /^\d+: (?<owner>.+) (?<start>\d+) (?<count>\d+)$/u.exec(content)?.groups ?? {};
    const ids = idsOf(start, count);
    return owner === undefined || ids === null ? [] : [{ owner, ...ids, line: index + 1 }];
  });
}

function readLine(content: string, line: number): SubidEntry | MalformedSubid {
  const fields = content.split(':');
  const [owner = '', start, count] = fields;
  const bare = owner.trim();
  const meant = idsOf(start?.trim(), count?.trim());
  const complain = (complaint: SubidComplaint): MalformedSubid => ({
    line,
    text: content.slice(0, SHOWN),
    complaint,
    owner: bare,
    meant,
  });
  if (fields.length !== 3 || bare === '') return complain('fields');
  if (/\s/u.test(content)) return complain('whitespace');
  if (![start, count].every((field) => NUMBER.test(field ?? ''))) return complain('number');
  return meant === null ? complain('bounds') : { owner, ...meant, line };
}

function idsOf(
  start: string | undefined,
  count: string | undefined,
): { start: number; count: number } | null {
  if (!NUMBER.test(start ?? '') || !NUMBER.test(count ?? '')) return null;
  const ids = { start: toNumber(start ?? ''), count: toNumber(count ?? '') };
  return ids.count > 0 && ids.start + ids.count - 1 <= LAST_ID ? ids : null;
}

function toNumber(word: string): number {
  return /^0\d/u.test(word) ? Number.parseInt(word, 8) : Number(word);
}
