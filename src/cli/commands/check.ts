import { type Selection, select } from '../../engine/select.ts';
import type { CommandFunction } from '../context.ts';
import { judge, outcomeOf } from '../judge.ts';
import { lookAsAsked } from '../look.ts';
import { nextCommand } from '../next-command.ts';
import { printReport, toReport, writeOutputs } from '../write-report.ts';

/** Looks at hosts, or at saved snapshots, and says whether they are ready. */
export const check: CommandFunction = async (argumentsGiven, context) => {
  const { settings } = context;
  const selection: Selection = select(settings);
  // Loaded only when it is asked for: most runs keep the names as they are.
  const sharing =
    settings.redact === 'share'
      ? await (await import('../redaction.ts')).startSharing(context)
      : undefined;
  const looked = await lookAsAsked(argumentsGiven, selection, context, sharing?.names);
  const { hosts, saved, replayed } = looked;
  const reports = hosts.map((host) => host.report);
  const next = nextCommand(reports, { settings, local: argumentsGiven.length === 0, replayed });
  const presentation = {
    narrowed: settings.only.length > 0,
    ...(next === undefined ? {} : { next }),
  };
  const report = toReport(reports);
  const printed = await printReport(report, presentation, context);
  const written = await writeOutputs(report, presentation, context);
  await sharing?.keep();
  const outcomes = reports.map((one) => outcomeOf(one, selection, context));
  return judge(outcomes, context, !(printed && written && saved));
};
