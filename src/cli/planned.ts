import { fixes } from '../../fixes/index.ts';
import { type HostPlan, planHost } from '../engine/plan.ts';
import { comparePlans, type Difference } from '../engine/plan-comparison.ts';
import type { HostReport } from '../model/report.ts';
import type { SavedHost, SavedPlan } from '../model/saved-plan.ts';
import type { FixSelection } from './fix-selection.ts';
import type { Looked } from './look.ts';
import { formatNeeds, needsOf } from './needs.ts';
import type { Settings } from './settings.ts';
import { version } from './version.ts';

/** The plan for one host; `undefined` when it could not be looked at. */
export function planOf(
  { report, checked }: Looked,
  { only, added, keys }: Pick<FixSelection, 'only' | 'added' | 'keys'>,
): HostPlan | undefined {
  if (checked === undefined) return undefined;
  const needs = { ...needsOf(report.needs), keys };
  return planHost({ facts: checked.facts, results: report.results, needs, only, added, fixes });
}

/** The plan of a run as it is saved; hosts that could not be looked at are not in it. */
export function toSavedPlan(
  hosts: readonly Looked[],
  selected: FixSelection,
  { user, needs, only, skip }: Settings,
): SavedPlan {
  return {
    schemaVersion: '1.0',
    tool: { name: 'podready', version: version() },
    asked: {
      user,
      needs: formatNeeds(needs),
      ...(needs.exact === undefined ? {} : { exact: needs.exact }),
      only,
      skip,
    },
    hosts: hosts.flatMap((host) => toSavedHost(host, selected) ?? []),
  };
}

/** Why a host keeps a saved plan from being followed. */
export interface Refusal {
  readonly host: string;
  /** It could not be looked at, so that nothing is known to be equal. */
  readonly error: HostReport['error'];
  readonly differences: readonly Difference[];
}

/** The hosts on which the plan of now is not the saved one. They are in the order of the saved plan. */
export function refusalsOf(
  saved: SavedPlan,
  hosts: readonly Looked[],
  selected: FixSelection,
): readonly Refusal[] {
  return hosts.flatMap((looked, at) => {
    const [then, now] = [saved.hosts[at], toSavedHost(looked, selected)];
    const differences = then === undefined || now === undefined ? [] : comparePlans(then, now);
    if (now !== undefined && differences.length === 0) return [];
    return [{ host: looked.report.host, error: looked.report.error, differences }];
  });
}

/** Whether the plan for this host is another one than the saved plan. */
export function isRefused({ host }: HostReport, refusals: readonly Refusal[]): boolean {
  return refusals.some((one) => one.host === host && one.differences.length > 0);
}

function toSavedHost(looked: Looked, selected: FixSelection): SavedHost | undefined {
  const plan = planOf(looked, selected);
  if (plan === undefined || looked.checked === undefined) return undefined;
  const { report, checked } = looked;
  return {
    host: report.host,
    local: checked.snapshot.client.transport === 'local',
    at: checked.snapshot.at,
    user: report.user,
    needs: report.needs,
    fixes: plan.fixes.map(({ description: _, ...fix }) => fix),
    withheld: plan.withheld.map(({ fix, because }) => ({ id: fix.id, because })),
    unjudged: plan.unjudged,
  };
}
