import { fixes } from '../../../fixes/index.ts';
import { nearest } from '../../domain/nearest.ts';
import { newRunId, succeeded } from '../../engine/apply.ts';
import { unreachable } from '../../engine/check-host.ts';
import type { FleetHost } from '../../engine/fleet.ts';
import { hasChanges, type HostPlan, withConsent } from '../../engine/plan.ts';
import { planUndo, runToUndo } from '../../engine/plan-undo.ts';
import type { RecordedRun } from '../../model/journal.ts';
import { UsageError } from '../../model/usage-error.ts';
import { printable } from '../../parse/printable.ts';
import { applyOn, type ApplyRequest, Connection, escalated } from '../applying.ts';
import { consentTo } from '../consent.ts';
import type { CommandFunction, Context } from '../context.ts';
import { type ExitCode, exitCodeOfJournals, type JournalOutcome } from '../exit-codes.ts';
import { type Hosts, hostsOf } from '../hosts.ts';
import { gatherOptions } from '../look.ts';
import { type HostRecords, isRead, lookAtRecords } from '../records.ts';
import { unreadLines } from '../ui/history-text.ts';
import { planText } from '../ui/plan-text.ts';
import { passwordPrompt } from '../ui/questions.ts';

/** Takes back one run on each host: the plan is shown, agreed to, and applied like that of `fix`. */
export const undo: CommandFunction = async (argumentsGiven, context) => {
  const { settings, terminal } = context;
  if (settings.yes === null && !settings.dryRun && !terminal.canAsk) {
    throw new UsageError(
      'undo asks before it changes anything, and here is no terminal to answer on; add --yes or --dry-run',
    );
  }
  for (const name of settings.only) requireFix(name);
  await using hosts = await hostsOf(argumentsGiven, context);
  return await undoOnHosts(hosts, context);
};

/** The same, on hosts that are known. */
export async function undoOnHosts(hosts: Hosts, context: Context): Promise<ExitCode> {
  const { settings, terminal, interruption } = context;
  const mayAsk = terminal.canAsk || settings.sudo === 'ask';
  const askPassword = mayAsk ? passwordPrompt(terminal) : undefined;
  const asked = settings.sudo === 'ask' ? askPassword : undefined;
  const read = await lookAtRecords(hosts, asked, context);
  requireRun(read, context);
  const gather = gatherOptions(hosts.user, asked, context);
  const request = { run: newRunId(new Date()), gather, askPassword, context };
  const outcomes: JournalOutcome[] = [];
  // One after the other: each may ask, and each is watched by the same person.
  for (const [at, host] of hosts.hosts.entries()) {
    const records = read[at];
    if (records === undefined || interruption.by !== null) continue;
    outcomes.push({ isRead: isRead(records), failed: !(await undoOn(host, records, request)) });
  }
  const outcome = { hosts: outcomes, outputFailed: false, interruptedBy: interruption.by };
  return exitCodeOfJournals(outcome);
}

function requireFix(name: string): void {
  const names = new Set(fixes.map(({ meta }) => meta.id));
  if (names.has(name)) return;
  const hint = nearest(name, names);
  throw new UsageError(
    `unknown fix '${name}'${hint === undefined ? '' : `; did you mean '${hint}'?`}`,
  );
}

/** An id that nobody knows is a slip of the hand; so is that of an undo. */
function requireRun(
  hosts: readonly HostRecords[],
  { settings: { run } }: Pick<Context, 'settings'>,
): void {
  if (run === null || !hosts.every(isRead)) return;
  const found = hosts.flatMap(({ records }) => records?.runs.filter(({ id }) => id === run) ?? []);
  if (found.length === 0) {
    throw new UsageError(`--run ${run}: no host knows this run; podready history lists them`);
  }
  if (found.some(({ undoes }) => undoes !== null)) {
    throw new UsageError(
      `--run ${run}: this is an undo; podready fix does again what it took back`,
    );
  }
}

interface UndoRequest extends ApplyRequest {
  readonly askPassword: ApplyRequest['gather']['askPassword'];
}

/** `false` when the host could not be reached again, or a step did not end well. */
async function undoOn(
  host: FleetHost,
  records: HostRecords,
  request: UndoRequest,
): Promise<boolean> {
  const { context } = request;
  const { settings, terminal } = context;
  const options = { color: terminal.colorOfOut(settings.color), width: terminal.columns };
  const unread = unreadLines(records, options).map((line) => `${line}\n`);
  await terminal.writeOut(unread.join(''));
  const only = new Set(settings.only);
  const runs = records.records?.runs ?? [];
  const run = runToUndo(runs, settings.run, { only, fixes });
  if (run === undefined) {
    if (isRead(records)) await terminal.writeOut(`Nothing to undo on ${printable(host.name)}.\n`);
    return true;
  }
  const plan = planUndo({ run, only, fixes });
  const agreed = await agreedPlan(host, run, plan, context);
  if (agreed === null || !hasChanges(agreed)) return true;
  return await apply(host, agreed, records, request);
}

async function agreedPlan(
  { name }: FleetHost,
  run: RecordedRun,
  plan: HostPlan,
  context: Context,
): Promise<HostPlan | null> {
  const { settings, terminal } = context;
  const show = (shown: HostPlan): string =>
    `Run ${run.id} is taken back.${unreadableOf(run)}\n` +
    planText(name, shown, {
      color: terminal.colorOfOut(settings.color),
      width: terminal.columns,
    });
  if (settings.dryRun) {
    await terminal.writeOut(show(settings.yes === null ? plan : withConsent(plan, settings.yes)));
    return null;
  }
  return await consentTo(
    plan,
    name,
    context,
    show,
    (many, shown) => `Take back ${many} on ${shown}?`,
  );
}

function unreadableOf({ unreadable }: RecordedRun): string {
  return unreadable === 0 ? '' : ` Lines of its journal that cannot be read: ${unreadable}.`;
}

async function apply(
  host: FleetHost,
  plan: HostPlan,
  { report }: HostRecords,
  request: UndoRequest,
): Promise<boolean> {
  const { askPassword, context } = request;
  const gather = escalated(request, askPassword, report.gathered?.privilege, plan);
  await using connection = new Connection(host);
  try {
    const result = await applyOn(await connection.open(), plan, { ...request, gather });
    return result.fixes.every(({ steps }) => steps.every(succeeded));
  } catch (error) {
    const { error: why } = unreachable(host, context.settings.needs, error);
    context.terminal.writeErr(`error: ${printable(host.name)}: ${printable(why?.message ?? '')}\n`);
    return false;
  }
}
