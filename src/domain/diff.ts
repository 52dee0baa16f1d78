/** One file as it is and as it will be; `null` when it does not exist. */
export interface FileChange {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * The change as a unified diff, as `diff -u` prints it; empty when there is none. Meant for files of
 * a few hundred lines: time and memory grow with the product of the two lengths.
 */
export function unifiedDiff({ path, before, after }: FileChange): string {
  if (before === after) return '';
  const lines = compare(toLines(before ?? ''), toLines(after ?? ''));
  const heads = [
    `--- ${before === null ? '/dev/null' : path}`,
    `+++ ${after === null ? '/dev/null' : path}`,
  ];
  return [...heads, ...hunksOf(lines).flatMap(renderHunk), ''].join('\n');
}

interface DiffLine {
  readonly sign: ' ' | '-' | '+';
  /** Without its line break. */
  readonly text: string;
  /** The last line of a file that does not end with a line break. */
  readonly unterminated: boolean;
}

interface Hunk {
  readonly lines: readonly DiffLine[];
  /** Lines before the hunk, in the old and in the new file. */
  readonly oldAt: number;
  readonly newAt: number;
}

const CONTEXT = 3;

/** Each line with its line break, so that a last line without one differs from one with it. */
function toLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/gu) ?? [];
}

function compare(a: readonly string[], b: readonly string[]): readonly DiffLine[] {
  const common = commonLengths(a, b);
  const at = (i: number, j: number): number => common[i]?.[j] ?? 0;
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    const [old = '', now = ''] = [a[i], b[j]];
    if (old === now) {
      lines.push(toDiffLine(' ', old));
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) {
      lines.push(toDiffLine('-', old));
      i += 1;
    } else {
      lines.push(toDiffLine('+', now));
      j += 1;
    }
  }
  return [
    ...lines,
    ...a.slice(i).map((line) => toDiffLine('-', line)),
    ...b.slice(j).map((line) => toDiffLine('+', line)),
  ];
}

/** `[i][j]`: length of the longest common subsequence of `a` from i and `b` from j. */
function commonLengths(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const [row, below] = [table[i] ?? [], table[i + 1] ?? []];
      row[j] = a[i] === b[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

function toDiffLine(sign: DiffLine['sign'], line: string): DiffLine {
  const unterminated = !line.endsWith('\n');
  return { sign, text: unterminated ? line : line.slice(0, -1), unterminated };
}

function hunksOf(lines: readonly DiffLine[]): readonly Hunk[] {
  const near = (at: number): boolean =>
    lines.slice(Math.max(0, at - CONTEXT), at + CONTEXT + 1).some(({ sign }) => sign !== ' ');
  const hunks: { lines: DiffLine[]; oldAt: number; newAt: number }[] = [];
  let [oldAt, newAt, open] = [0, 0, false];
  for (const [at, line] of lines.entries()) {
    const kept = near(at);
    if (kept && !open) hunks.push({ lines: [], oldAt, newAt });
    if (kept) hunks.at(-1)?.lines.push(line);
    open = kept;
    if (line.sign !== '+') oldAt += 1;
    if (line.sign !== '-') newAt += 1;
  }
  return hunks;
}

function renderHunk({ lines, oldAt, newAt }: Hunk): readonly string[] {
  const length = (gone: DiffLine['sign']): number =>
    lines.filter(({ sign }) => sign !== gone).length;
  const [oldLength, newLength] = [length('+'), length('-')];
  return [
    `@@ -${range(oldAt, oldLength)} +${range(newAt, newLength)} @@`,
    ...lines.flatMap(({ sign, text, unterminated }) => [
      `${sign}${text}`,
      ...(unterminated ? [String.raw`\ No newline at end of file`] : []),
    ]),
  ];
}

/** A length of one is left out; an empty range names the line before it. */
function range(before: number, length: number): string {
  if (length === 0) return `${before},0`;
  return length === 1 ? String(before + 1) : `${before + 1},${length}`;
}
