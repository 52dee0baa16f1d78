import { checks } from '../../checks/index.ts';
import { nearest } from '../domain/nearest.ts';
import type { AnyCheck } from '../model/check.ts';
import type { AnyFix } from '../model/fix.ts';
import { type Needs, NEEDS_OF_TARGET } from '../model/need.ts';
import { UsageError } from '../model/usage-error.ts';

/** What narrows a run: names of areas and checks, and what is asked of the host. */
export interface SelectOptions {
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly needs?: Pick<Needs, 'target'>;
}

/** The checks of one run, and the fixes whose facts are gathered with them. */
export interface Selection {
  readonly checks: readonly AnyCheck[];
  readonly fixes?: readonly AnyFix[];
}

/**
 * The checks that `--only` and `--skip` leave, by area or id; all without `--only`. Those that only
 * serve an upgrade are among them when `needs` asks for one. Throws a `UsageError` for an unknown name,
 * and for a selection that leaves nothing.
 */
export function select(
  { only, skip, needs }: SelectOptions,
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
    (check) =>
      (only.length === 0 || named(only, check)) &&
      !named(skip, check) &&
      (needs?.target !== undefined || !isForTarget(check)),
  );
  const unasked = all.find((check) => only.includes(check.meta.id) && isForTarget(check));
  if (unasked !== undefined && needs?.target === undefined) {
    throw new UsageError(
      `'${unasked.meta.id}' is judged for an upgrade only: podready check --target podman@6`,
    );
  }
  if (left.length === 0) throw new UsageError('the selection leaves no check');
  return { checks: left };
}

function isForTarget({ meta }: AnyCheck): boolean {
  return meta.needs.every((need) => NEEDS_OF_TARGET.has(need));
}
