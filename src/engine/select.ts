import { checks } from '../../checks/index.ts';
import { nearest } from '../domain/nearest.ts';
import type { AnyCheck } from '../model/check.ts';
import type { AnyFix } from '../model/fix.ts';
import { UsageError } from '../model/usage-error.ts';

/** The checks of one run, and the fixes whose facts are gathered with them. */
export interface Selection {
  readonly checks: readonly AnyCheck[];
  readonly fixes?: readonly AnyFix[];
}

/**
 * The checks that `--only` and `--skip` leave, by area or id; all without `--only`. Throws a
 * `UsageError` for an unknown name, and for a selection that leaves nothing.
 */
export function select(
  { only, skip }: { readonly only: readonly string[]; readonly skip: readonly string[] },
  all: readonly AnyCheck[] = checks,
): Selection {
  const names = new Set(all.flatMap(({ meta }) => [meta.id, meta.area]));
  for (const name of [...only, ...skip]) {
    if (names.has(name)) continue;
    const hint = nearest(name, names);
    throw new UsageError(
      `unknown check or area '${name}'${hint === undefined ? '' : `; did you mean '${hint}'?`}`,
    );
  }
  const named = (list: readonly string[], { meta }: AnyCheck): boolean =>
    list.includes(meta.id) || list.includes(meta.area);
  const left = all.filter(
    (check) => (only.length === 0 || named(only, check)) && !named(skip, check),
  );
  if (left.length === 0) throw new UsageError('the selection leaves no check');
  return { checks: left };
}
