import { checks } from '../../checks/index.ts';
import { nearest } from '../domain/nearest.ts';
import { facts } from '../facts/index.ts';
import type { AnyCheck } from '../model/check.ts';
import type { Fact } from '../model/fact.ts';
import type { AnyFix } from '../model/fix.ts';
import { UsageError } from '../model/usage-error.ts';

/** The checks of one run, and the fixes whose facts are gathered with them. */
export interface Selection {
  readonly checks: readonly AnyCheck[];
  readonly fixes?: readonly AnyFix[];
}

/** What a run is narrowed or widened to. */
export interface Selecting {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** Also the checks of outcomes, for which containers are started. */
  readonly deep?: boolean;
}

/**
 * The checks that `--only` and `--skip` leave, by area or id; without `--only` all, but those of
 * outcomes only when they are asked for. Throws a `UsageError` for an unknown name, and for a selection
 * that leaves nothing.
 */
export function select(
  { only, skip, deep = false }: Selecting,
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
  const wanted = all.filter(
    (check) => (only.length === 0 || named(only, check)) && !named(skip, check),
  );
  const left = wanted.filter((check) => deep || !isDeep(check));
  if (left.length === 0 && wanted.length > 0) {
    throw new UsageError('the selection leaves only what starts containers; add --deep to a check');
  }
  if (left.length === 0) throw new UsageError('the selection leaves no check');
  return { checks: left };
}

/** Whether a check asks for a fact that is only learnt by starting containers. */
export function isDeep({ requires }: Pick<AnyCheck, 'requires'>): boolean {
  return requires.some((id) => {
    const fact: Fact = facts[id];
    return fact.as !== 'client' && fact.deep === true;
  });
}
