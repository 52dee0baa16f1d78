import { newRunId } from '../../engine/apply.ts';
import { JOURNAL_FACTS } from '../../engine/select.ts';
import type { HostReport } from '../../model/report.ts';
import { UsageError } from '../../model/usage-error.ts';
import { asSaved, type Run } from '../as-saved.ts';
import type { CommandFunction, Context } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { type FixSelection, withPolicy } from '../fix-selection.ts';
import { hostsOf } from '../hosts.ts';
import { judge, outcomeOf } from '../judge.ts';
import { gatherOptions, look, type Looked } from '../look.ts';
import { again, nextCommand } from '../next-command.ts';
import { policyReport } from '../policy.ts';
import { isRefused, type Refusal, refusalsOf } from '../planned.ts';
import { repair, type Repaired } from '../repair.ts';
import { passwordPrompt } from '../ui/questions.ts';
import { refusalText } from '../ui/refusal-text.ts';
import { printReport, toReport, writeOutputs } from '../write-report.ts';
import { showPlan } from './plan.ts';

/** Shows the plan, asks, applies it, looks again, and says what is left. */
export const fix: CommandFunction = async (...given) => {
  const run = await asSaved(...given);
  if (run.context.settings.dryRun) return await showPlan(run);
  requireAnswer('fix', run.context);
  return await applyPlans(run);
};

/** Nothing is changed that nobody agreed to. */
export function requireAnswer(command: string, { settings, terminal }: Context): void {
  if (settings.yes !== null || terminal.canAsk) return;
  throw new UsageError(
    `${command} asks before it changes anything, and here is no terminal to answer on; add --yes or --dry-run`,
  );
}

/** Shows, asks, applies and looks again, host by host. */
export async function applyPlans({
  argumentsGiven,
  context,
  saved,
  selected: wanted,
}: Run): Promise<ExitCode> {
  const { settings, terminal } = context;
  const selected = await withPolicy(wanted, settings);
  const local = argumentsGiven.length === 0;
  const mayAsk = terminal.canAsk || settings.sudo === 'ask';
  const askPassword = mayAsk ? passwordPrompt(terminal) : undefined;
  await using hosts = await hostsOf(argumentsGiven, context);
  const asked = settings.sudo === 'ask' ? askPassword : undefined;
  const selection = { ...selected.selection, facts: JOURNAL_FACTS };
  const { hosts: looked } = await look(hosts, selection, asked, context);
  const refusals = saved === null ? [] : refusalsOf(saved, looked, selected);
  if (refusals.length > 0) {
    return await refuse(refusals, looked, selected, { local, context });
  }
  const gather = gatherOptions(hosts.user, asked, context);
  const repaired: Repaired[] = [];
  const run = newRunId(new Date());
  // One after the other: each may ask, and each is watched by the same person.
  for (const [at, host] of hosts.hosts.entries()) {
    const seen = looked[at];
    if (seen === undefined || context.interruption.by !== null) continue;
    const shared = { selected, gather, run, askPassword, context, asSaved: saved !== null };
    repaired.push(await repair(seen, { host, ...shared }));
  }
  const outcomes = repaired.map(({ report, failed }) =>
    outcomeOf(report, selected.selection, context, { fixFailed: failed }),
  );
  const complete = await conclude(repaired, local, selected, context);
  return judge(outcomes, context, !complete);
}

/** One host that differs keeps all of them as they are: the plan was agreed to as a whole. */
async function refuse(
  refusals: readonly Refusal[],
  looked: readonly Looked[],
  { selection }: FixSelection,
  { local, context }: { readonly local: boolean; readonly context: Context },
): Promise<ExitCode> {
  const { settings, terminal } = context;
  const reports = looked.map(({ report }) => report);
  const next = nextAfterRefusal(reports, local, context);
  const why = refusalText(settings.plan ?? '', refusals, terminal.columns);
  terminal.writeErr(`${why}${next === undefined ? '' : `\nNext: ${next}\n`}`);
  const decided = policyReport(selection.policy, reports, settings);
  const written = await writeOutputs(toReport(reports, decided), {}, context);
  const outcomes = reports.map((report) =>
    outcomeOf(report, selection, context, { fixFailed: isRefused(report, refusals) }),
  );
  return judge(outcomes, context, !written);
}

/** The plan of now has to be reviewed as the saved one was; a host that is gone has to be there first. */
function nextAfterRefusal(
  reports: readonly HostReport[],
  local: boolean,
  { settings }: Pick<Context, 'settings'>,
): string | undefined {
  const options = { settings, local, replayed: false };
  const missing = reports.filter(({ error }) => error !== null);
  if (missing.length > 0) return nextCommand(missing, options);
  const selection = [
    ...settings.only.flatMap((one) => ['--only', one]),
    ...settings.skip.flatMap((one) => ['--skip', one]),
  ];
  const file = settings.plan ?? '';
  const output = /^[^:]+\.json$/u.test(file) ? file : `plan:${file}`;
  return again('plan', reports, options, ['-o', output, ...selection]);
}

/** The report of what is so now, and the next command. */
async function conclude(
  repaired: readonly Repaired[],
  local: boolean,
  { selection }: FixSelection,
  context: Context,
): Promise<boolean> {
  const { settings } = context;
  const reports = repaired.map(({ report }) => report);
  const next = nextAfterFix(repaired, reports, local, context);
  const presentation = {
    narrowed: settings.only.length > 0,
    ...(next === undefined ? {} : { next }),
  };
  const report = toReport(reports, policyReport(selection.policy, reports, settings));
  const printed = await printReport(report, presentation, context);
  const written = await writeOutputs(report, presentation, context);
  return printed && written;
}

function nextAfterFix(
  repaired: readonly Repaired[],
  reports: readonly HostReport[],
  local: boolean,
  { settings }: Pick<Context, 'settings'>,
): string | undefined {
  const tried = new Set(repaired.flatMap((one) => [...one.tried]));
  const waiting = repaired.filter(({ waits }) => waits).map(({ report }) => report);
  return nextCommand(reports, { settings, local, replayed: false, tried, waiting });
}
