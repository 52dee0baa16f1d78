import { type Selection, select } from '../../engine/select.ts';
import type { HostReport } from '../../model/report.ts';
import type { CommandFunction } from '../context.ts';
import { deciding, judge, outcomeOf } from '../judge.ts';
import { mergedPolicyReport } from '../policy.ts';
import { loadReports } from '../report-files.ts';
import { printReport, sayDecided, toReport, writeOutputs } from '../write-report.ts';

/** Renders saved reports again, all hosts of all files as one report. Looks at no host. */
export const report: CommandFunction = async (files, context) => {
  const { hosts, versions, decided } = await loadReports(files);
  const merged = toReport(hosts, mergedPolicyReport(decided), madeBy(versions));
  const all = select({ only: [], skip: [] });
  const narrowed = hosts.some((host) => isNarrowed(host, all));
  const printed = await printReport(merged, { narrowed }, context);
  sayDecided(merged, context);
  const written = await writeOutputs(merged, { narrowed }, context);
  const outcomes = hosts.map((host) =>
    outcomeOf(host, all, context, isNarrowed(host, all) ? { deciding: new Set() } : {}),
  );
  return judge(outcomes, context, !(printed && written));
};

/** A report says who judged; this podready only shows it. Of several, none can be named. */
function madeBy(versions: ReadonlySet<string>): string | undefined {
  return versions.size > 1 ? undefined : [...versions][0];
}

/** A saved report does not say what was selected; where checks that decide are missing, not all were. */
function isNarrowed(host: HostReport, all: Selection): boolean {
  if (host.error !== null) return false;
  const there = new Set(host.results.map(({ check }) => check));
  return [...deciding(host, all)].some((id) => !there.has(id));
}
