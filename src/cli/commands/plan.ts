import { text } from '../../../reports/text.ts';
import { hasChanges, type HostPlan, isChanging } from '../../engine/plan.ts';
import type { HostReport } from '../../model/report.ts';
import type { Run } from '../as-saved.ts';
import type { CommandFunction, Context } from '../context.ts';
import { exportPlan, requireOneHost } from '../export-plan.ts';
import type { ExitCode, HostOutcome } from '../exit-codes.ts';
import { selectForFix, withPolicy } from '../fix-selection.ts';
import { judge, outcomeOf } from '../judge.ts';
import { lookAsAsked, type Looked, saveLooked } from '../look.ts';
import { again, followCommand, nextCommand } from '../next-command.ts';
import { isRefused, planOf, refusalsOf } from '../planned.ts';
import { policyReport } from '../policy.ts';
import { administratorText } from '../ui/administrator-text.ts';
import { planText } from '../ui/plan-text.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { writePlans } from '../write-plan.ts';
import { toReport, writeOutputs } from '../write-report.ts';

/** Shows what `fix` would do. Nothing is changed. */
export const plan: CommandFunction = (argumentsGiven, context) =>
  showPlan({ argumentsGiven, context, saved: null, selected: selectForFix(context.settings) });

/** The same of a run that is to follow a saved plan: also whether it could. */
export async function showPlan(run: Run): Promise<ExitCode> {
  const { argumentsGiven, context } = run;
  const { settings, terminal } = context;
  const selected = await withPolicy(run.selected, settings);
  requireOneHost(Math.max(argumentsGiven.length, settings.fromFacts.length), settings);
  const looked = await lookAsAsked(argumentsGiven, selected.selection, context);
  const { hosts, replayed } = looked;
  const plans = hosts.map((host) => planOf(host, selected));
  const refusals = run.saved === null ? [] : refusalsOf(run.saved, hosts, selected);
  if (refusals.length > 0) {
    terminal.writeErr(refusalText(settings.plan ?? '', refusals, terminal.columns));
  }
  const reports = hosts.map(({ report }) => report);
  const planned = await writePlans(hosts, selected, context);
  const next = nextAfter(reports, { run, replayed, plans, file: planned.file });
  const sections = hosts.map((host, at) => sectionOf(host, plans[at], context));
  const ending = next === undefined ? '' : `\nNext: ${next}\n`;
  const made = await exportPlan(hosts, plans, context);
  const printed = await terminal.writeOut(made.text ?? sections.join('\n') + ending);
  const decided = policyReport(selected.selection.policy, reports, settings);
  const written = await writeOutputs(toReport(reports, decided), {}, context);
  const saved = await saveLooked(looked, argumentsGiven.length > 0, context);
  const outcomes = hosts.map(({ report }, at) =>
    outcomeOf(report, selected.selection, context, {
      ...changesOf(plans[at]),
      fixFailed: isRefused(report, refusals),
    }),
  );
  const parts = [printed !== 'failed', written, planned.complete, saved, made.complete];
  const complete = parts.every(Boolean);
  return judge(outcomes, context, !complete);
}

interface Planned {
  readonly run: Run;
  readonly replayed: boolean;
  readonly plans: readonly (HostPlan | undefined)[];
  /** The file that holds the plan. */
  readonly file: string | null;
}

/** The command that follows a plan that was saved, what the command itself says, or what follows from the reports. */
function nextAfter(
  reports: readonly HostReport[],
  { run, replayed, plans, file }: Planned,
): string | undefined {
  const { settings } = run.context;
  const options = { settings, local: run.argumentsGiven.length === 0, replayed };
  const changes = plans.some((one) => one !== undefined && hasChanges(one));
  if (changes && file !== null) return followCommand(file, settings);
  return changes && run.follow !== undefined
    ? again(run.follow.command, reports, options, run.follow.more)
    : nextCommand(reports, options);
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
