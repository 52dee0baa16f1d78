import { checks } from '../../checks/index.ts';
import { fixes } from '../../fixes/index.ts';
import { nearest } from '../domain/nearest.ts';
import { type Selection, select } from '../engine/select.ts';
import type { AnyCheck } from '../model/check.ts';
import { UsageError } from '../model/usage-error.ts';
import { checksRepairedBy } from './catalogue.ts';
import { readPolicy } from './policy.ts';
import type { Settings } from './settings.ts';

/** The checks and fixes of a run that plans. */
export interface FixSelection {
  readonly selection: Selection & Required<Pick<Selection, 'fixes'>>;
  /** Ids of the fixes and checks that were named; empty when none was. */
  readonly only: ReadonlySet<string>;
}

/**
 * `--only` names fixes, checks or areas. Looking is narrowed to the checks named and to those that
 * the fixes repair. Throws a `UsageError` with the nearest name.
 */
export function selectForFix({ only, skip }: Pick<Settings, 'only' | 'skip'>): FixSelection {
  const fixIds = only.filter((name) => fixes.some(({ meta }) => meta.id === name));
  const others = only.filter((name) => !fixIds.includes(name));
  for (const name of others) requireKnown(name);
  const repaired = fixIds.flatMap((id) => checksRepairedBy(id).map(({ meta }) => meta.id));
  // A fix that repairs no finding is judged by all checks.
  const selection = select({ only: [...others, ...repaired], skip });
  const named = selection.checks.filter(({ meta }) =>
    others.some((name) => name === meta.id || name === meta.area),
  );
  const offered = new Set([...fixIds, ...selection.checks.flatMap(({ meta }) => meta.fixes)]);
  return {
    selection: {
      checks: selection.checks,
      fixes: fixes.filter(({ meta }) => offered.has(meta.id)),
    },
    only: new Set([...fixIds, ...named.map(idOf)]),
  };
}

function idOf({ meta }: AnyCheck): string {
  return meta.id;
}

/** The same, with what was decided before: what is waived is not repaired, unless it is named by id. */
export async function withPolicy(
  { selection, only }: FixSelection,
  settings: Settings,
): Promise<FixSelection> {
  return { selection: { ...selection, ...(await readPolicy(settings, new Date())) }, only };
}

function requireKnown(name: string): void {
  const names = new Set([
    ...checks.flatMap(({ meta }) => [meta.id, meta.area]),
    ...fixes.map(({ meta }) => meta.id),
  ]);
  if (names.has(name)) return;
  const hint = nearest(name, names);
  throw new UsageError(
    `unknown fix, check or area '${name}'${hint === undefined ? '' : `; did you mean '${hint}'?`}`,
  );
}
