import { text } from '../../../reports/text.ts';
import { hasChanges, type HostPlan, isChanging } from '../../engine/plan.ts';
import type { HostReport } from '../../model/report.ts';
import type { Run } from '../as-saved.ts';
import type { CommandFunction, Context } from '../context.ts';
import { exportPlan, requireOneHost } from '../export-plan.ts';
import type { ExitCode, HostOutcome } from '../exit-codes.ts';
import { selectForFix } from '../fix-selection.ts';
import { judge, outcomeOf } from '../judge.ts';
import { lookAsAsked, type Looked } from '../look.ts';
import { followCommand, nextCommand } from '../next-command.ts';
import { isRefused, planOf, refusalsOf } from '../planned.ts';
import type { Settings } from '../settings.ts';
import { administratorText } from '../ui/administrator-text.ts';
import { planText } from '../ui/plan-text.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { writePlans } from '../write-plan.ts';
import { toReport, writeOutputs } from '../write-report.ts';

/** Shows what `fix` would do. Nothing is changed. */
export const plan: CommandFunction = (argumentsGiven, context) =>
  showPlan({ argumentsGiven, context, saved: null, selected: selectForFix(context.settings) });

/** The same of a run that is to follow a saved plan: also whether it could. */
export async function showPlan({ argumentsGiven, context, saved, selected }: Run): Promise<ExitCode> {
  const { settings, terminal } = context;
  requireOneHost(Math.max(argumentsGiven.length, settings.fromFacts.length), settings);
  const looked = await lookAsAsked(argumentsGiven, selected.selection, context);
  const { hosts, replayed } = looked;
  const plans = hosts.map((host) => planOf(host, selected));
  const refusals = saved === null ? [] : refusalsOf(saved, hosts, selected);
  if (refusals.length > 0) {
    terminal.writeErr(refusalText(settings.plan ?? '', refusals, terminal.columns));
  }
  const reports = hosts.map(({ report }) => report);
  const planned = await writePlans(hosts, selected, context);
  const next = nextAfter(reports, {
    argumentsGiven,
    replayed,
    plans,
    file: planned.file,
    settings,
  });
  const sections = hosts.map((host, at) => sectionOf(host, plans[at], context));
  const ending = next === undefined ? '' : `\nNext: ${next}\n`;
  const made = await exportPlan(hosts, plans, context);
  const printed = await terminal.writeOut(made.text ?? sections.join('\n') + ending);
  const written = await writeOutputs(toReport(reports), {}, context);
  const outcomes = hosts.map(({ report }, at) =>
    outcomeOf(report, selected.selection, context, {
      ...changesOf(plans[at]),
      fixFailed: isRefused(report, refusals),
    }),
  );
  const parts = [printed !== 'failed', written, planned.complete, looked.saved, made.complete];
  const complete = parts.every(Boolean);
  return judge(outcomes, context, !complete);
}

interface Planned {
  readonly argumentsGiven: readonly string[];
  readonly replayed: boolean;
  readonly plans: readonly (HostPlan | undefined)[];
  /** The file that holds the plan. */
  readonly file: string | null;
  readonly settings: Settings;
}

/** The command that follows a plan that was saved, or the one that follows from the reports. */
function nextAfter(
  reports: readonly HostReport[],
  { argumentsGiven, replayed, plans, file, settings }: Planned,
): string | undefined {
  const local = argumentsGiven.length === 0;
  return file !== null && plans.some((one) => one !== undefined && hasChanges(one))
    ? followCommand(file, settings)
    : nextCommand(reports, { settings, local, replayed });
}

/** What is said of one host: its plan, or why it could not be looked at. */
function sectionOf(
  { report }: Looked,
  hostPlan: HostPlan | undefined,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): string {
  const options = { color: terminal.colorOfOut(settings.color), width: terminal.columns };
  if (hostPlan === undefined) {
    return text.render(toReport([report]), { ...options, verbose: false });
  }
  const noRoot = report.gathered?.privilege === 'none';
  return (
    planText(report.host, hostPlan, options) +
    (noRoot ? administratorText(hostPlan.fixes, options) : '')
  );
}

function changesOf(hostPlan: HostPlan | undefined): Partial<HostOutcome> {
  if (hostPlan === undefined || !hasChanges(hostPlan)) return {};
  const repairs = hostPlan.fixes.filter(isChanging).flatMap((fix) => fix.repairs);
  return { planHasChanges: true, wouldRepair: new Set(repairs) };
}
