import { type Selection, select } from '../../engine/select.ts';
import type { CommandFunction, Context } from '../context.ts';
import { judge, outcomeOf } from '../judge.ts';
import { type LookedAt, lookAsAsked, type OnReport, saveLooked } from '../look.ts';
import { nextCommand } from '../next-command.ts';
import { policyReport, readPolicy } from '../policy.ts';
import { printReport, reportStream, sayDecided, toReport, writeOutputs } from '../write-report.ts';

/** Looks at hosts, or at saved snapshots, and says whether they are ready. */
export const check: CommandFunction = async (argumentsGiven, given) => {
  const { settings } = given;
  // Loaded only when it is asked for: most runs keep the names as they are.
  const sharing =
    settings.redact === 'share'
      ? await (await import('../redaction.ts')).startSharing(given)
      : undefined;
  const context = sharing === undefined ? given : { ...given, pseudonyms: sharing.names };
  const selection: Selection = { ...select(settings), ...(await readPolicy(settings, new Date())) };
  const stream = await reportStream(context);
  const looked = await lookOrWait(argumentsGiven, selection, context, stream?.print);
  const { hosts, replayed } = looked;
  const reports = hosts.map((host) => host.report);
  const next = nextCommand(reports, { settings, local: argumentsGiven.length === 0, replayed });
  const presentation = {
    narrowed: settings.only.length > 0,
    ...(next === undefined ? {} : { next }),
  };
  const report = toReport(reports, policyReport(selection.policy, reports, settings));
  const printed = await (stream?.end(report) ?? printReport(report, presentation, context));
  sayDecided(report, context);
  const written = await writeOutputs(report, presentation, context);
  await sharing?.keep();
  const saved = await saveLooked(looked, argumentsGiven.length > 0, context);
  const outcomes = reports.map((one) => outcomeOf(one, selection, context));
  return judge(outcomes, context, !(printed && written && saved));
};

/** With `--wait`, what fails is looked at again; the time begins with the first look. */
async function lookOrWait(
  argumentsGiven: readonly string[],
  selection: Selection,
  context: Context,
  onReport: OnReport | undefined,
): Promise<LookedAt> {
  const { wait } = context.settings;
  if (wait === null) return await lookAsAsked(argumentsGiven, selection, context, onReport);
  const { waitingFor, waitUntilPassed } = await import('../waiting.ts');
  const waiting = waitingFor(argumentsGiven, context);
  const deadline = waiting.now() + wait * 1000;
  const first = await lookAsAsked(argumentsGiven, selection, context);
  const last = await waitUntilPassed(first, selection, deadline, waiting);
  // Which report of a host is its last one is known at the end.
  for (const { report } of last.hosts) await onReport?.(report);
  return last;
}
