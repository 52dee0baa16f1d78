import { checks } from '../../checks/index.ts';
import { fixes } from '../../fixes/index.ts';
import { nearest } from '../domain/nearest.ts';
import { type Selection, select } from '../engine/select.ts';
import type { AnyCheck } from '../model/check.ts';
import type { AuthorizedKey } from '../model/need.ts';
import { UsageError } from '../model/usage-error.ts';
import { checksRepairedBy } from './catalogue.ts';
import { readPolicy } from './policy.ts';
import type { Settings } from './settings.ts';

/** The checks and fixes of a run that plans. */
export interface FixSelection {
  readonly selection: Selection & Required<Pick<Selection, 'fixes'>>;
  /** Ids of the fixes and checks that were named; empty when none was. */
  readonly only: ReadonlySet<string>;
  /** Ids of fixes that the command itself asks for. */
  readonly added: ReadonlySet<string>;
  /** Keys that are to be let in. */
  readonly keys: readonly AuthorizedKey[];
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
    added: new Set(),
    keys: [],
  };
}

/** The same, and fixes that the command itself asks for. */
export function withAdded(
  { selection, only }: FixSelection,
  ids: readonly string[],
  keys: readonly AuthorizedKey[],
): FixSelection {
  const more = fixes.filter(({ meta }) => ids.includes(meta.id));
  const all = [...new Set([...selection.fixes, ...more])];
  return { selection: { ...selection, fixes: all }, only, added: new Set(ids), keys };
}

function idOf({ meta }: AnyCheck): string {
  return meta.id;
}

/** The same, with what was decided before: what is waived is not repaired, unless it is named by id. */
export async function withPolicy(
  selected: FixSelection,
  settings: Settings,
): Promise<FixSelection> {
  const policy = await readPolicy(settings, new Date());
  return { ...selected, selection: { ...selected.selection, ...policy } };
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
