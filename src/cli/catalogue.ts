import { checks } from '../../checks/index.ts';
import { fixes } from '../../fixes/index.ts';
import { nearest } from '../domain/nearest.ts';
import { facts } from '../facts/index.ts';
import type { AnyCheck } from '../model/check.ts';
import type { Fact } from '../model/fact.ts';
import type { AnyFix } from '../model/fix.ts';
import { UsageError } from '../model/usage-error.ts';

/** What `explain` can explain. */
export type Entry =
  | { readonly kind: 'check'; readonly id: string; readonly check: AnyCheck }
  | { readonly kind: 'fix'; readonly id: string; readonly fix: AnyFix }
  | { readonly kind: 'fact'; readonly id: string; readonly fact: Fact };

/**
 * All that goes by an id: a check, a fix and a fact may have the same one. Throws a `UsageError` with
 * the nearest id.
 */
export function entriesOf(id: string): readonly Entry[] {
  const entries: readonly Entry[] = [
    ...checks.map((check) => ({ kind: 'check', id: check.meta.id, check }) as const),
    ...fixes.map((fix) => ({ kind: 'fix', id: fix.meta.id, fix }) as const),
    ...Object.values(facts).map((fact: Fact) => ({ kind: 'fact', id: fact.id, fact }) as const),
  ];
  const found = entries.filter((entry) => entry.id === id);
  if (found.length > 0) return found;
  const hint = nearest(id, new Set(entries.map((entry) => entry.id)));
  throw new UsageError(
    `unknown check or fix '${id}'${hint === undefined ? '; podready list names all' : `; did you mean '${hint}'?`}`,
  );
}

/** Checks that a fix can repair. */
export function checksRepairedBy(fixId: string): readonly AnyCheck[] {
  return checks.filter(({ meta }) => meta.fixes.includes(fixId));
}
