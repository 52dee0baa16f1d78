import type { FactStates } from '../model/fact-states.ts';
import type { Exported, ExportedPlan, ExportedUser } from '../model/exporter.ts';
import type { HostReport } from '../model/report.ts';
import { type HostPlan, isChanging, type PlannedFix } from './plan.ts';

/** What there is to say about the host that a plan was made from. */
export interface PlannedHost {
  /** Who made the plan, such as `podready 0.1.0`. */
  readonly tool: string;
  readonly report: Pick<HostReport, 'host' | 'gathered'>;
  readonly facts: FactStates;
  readonly plan: HostPlan;
}

/** A plan as it is written for other tools; `null` when nobody knows for which user it is. */
export function toExportedPlan({ tool, report, facts, plan }: PlannedHost): ExportedPlan | null {
  const user = userOf(facts, plan);
  if (user === null) return null;
  return {
    tool,
    host: report.host,
    at: report.gathered?.at ?? '',
    user,
    fixes: plan.fixes.filter(isChanging).map(({ id, title, effect, plan: { steps, ...rest } }) => ({
      ...{ id, title, effect, steps },
      afterwards: rest.afterwards,
      notes: rest.notes ?? [],
    })),
    left: leftBy(plan),
  };
}

/** What may lock people out is done behind a guard of podready's, which no other tool has. `null`: there is nothing like that. */
export function refuseGuarded({ fixes }: ExportedPlan): Exported | null {
  const because =
    'it may lock people out, so it is only done by podready fix, which tries it and has the host take it back';
  const [first, ...rest] = fixes.flatMap(({ id, steps }) =>
    steps
      .filter(({ guard }) => guard !== undefined)
      .map(({ summary }) => ({ fix: id, step: summary, because })),
  );
  return first === undefined ? null : { outcome: 'inexpressible', steps: [first, ...rest] };
}

/** An account that the plan creates gets its uid on the host. */
function userOf({ user }: FactStates, { fixes }: HostPlan): ExportedUser | null {
  if (user?.state === 'known') {
    const { name, uid, home } = user.value;
    return { name, uid, home };
  }
  const created = fixes
    .filter(isChanging)
    .flatMap(({ plan }) => plan.steps)
    .find((step) => step.kind === 'create-user');
  return created === undefined ? null : { name: created.user, uid: null, home: created.home };
}

/** What a person must not take for done. */
function leftBy({ fixes, withheld, unjudged }: HostPlan): readonly string[] {
  return [
    ...fixes.flatMap(leftOf),
    ...withheld.map(({ fix, because }) => `${fix.id}: ${because}`),
    ...(unjudged.length === 0 ? [] : [`could not be judged: ${unjudged.join(', ')}`]),
  ];
}

function leftOf({ id, plan }: PlannedFix): readonly string[] {
  switch (plan.outcome) {
    case 'change':
      return [];
    case 'blocked':
      return [`${id}: blocked: ${plan.because}`];
    case 'manual':
      return [`${id}: by hand: ${plan.because}${plan.commands.map((one) => `; ${one}`).join('')}`];
  }
}
