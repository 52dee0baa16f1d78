import type { ApplyResult } from '../engine/apply.ts';
import { checkHost, unreachable } from '../engine/check-host.ts';
import type { FleetHost } from '../engine/fleet.ts';
import { ROLLBACK_AFTER } from '../engine/guard-step.ts';
import {
  hasChanges,
  type HostPlan,
  isChanging,
  type PlannedFix,
  withoutRoot,
} from '../engine/plan.ts';
import type { GatherOptions } from '../gather/gather.ts';
import type { FactStates } from '../model/fact-states.ts';
import type { RecordedRun } from '../model/journal.ts';
import type { HostReport } from '../model/report.ts';
import { printable } from '../parse/printable.ts';
import { applyOn, Connection, escalated, mayAskForRoot } from './applying.ts';
import { consentTo } from './consent.ts';
import type { Context } from './context.ts';
import type { FixSelection } from './fix-selection.ts';
import type { Looked } from './look.ts';
import { planOf } from './planned.ts';
import { administratorText } from './ui/administrator-text.ts';
import { planText } from './ui/plan-text.ts';

/** One host after its repair. */
export interface Repaired {
  readonly report: HostReport;
  /** A fix failed, or what it repaired is still there. */
  readonly failed: boolean;
  /** Ids of the fixes that were begun. */
  readonly tried: ReadonlySet<string>;
  /** A person has to log in again, or to reboot, before all of it counts. */
  readonly waits: boolean;
}

/** What a repair needs besides what was seen of the host. */
export interface RepairRequest {
  readonly host: FleetHost;
  readonly selected: FixSelection;
  readonly gather: GatherOptions;
  /** Id of the run, for the journals of the host. */
  readonly run: string;
  /** Asks for the password of sudo; also used when only the plan turns out to need root. */
  readonly askPassword: GatherOptions['askPassword'];
  readonly context: Context;
  /** The plan was compared with a saved one: what comes to light later is in neither. */
  readonly asSaved: boolean;
}

/** One repair may make another one possible: linger first, then the socket of the user. */
const MOST_PASSES = 4;

/** Plans, asks, applies and looks again, until there is nothing left that was not tried. */
export async function repair(looked: Looked, request: RepairRequest): Promise<Repaired> {
  let state: State = {
    ...{ looked, tried: new Set(), applied: new Map() },
    ...{ failed: false, waits: false, changed: false },
  };
  await announceUnfinished(looked, request);
  await using connection = new Connection(request.host);
  const passes = request.asSaved ? 1 : MOST_PASSES;
  for (let pass = 0; pass < passes; pass++) {
    const plan = await agreedPlan(state, pass, request);
    if (plan === null) break;
    const before = state;
    state = await applyAndLook(before, plan, connection, request);
    if (state.looked.checked === undefined || request.context.interruption.by !== null) break;
  }
  if (state.changed) {
    const told = `Recorded on the host as run ${request.run}; podready undo takes it back.\n\n`;
    await request.context.terminal.writeOut(told);
  }
  return { ...state, report: state.looked.report };
}

interface State {
  readonly looked: Looked;
  readonly tried: ReadonlySet<string>;
  /** What was planned by the fixes that were applied, by their ids. */
  readonly applied: ReadonlyMap<string, PlannedFix['plan']>;
  readonly failed: boolean;
  readonly waits: boolean;
  /** At least one step changed something. */
  readonly changed: boolean;
}

/** The part of the plan that the user agrees to; `null` when nothing is to be applied. */
async function agreedPlan(
  state: State,
  pass: number,
  request: RepairRequest,
): Promise<HostPlan | null> {
  const { selected, context } = request;
  const { looked } = state;
  const planned = planOf(looked, selected);
  if (planned === undefined) return null;
  const { settings, terminal } = context;
  const { report } = looked;
  const rest = { ...planned, fixes: planned.fixes.filter((fix) => isUntried(fix, state)) };
  const noRoot =
    report.gathered?.privilege === 'none' && !mayAskForRoot(request, request.askPassword);
  const plan = noRoot ? withoutRoot(rest) : rest;
  // Later passes have something to say only when they change something.
  if (pass > 0 && !hasChanges(plan)) return null;
  const options = { color: terminal.colorOfOut(settings.color), width: terminal.columns };
  const agreed = await consentTo(
    plan,
    report.host,
    context,
    (shown) =>
      planText(report.host, shown, options) +
      (noRoot ? administratorText(rest.fixes, options) : ''),
  );
  return agreed !== null && hasChanges(agreed) ? agreed : null;
}

/** A fix that succeeded may find more to do in the host that it left: never the same once more. */
function isUntried({ id, plan }: PlannedFix, { tried, applied }: State): boolean {
  if (!tried.has(id)) return true;
  const before = applied.get(id);
  return before !== undefined && JSON.stringify(before) !== JSON.stringify(plan);
}

async function applyAndLook(
  state: State,
  plan: HostPlan,
  connection: Connection,
  request: RepairRequest,
): Promise<State> {
  const { host, selected, context } = request;
  const privilege = state.looked.report.gathered?.privilege;
  const gather = escalated(request, request.askPassword, privilege, plan);
  const tried = new Set([...state.tried, ...plan.fixes.filter(isChanging).map(({ id }) => id)]);
  try {
    const transport = await connection.open();
    const result = await applyOn(transport, plan, { ...request, gather });
    const needs = context.settings.needs;
    const now = changedTheRoute(result) ? await connection.renew() : transport;
    const checked = await checkHost(now, selected.selection, needs, gather);
    const looked: Looked = { checked, report: { ...checked.report, host: host.name } };
    const remains = stillThere(result, plan, looked.report);
    const succeeded = result.fixes.filter(({ status }) => status === 'applied');
    const applied = plan.fixes.filter(({ id }) => succeeded.some(({ fix }) => fix === id));
    for (const check of remains) context.terminal.writeErr(`${check} still fails\n`);
    const waits = result.fixes.some(({ afterwards }) => afterwards.length > 0);
    const failed = remains.length > 0 || result.fixes.some(({ status }) => status === 'failed');
    return {
      looked,
      tried,
      applied: new Map([...state.applied, ...applied.map((fix) => [fix.id, fix.plan] as const)]),
      waits: state.waits || waits,
      failed: state.failed || failed,
      changed: state.changed || changedAnything(result),
    };
  } catch (error) {
    // What was applied could not be seen to work.
    const report = unreachable(host, context.settings.needs, error);
    return { ...state, looked: { report, checked: undefined }, tried, failed: true };
  }
}

/** What sshd and the firewall do with a connection may have been decided when it began. */
function changedTheRoute({ fixes }: ApplyResult): boolean {
  const steps = fixes.flatMap((fix) => fix.steps);
  return steps.some(({ step, status }) => step.guard !== undefined && status !== 'refused');
}

function changedAnything({ fixes }: ApplyResult): boolean {
  return fixes.some(({ steps }) => steps.some(({ status }) => status === 'done'));
}

/** Checks that fixes repaired and that fail all the same, although nothing has to be waited for. */
function stillThere(
  { fixes }: ApplyResult,
  plan: HostPlan,
  { results }: HostReport,
): readonly string[] {
  const applied = fixes.filter(
    ({ status, afterwards }) => status === 'applied' && afterwards.length === 0,
  );
  const repaired = plan.fixes
    .filter(({ id }) => applied.some(({ fix }) => fix === id))
    .flatMap(({ repairs }) => repairs);
  const failing = results.filter(({ status }) => status === 'fail').map(({ check }) => check);
  return [...new Set(repaired)].filter((check) => failing.includes(check));
}

/** podready was killed or stopped, the connection broke, or the host went down, and nobody has gone on since. */
async function announceUnfinished(
  { checked }: Looked,
  { host, context }: RepairRequest,
): Promise<void> {
  if (checked === undefined || !hasJournal(checked.facts)) return;
  // Loaded only here: it costs as much as everything else together.
  const { readRuns } = await import('../engine/runs.ts');
  const [newest] = readRuns(checked.facts).runs;
  const where = newest === undefined ? null : whereItStopped(newest);
  if (newest === undefined || where === null) return;
  const guarded = newest.steps.some(({ status, step }) => status === 'lost' && step?.guard);
  context.terminal.writeErr(
    `Run ${newest.id} on ${printable(host.name)} did not come to its end; it stopped ${printable(where)}.\n` +
      (guarded
        ? `Nobody has confirmed that: the host takes it back by itself ${ROLLBACK_AFTER} s after it was changed, and at the next boot. Look again then.\n`
        : '') +
      'The plan below goes on from what is there now; podready undo takes back what was done.\n',
  );
}

/** `null` when the run came to its end. */
function whereItStopped({ steps, ended }: RecordedRun): string | null {
  const lost = steps.find(({ status }) => status === 'lost');
  if (lost !== undefined) return `during: ${lost.summary}`;
  const last = steps.at(-1);
  return ended || last === undefined ? null : `after: ${last.summary}`;
}

function hasJournal({ rootJournal, userJournal }: FactStates): boolean {
  return [rootJournal, userJournal].some(
    (state) => state?.state === 'known' && state.value.files.length > 0,
  );
}
