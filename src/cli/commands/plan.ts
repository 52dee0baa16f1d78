import { text } from '../../../reports/text.ts';
import { fixes } from '../../../fixes/index.ts';
import { hasChanges, type HostPlan, isChanging, planHost } from '../../engine/plan.ts';
import type { HostOutcome } from '../exit-codes.ts';
import type { CommandFunction, Context } from '../context.ts';
import { type FixSelection, selectForFix } from '../fix-selection.ts';
import { judge, outcomeOf } from '../judge.ts';
import { lookAsAsked, type Looked } from '../look.ts';
import { needsOf } from '../needs.ts';
import { nextCommand } from '../next-command.ts';
import { planText } from '../ui/plan-text.ts';
import { toReport, writeOutputs } from '../write-report.ts';

/** Shows what `fix` would do. Nothing is changed. */
export const plan: CommandFunction = async (argumentsGiven, context) => {
  const { settings, terminal } = context;
  const selected = selectForFix(settings);
  const { hosts, saved, replayed } = await lookAsAsked(argumentsGiven, selected.selection, context);
  const plans = hosts.map((host) => planOf(host, selected));
  const reports = hosts.map(({ report }) => report);
  const local = argumentsGiven.length === 0;
  const next = nextCommand(reports, { settings, local, replayed });
  const sections = hosts.map((host, at) => sectionOf(host, plans[at], context));
  const ending = next === undefined ? '' : `\nNext: ${next}\n`;
  const printed = await terminal.writeOut(sections.join('\n') + ending);
  const written = await writeOutputs(toReport(reports), {}, context);
  const outcomes = hosts.map(({ report }, at) =>
    outcomeOf(report, selected.selection, context, changesOf(plans[at])),
  );
  return judge(outcomes, context, !(printed !== 'failed' && written && saved));
};

/** The plan for one host; `undefined` when it could not be looked at. */
export function planOf(
  { report, checked }: Looked,
  { only }: Pick<FixSelection, 'only'>,
): HostPlan | undefined {
  if (checked === undefined) return undefined;
  const needs = needsOf(report.needs);
  return planHost({ facts: checked.facts, results: report.results, needs, only, fixes });
}

/** What is said of one host: its plan, or why it could not be looked at. */
export function sectionOf(
  { report }: Looked,
  hostPlan: HostPlan | undefined,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): string {
  const options = { color: terminal.colorOfOut(settings.color), width: terminal.columns };
  return hostPlan === undefined
    ? text.render(toReport([report]), { ...options, verbose: false })
    : planText(report.host, hostPlan, options);
}

function changesOf(hostPlan: HostPlan | undefined): Partial<HostOutcome> {
  if (hostPlan === undefined || !hasChanges(hostPlan)) return {};
  const repairs = hostPlan.fixes.filter(isChanging).flatMap((fix) => fix.repairs);
  return { planHasChanges: true, wouldRepair: new Set(repairs) };
}
