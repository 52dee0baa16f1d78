import { isDeepStrictEqual } from 'node:util';
import type { Step } from '../model/fix.ts';
import type { SavedFix, SavedHost } from '../model/saved-plan.ts';

/** Something in which two plans for a host are not equal. */
export interface Difference {
  /** Id of the fix that it is about; `null`: the host as a whole. */
  readonly fix: string | null;
  /** The step of the saved plan, from 1; `null`: the fix as a whole. */
  readonly step: { readonly number: number; readonly summary: string } | null;
  /**
   * Name of the property that differs; or `fix` for one that only one of the plans has, `step` for another
   * step in its place, `order` for the order of the fixes.
   */
  readonly what: string;
  /** `undefined`: the saved plan has none. */
  readonly saved: unknown;
  /** `undefined`: the plan of now has none. */
  readonly now: unknown;
}

/** All in which the plan of now differs from the saved one; empty when the two are equal. */
export function comparePlans(saved: SavedHost, now: SavedHost): readonly Difference[] {
  return [
    ...compareProperties(HOST, withoutFixes(saved), withoutFixes(now)),
    ...compareFixes(saved.fixes, now.fixes),
  ];
}

type Place = Pick<Difference, 'fix' | 'step'>;

const HOST: Place = { fix: null, step: null };

/** Hosts are paired by name, and nobody expects two plans to be made at the same time. */
function withoutFixes({ host: _, at: __, fixes: ___, ...rest }: SavedHost): object {
  return rest;
}

function compareProperties(place: Place, saved: object, now: object): readonly Difference[] {
  const [then, today] = [saved, now].map((one) => new Map<string, unknown>(Object.entries(one)));
  const names = new Set([...(then?.keys() ?? []), ...(today?.keys() ?? [])]);
  return [...names]
    .map((what) => ({ ...place, what, saved: then?.get(what), now: today?.get(what) }))
    .filter((one) => !isDeepStrictEqual(one.saved, one.now));
}

function compareFixes(saved: readonly SavedFix[], now: readonly SavedFix[]): readonly Difference[] {
  const [then, today] = [saved.map(idOf), now.map(idOf)];
  const gone = saved.filter(({ id }) => !today.includes(id));
  const added = now.filter(({ id }) => !then.includes(id));
  const reordered =
    gone.length + added.length === 0 && !isDeepStrictEqual(then, today)
      ? [{ ...HOST, what: 'order', saved: then, now: today }]
      : [];
  return [
    ...gone.map(({ id, title }) => ({
      fix: id,
      step: null,
      what: 'fix',
      saved: title,
      now: undefined,
    })),
    ...added.map(({ id, title }) => ({
      fix: id,
      step: null,
      what: 'fix',
      saved: undefined,
      now: title,
    })),
    ...reordered,
    ...now.flatMap((one) => {
      const before = saved.find(({ id }) => id === one.id);
      return before === undefined ? [] : compareFix(before, one);
    }),
  ];
}

function idOf({ id }: SavedFix): string {
  return id;
}

function compareFix(
  { plan: savedPlan, ...saved }: SavedFix,
  { plan, ...now }: SavedFix,
): readonly Difference[] {
  const place = { fix: now.id, step: null };
  return [...compareProperties(place, saved, now), ...compareOutcomes(place, savedPlan, plan)];
}

function compareOutcomes(
  place: Place,
  saved: SavedFix['plan'],
  now: SavedFix['plan'],
): readonly Difference[] {
  if (saved.outcome !== now.outcome) {
    return [{ ...place, what: 'outcome', saved: describe(saved), now: describe(now) }];
  }
  if (saved.outcome !== 'change' || now.outcome !== 'change') {
    return compareProperties(place, saved, now);
  }
  const { steps: savedSteps, ...savedRest } = saved;
  const { steps, ...rest } = now;
  return [...compareSteps(place, savedSteps, steps), ...compareProperties(place, savedRest, rest)];
}

function describe(plan: SavedFix['plan']): string {
  return plan.outcome === 'change' ? 'can be done' : `${plan.outcome}: ${plan.because}`;
}

function compareSteps(
  { fix }: Place,
  saved: readonly Step[],
  now: readonly Step[],
): readonly Difference[] {
  const longer = saved.length > now.length ? saved : now;
  return longer.flatMap((either, at) => {
    const place = { fix, step: { number: at + 1, summary: (saved[at] ?? either).summary } };
    const [then, today] = [saved[at], now[at]];
    if (then === undefined || then.kind !== today?.kind) {
      return [{ ...place, what: 'step', saved: then?.summary, now: today?.summary }];
    }
    const differences = compareProperties(place, then, today);
    // The summary says in words what another property says.
    return differences.length > 1
      ? differences.filter(({ what }) => what !== 'summary')
      : differences;
  });
}
