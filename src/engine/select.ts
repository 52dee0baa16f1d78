import { checks } from '../../checks/index.ts';
import { nearest } from '../domain/nearest.ts';
import { type FactId, facts } from '../facts/index.ts';
import type { AnyCheck } from '../model/check.ts';
import type { Fact } from '../model/fact.ts';
import type { AnyFix } from '../model/fix.ts';
import { type Needs, NEEDS_OF_TARGET } from '../model/need.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Policy } from './policy.ts';

/** The checks of one run, and the fixes whose facts are gathered with them. */
export interface Selection {
  readonly checks: readonly AnyCheck[];
  readonly fixes?: readonly AnyFix[];
  /** More facts, which no check is about. */
  readonly facts?: readonly FactId[];
  /** What was decided about their findings before. */
  readonly policy?: Policy;
}

/** What was changed on a host earlier. */
export const JOURNAL_FACTS = ['rootJournal', 'userJournal'] as const;

/** What a run is narrowed or widened to. */
export interface SelectOptions {
  /** Names of areas and checks. */
  readonly only: readonly string[];
  readonly skip: readonly string[];
  /** What is asked of the host. */
  readonly needs?: Pick<Needs, 'target'>;
  /** Also the checks of outcomes, for which containers are started. */
  readonly deep?: boolean;
}

/**
 * The checks that `--only` and `--skip` leave, by area or id; all without `--only`. Those that only
 * serve an upgrade are among them when `needs` asks for one, and those of outcomes with `deep`. Throws a
 * `UsageError` for an unknown name, and for a selection that leaves nothing.
 */
export function select(
  { only, skip, needs, deep = false }: SelectOptions,
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
  const unasked = all.find((check) => only.includes(check.meta.id) && isForTarget(check));
  if (unasked !== undefined && needs?.target === undefined) {
    throw new UsageError(
      `'${unasked.meta.id}' is judged for an upgrade only: podready check --target podman@6`,
    );
  }
  const left = wanted.filter(
    (check) => (needs?.target !== undefined || !isForTarget(check)) && (deep || !isDeep(check)),
  );
  if (left.length === 0 && wanted.some(isDeep)) {
    throw new UsageError('the selection leaves only what starts containers; add --deep to a check');
  }
  if (left.length === 0) throw new UsageError('the selection leaves no check');
  return { checks: left };
}

function isForTarget({ meta }: AnyCheck): boolean {
  return meta.needs.every((need) => NEEDS_OF_TARGET.has(need));
}

/** Whether a check asks for a fact that is only learnt by starting containers. */
export function isDeep({ requires }: Pick<AnyCheck, 'requires'>): boolean {
  return requires.some((id) => {
    const fact: Fact = facts[id];
    return fact.as !== 'client' && fact.deep === true;
  });
}
