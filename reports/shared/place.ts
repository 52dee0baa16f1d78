import type { Evidence } from '../../src/model/check.ts';
import { printable } from '../../src/parse/printable.ts';
import type { Problem } from './problems.ts';

/** Where a problem is, for formats that know files only. */
export interface Place {
  /** Relative, with the host as its first part: `alice@web1/etc/subuid`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
}

/** The file that a problem names first, below its host; the host itself when it names none. */
export function placeOf(problem: Problem): Place {
  const host = segment(problem.host.host);
  const evidence = problem.kind === 'finding' ? problem.evidence.find(isFile) : undefined;
  if (evidence === undefined) return { path: host, line: 1 };
  const parts = evidence.where.split('/').filter((part) => part !== '');
  return { path: [host, ...parts.map(segment)].join('/'), line: evidence.line ?? 1 };
}

function isFile({ kind, where }: Evidence): boolean {
  return kind === 'file' && where.startsWith('/');
}

/** A host must not be able to name a path elsewhere: no `..`, no separators, no control characters. */
function segment(text: string): string {
  const safe = printable(text).replaceAll('/', '_');
  return /^\.{0,2}$/u.test(safe) ? `_${safe}` : safe;
}
