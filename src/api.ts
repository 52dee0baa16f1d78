import { fixes as allFixes } from '../fixes/index.ts';
import { type ReportFormat, renderers } from '../reports/index.ts';
import type { TextOptions } from '../reports/text.ts';
import { applyPlan, type ApplyOptions, type ApplyResult, newRunId } from './engine/apply.ts';
import { toReport } from './cli/write-report.ts';
import { checkSnapshot, defaultNeeds, factsFor } from './engine/check-host.ts';
import { type Consent, type HostPlan, planHost, withConsent } from './engine/plan.ts';
import { select, type Selection } from './engine/select.ts';
import { gather as gatherFacts, GATHER_LIMITS, type GatherOptions } from './gather/gather.ts';
import type { Snapshot } from './gather/snapshot.ts';
import type { AnyCheck } from './model/check.ts';
import type { AnyFix } from './model/fix.ts';
import type { Needs } from './model/need.ts';
import type { HostReport } from './model/report.ts';
import type { Transport } from './transport/transport.ts';

/** What to look for; all that does not start containers when nothing is said. */
export interface What {
  readonly checks?: readonly AnyCheck[];
  readonly fixes?: readonly AnyFix[];
  /** Needs beyond those that every host has; none when nothing is said. */
  readonly needs?: Needs;
}

/**
 * Looks at a host, in one session that only reads. Gives a snapshot: all that was seen, as it was printed, without
 * secrets; it can be kept as JSON. `hostSeconds` is 60 when it is left out. Rejects with a `TransportError` when no
 * shell runs our script there; a fact that could not be read is no error, but unreadable in the snapshot.
 */
export async function gather(
  transport: Transport,
  what: Pick<What, 'checks' | 'fixes'> & Partial<GatherOptions> = {},
): Promise<Snapshot> {
  const { checks, fixes = allFixes, ...options } = what;
  const ids = factsFor({ ...selectionOf({ ...(checks && { checks }) }), fixes });
  return await gatherFacts(transport, ids, {
    sudo: 'auto',
    user: '',
    hostSeconds: GATHER_LIMITS.hostSeconds,
    ...options,
  });
}

/** Judges a snapshot: the same one always gives the same report, on any machine. Never throws for what is in it. */
export function evaluate(snapshot: Snapshot, what: What = {}): HostReport {
  return checkSnapshot(snapshot, selectionOf(what), what.needs ?? NONE).report;
}

/**
 * What would repair a host that was seen: data, nothing is done. With `only` the fixes of these ids, or of these
 * checks; without it those of the root causes. A repaired host has an empty plan.
 */
export function plan(
  snapshot: Snapshot,
  what: What & { readonly only?: readonly string[] } = {},
): HostPlan {
  const { only = [], fixes = allFixes, needs = NONE } = what;
  const { report, facts } = checkSnapshot(snapshot, { ...selectionOf(what), fixes }, needs);
  return planHost({
    facts,
    results: report.results,
    needs: defaultNeeds(snapshot, facts, needs),
    only: new Set(only),
    fixes,
  });
}

/**
 * Applies a plan to the host that it was made for. Only what `consent` covers is done: `safe`, or `disruptive` for
 * what stops or restarts something as well. What loosens a restriction is in a plan only when it was named by id.
 * Look at the host again afterwards. A step that fails is a result, and no rejection.
 */
export async function apply(
  transport: Transport,
  hostPlan: HostPlan,
  options: { readonly consent: Consent } & Partial<ApplyOptions>,
): Promise<ApplyResult> {
  const { consent, ...given } = options;
  return await applyPlan(transport, withConsent(hostPlan, consent), {
    run: newRunId(new Date()),
    sudo: 'auto',
    user: '',
    ...given,
  });
}

/** A report of these hosts in a format, as the command line prints it; without colour, 80 columns wide. */
export function render(
  hosts: readonly HostReport[],
  format: ReportFormat,
  options: Partial<TextOptions> = {},
): string {
  const report = toReport(hosts);
  return renderers[format].render(report, { color: 0, width: 80, verbose: false, ...options });
}

const NONE: Needs = { names: new Set(), ports: [] };

/** The checks of a run without options, unless others are named. */
function selectionOf({ checks }: Pick<What, 'checks'>): Selection {
  return checks === undefined ? select({ only: [], skip: [] }) : { checks };
}
