import type { Step } from '../model/fix.ts';
import type { PlannedFix } from './plan.ts';

/**
 * Takes out steps that an earlier fix of the plan already has, and stops fixes that would write a
 * file which an earlier one writes: their `before` would no longer hold.
 */
export function mergePlans(fixes: readonly PlannedFix[]): readonly PlannedFix[] {
  const merged: PlannedFix[] = [];
  const owners = new Map<string, string>();
  for (const fix of fixes) {
    const rest = withoutRepeated(fix, owners);
    if (rest === null) {
      share(merged, owners, fix);
      continue;
    }
    const clash = pathsOf(rest).find((path) => owners.has(`file ${path}`));
    merged.push(clash === undefined ? rest : clashing(rest, clash, owners));
    if (clash === undefined) remember(rest, owners);
  }
  return merged;
}

/** The fix without the steps of earlier ones; `null` when nothing is left of it. */
function withoutRepeated(fix: PlannedFix, owners: ReadonlyMap<string, string>): PlannedFix | null {
  if (fix.plan.outcome !== 'change') return fix;
  const [first, ...steps] = fix.plan.steps.filter((step) => !owners.has(keyOf(step)));
  if (first === undefined) return null;
  return { ...fix, plan: { ...fix.plan, steps: [first, ...steps] } };
}

/** What the repeated fix repairs is repaired by the fix that has its steps. */
function share(merged: PlannedFix[], owners: ReadonlyMap<string, string>, fix: PlannedFix): void {
  const [first] = fix.plan.outcome === 'change' ? fix.plan.steps : [];
  const at = merged.findIndex(({ id }) => first !== undefined && id === owners.get(keyOf(first)));
  const owner = merged[at];
  if (owner === undefined) return;
  merged[at] = { ...owner, repairs: [...new Set([...owner.repairs, ...fix.repairs])] };
}

function clashing(fix: PlannedFix, path: string, owners: ReadonlyMap<string, string>): PlannedFix {
  const other = owners.get(`file ${path}`) ?? '';
  const because = `${path} is also written by ${other}; run podready fix again after it`;
  return { ...fix, plan: { outcome: 'blocked', because } };
}

function remember(fix: PlannedFix, owners: Map<string, string>): void {
  for (const step of fix.plan.outcome === 'change' ? fix.plan.steps : []) {
    owners.set(keyOf(step), fix.id);
  }
  for (const path of pathsOf(fix)) owners.set(`file ${path}`, fix.id);
}

function pathsOf({ plan }: PlannedFix): readonly string[] {
  const steps = plan.outcome === 'change' ? plan.steps : [];
  return steps.flatMap((step) => ('content' in step ? [step.path] : []));
}

/** Two steps that do the same differ in their summary at most. */
function keyOf(step: Step): string {
  const { summary: _, ...rest } = step;
  return JSON.stringify(Object.entries(rest).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
