import { checks } from '../../checks/index.ts';
import { fixes } from '../../fixes/index.ts';
import { nearest } from '../domain/nearest.ts';
import type { AnyCheck } from '../model/check.ts';
import type { AnyFix } from '../model/fix.ts';
import { UsageError } from '../model/usage-error.ts';

/** A check or a fix, by its id. Throws a `UsageError` with the nearest id. */
export function entryOf(
  id: string,
):
  | { readonly kind: 'check'; readonly check: AnyCheck }
  | { readonly kind: 'fix'; readonly fix: AnyFix } {
  const check = checks.find(({ meta }) => meta.id === id);
  if (check !== undefined) return { kind: 'check', check };
  const fix = fixes.find(({ meta }) => meta.id === id);
  if (fix !== undefined) return { kind: 'fix', fix };
  const hint = nearest(
    id,
    [...checks, ...fixes].map(({ meta }) => meta.id),
  );
  throw new UsageError(
    `unknown check or fix '${id}'${hint === undefined ? '; podready list names all' : `; did you mean '${hint}'?`}`,
  );
}

/** Checks that a fix can repair. */
export function checksRepairedBy(fixId: string): readonly AnyCheck[] {
  return checks.filter(({ meta }) => meta.fixes.includes(fixId));
}
