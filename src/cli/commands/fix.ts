import { newRunId } from '../../engine/apply.ts';
import { JOURNAL_FACTS } from '../../engine/select.ts';
import type { HostReport } from '../../model/report.ts';
import { UsageError } from '../../model/usage-error.ts';
import type { CommandFunction, Context } from '../context.ts';
import { selectForFix } from '../fix-selection.ts';
import { hostsOf } from '../hosts.ts';
import { judge, outcomeOf } from '../judge.ts';
import { gatherOptions, look } from '../look.ts';
import { nextCommand } from '../next-command.ts';
import { repair, type Repaired } from '../repair.ts';
import { passwordPrompt } from '../ui/questions.ts';
import { printReport, toReport, writeOutputs } from '../write-report.ts';
import { plan } from './plan.ts';

/** Shows the plan, asks, applies it, looks again, and says what is left. */
export const fix: CommandFunction = async (argumentsGiven, context) => {
  const { settings, terminal } = context;
  if (settings.dryRun) return await plan(argumentsGiven, context);
  if (settings.yes === null && !terminal.canAsk) {
    throw new UsageError(
      'fix asks before it changes anything, and here is no terminal to answer on; add --yes or --dry-run',
    );
  }
  const selected = selectForFix(settings);
  const mayAsk = terminal.canAsk || settings.sudo === 'ask';
  const askPassword = mayAsk ? passwordPrompt(terminal) : undefined;
  await using hosts = await hostsOf(argumentsGiven, context);
  const asked = settings.sudo === 'ask' ? askPassword : undefined;
  const selection = { ...selected.selection, facts: JOURNAL_FACTS };
  const { hosts: looked } = await look(hosts, selection, asked, context);
  const gather = gatherOptions(hosts.user, asked, context);
  const repaired: Repaired[] = [];
  const run = newRunId(new Date());
  // One after the other: each may ask, and each is watched by the same person.
  for (const [at, host] of hosts.hosts.entries()) {
    const seen = looked[at];
    if (seen === undefined || context.interruption.by !== null) continue;
    repaired.push(await repair(seen, { host, selected, gather, run, askPassword, context }));
  }
  const outcomes = repaired.map(({ report, failed }) =>
    outcomeOf(report, selected.selection, context, { fixFailed: failed }),
  );
  const complete = await conclude(repaired, argumentsGiven.length === 0, context);
  return judge(outcomes, context, !complete);
};

/** The report of what is so now, and the next command. */
async function conclude(
  repaired: readonly Repaired[],
  local: boolean,
  context: Context,
): Promise<boolean> {
  const { settings } = context;
  const reports = repaired.map(({ report }) => report);
  const next = nextAfterFix(repaired, reports, local, context);
  const presentation = {
    narrowed: settings.only.length > 0,
    ...(next === undefined ? {} : { next }),
  };
  const report = toReport(reports);
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
