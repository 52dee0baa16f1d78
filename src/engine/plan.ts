import type { FactId } from '../facts/index.ts';
import type { FactStates } from '../model/fact-states.ts';
import type { AnyFix, Effect, FixMeta, FollowUp, Plan, Step } from '../model/fix.ts';
import type { Needs } from '../model/need.ts';
import type { CheckResult } from '../model/report.ts';
import { mergePlans } from './plan-merge.ts';
import { seenBy } from './evaluate.ts';

/** What is known of a host, and what the user asked to be repaired. */
export interface PlanRequest {
  readonly facts: FactStates;
  readonly results: readonly CheckResult[];
  readonly needs: Needs;
  /**
   * Ids named by `--only`: of fixes, which are then planned whatever the checks say; or of checks,
   * whose fixes are then planned. Empty: the fixes of all root causes.
   */
  readonly only: ReadonlySet<string>;
  /** Ids of fixes that are planned besides, as if they were named. */
  readonly added?: ReadonlySet<string>;
  readonly fixes: readonly AnyFix[];
}

/** One fix that there is something to say about; those that have nothing to do are left out. */
export interface PlannedFix {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** The strongest effect of the steps. */
  readonly effect: Effect;
  /** For `loosens`: who gains what. */
  readonly gains: string | null;
  /** Ids of the failed checks that it repairs. */
  readonly repairs: readonly string[];
  /** Ids of earlier fixes of this plan: when one of them fails, this one is not begun. */
  readonly after: readonly string[];
  readonly plan: Exclude<Plan, { readonly outcome: 'noop' }>;
}

/** A fix with steps. */
export type ChangingFix = PlannedFix & { readonly plan: Extract<Plan, { outcome: 'change' }> };

/** A fix that the consent given does not cover, or that has to be named by id. */
export interface WithheldFix {
  readonly fix: PlannedFix;
  readonly because: string;
}

/** All that will be done to one host, in order. */
export interface HostPlan {
  readonly fixes: readonly PlannedFix[];
  readonly withheld: readonly WithheldFix[];
  /** Ids of the checks that could not be judged, so that nothing is planned for them. Not the notes. */
  readonly unjudged: readonly string[];
}

/** What `--yes` or the answer to the question covers. `loosens` is covered once it was named by id. */
export type Consent = 'safe' | 'disruptive';

/** Chooses and orders the fixes of one host. Pure; on the repaired host it plans nothing. */
export function planHost(request: PlanRequest): HostPlan {
  const chosen = chooseFixes(request).map((one) => ({ ...one, planned: planFix(one, request) }));
  const allowed = chosen.flatMap(({ withheld, planned }) => (withheld === null ? planned : []));
  const fixes = mergePlans(inOrder(allowed));
  return {
    fixes,
    withheld: chosen.flatMap(({ withheld, planned }) =>
      planned.flatMap((fix) => (withheld === null ? [] : [{ fix, because: withheld }])),
    ),
    unjudged: fixes.some(createsUser) ? [] : unjudgedOf(request),
  };
}

/** Of a user who does not exist yet nothing can be judged, and that is what the plan is about. */
function createsUser(fix: PlannedFix): boolean {
  return isChanging(fix) && fix.plan.steps.some(({ kind }) => kind === 'create-user');
}

function unjudgedOf({ results }: PlanRequest): readonly string[] {
  return results
    .filter(({ status, severity }) => status === 'unknown' && severity !== 'info')
    .map(({ check }) => check);
}

/** Whether there is something to apply. */
export function hasChanges({ fixes }: HostPlan): boolean {
  return fixes.some(isChanging);
}

export function isChanging(fix: PlannedFix): fix is ChangingFix {
  return fix.plan.outcome === 'change';
}

/** Whether the fix is done only when it is named by id. */
export function isOnRequest({ effect, onlyById }: FixMeta): boolean {
  return effect === 'loosens' || onlyById === true;
}

/** Takes out what the consent does not cover. */
export function withConsent(plan: HostPlan, consent: Consent): HostPlan {
  const because = 'it stops or restarts something: allow it with --yes=disruptive';
  return leaveOut(plan, (fix) => (consent === 'safe' && isDisruptive(fix) ? because : null));
}

/** Takes out what needs root, and what comes after it: where there is no root. */
export function withoutRoot(plan: HostPlan): HostPlan {
  const out = new Set<string>();
  return leaveOut(plan, (fix) => {
    const before = fix.after.find((id) => out.has(id));
    if (!needsRoot(fix) && before === undefined) return null;
    out.add(fix.id);
    return needsRoot(fix) ? 'it needs root' : `it comes after ${before}`;
  });
}

/** Whether one of the steps is done as root. */
export function needsRoot({ plan }: ChangingFix): boolean {
  return plan.steps.some(({ as }) => as === 'root');
}

/** `because` is asked of each fix with steps, in order; `null` leaves it where it is. */
function leaveOut(plan: HostPlan, because: (fix: ChangingFix) => string | null): HostPlan {
  const fixes: PlannedFix[] = [];
  const withheld: WithheldFix[] = [...plan.withheld];
  for (const fix of plan.fixes) {
    const why = isChanging(fix) ? because(fix) : null;
    if (why === null) fixes.push(fix);
    else withheld.push({ fix, because: why });
  }
  return { ...plan, fixes, withheld };
}

/** What a person still has to do after these fixes, each once. */
export function followUpsOf(fixes: readonly PlannedFix[]): readonly FollowUp[] {
  return [...new Set(fixes.filter(isChanging).flatMap(({ plan }) => plan.afterwards))];
}

/** The facts that planning these fixes reads. */
export function factsForFixes(fixes: readonly AnyFix[]): readonly FactId[] {
  return [...new Set(fixes.flatMap(({ requires, consults = [] }) => [...requires, ...consults]))];
}

interface Chosen {
  readonly fix: AnyFix;
  readonly repairs: readonly string[];
  /** Why it is shown but not done: it has to be named by id. */
  readonly withheld: string | null;
}

/** In the order in which a person would read them: fixes of root causes, then those named by id. */
function chooseFixes({ results, only, added = NONE, fixes }: PlanRequest): readonly Chosen[] {
  const failed = results.filter(({ status }) => status === 'fail');
  const offering = failed.filter(({ check, severity, explainedBy }) =>
    only.size > 0 ? only.has(check) : severity !== 'info' && explainedBy === null,
  );
  const offered = offering.flatMap((result) => result.fixes);
  const byId = new Map(fixes.map((fix) => [fix.meta.id, fix]));
  return [...new Set([...added, ...offered, ...only])].flatMap((id) => {
    const fix = byId.get(id);
    if (fix === undefined) return [];
    const repairs = failed.filter((result) => result.fixes.includes(id)).map(({ check }) => check);
    return [{ fix, repairs, withheld: only.has(id) || added.has(id) ? null : whyNamed(fix) }];
  });
}

const NONE: ReadonlySet<string> = new Set();

function whyNamed({ meta }: AnyFix): string | null {
  if (!isOnRequest(meta)) return null;
  return meta.effect === 'loosens'
    ? `it loosens a restriction that may be there on purpose: allow it with --only ${meta.id}`
    : `it is done on request only: --only ${meta.id}`;
}

function planFix({ fix, repairs }: Chosen, { facts, needs }: PlanRequest): readonly PlannedFix[] {
  const plan = outcomeOf(fix, facts, needs);
  if (plan.outcome === 'noop') return [];
  const { id, title, description, after, gains = null } = fix.meta;
  const steps = plan.outcome === 'change' ? plan.steps : [];
  return [{ id, title, description, effect: strongest(steps), gains, repairs, after, plan }];
}

/** The engine answers for a fix that cannot be planned: nothing is changed on a guess. */
function outcomeOf(fix: AnyFix, facts: FactStates, needs: Needs): Plan {
  const seen = seenBy(fix, facts);
  for (const id of fix.requires) {
    const state = seen[id];
    if (state?.state === 'unreadable') return { outcome: 'blocked', because: state.because };
  }
  try {
    // `requires` and `consults` name the facts that `plan` reads; `defineFix` saw to that.
    return fix.plan(seen as never, needs);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return { outcome: 'blocked', because: `defect in the fix: ${what}` };
  }
}

/** The strongest effect of some steps. */
export function strongest(steps: readonly Step[]): Effect {
  const order: readonly Effect[] = ['loosens', 'disruptive', 'safe'];
  return order.find((effect) => steps.some((step) => step.effect === effect)) ?? 'safe';
}

/** `loosens` was named by id, so only its other steps have to be covered. */
function isDisruptive({ plan }: ChangingFix): boolean {
  return plan.steps.some(({ effect }) => effect === 'disruptive');
}

/** Each fix behind those that it must come after; otherwise as chosen. */
function inOrder(fixes: readonly PlannedFix[]): readonly PlannedFix[] {
  const ids = new Set(fixes.map(({ id }) => id));
  const done = new Set<string>();
  const ordered: PlannedFix[] = [];
  const visit = (fix: PlannedFix): void => {
    if (done.has(fix.id)) return;
    done.add(fix.id);
    for (const id of fix.after) fixes.filter((one) => one.id === id).forEach(visit);
    ordered.push({ ...fix, after: fix.after.filter((id) => ids.has(id)) });
  };
  fixes.forEach(visit);
  return ordered;
}
