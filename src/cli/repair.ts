import process from 'node:process';
import { type ApplyResult, applyPlan } from '../engine/apply.ts';
import { checkHost, unreachable } from '../engine/check-host.ts';
import type { FleetHost } from '../engine/fleet.ts';
import { journalFolder, openJournal, unfinishedRuns } from '../engine/journal.ts';
import { hasChanges, type HostPlan, isChanging, needsRoot, withoutRoot } from '../engine/plan.ts';
import type { GatherOptions } from '../gather/gather.ts';
import type { HostReport } from '../model/report.ts';
import { printable } from '../parse/printable.ts';
import type { Transport } from '../transport/transport.ts';
import { consentTo } from './consent.ts';
import type { Context } from './context.ts';
import type { FixSelection } from './fix-selection.ts';
import type { Looked } from './look.ts';
import { planOf } from './planned.ts';
import { administratorText } from './ui/administrator-text.ts';
import { applyText, stepText } from './ui/apply-text.ts';
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
  let state: State = { looked, tried: new Set(), failed: false, waits: false };
  await announceUnfinished(request);
  await using connection = new Connection(request.host);
  const passes = request.asSaved ? 1 : MOST_PASSES;
  for (let pass = 0; pass < passes; pass++) {
    const plan = await agreedPlan(state, pass, request);
    if (plan === null) break;
    const before = state;
    state = await applyAndLook(before, plan, connection, request);
    if (state.looked.checked === undefined || request.context.interruption.by !== null) break;
  }
  return { ...state, report: state.looked.report };
}

interface State {
  readonly looked: Looked;
  readonly tried: ReadonlySet<string>;
  readonly failed: boolean;
  readonly waits: boolean;
}

/** The connection for what is changed, made when the first change is agreed to. */
class Connection implements AsyncDisposable {
  readonly #host: FleetHost;
  #transport: Transport | undefined;

  constructor(host: FleetHost) {
    this.#host = host;
  }

  async open(): Promise<Transport> {
    this.#transport ??= await this.#host.connect();
    return this.#transport;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#transport?.[Symbol.asyncDispose]();
  }
}

/** The part of the plan that the user agrees to; `null` when nothing is to be applied. */
async function agreedPlan(
  { looked, tried }: State,
  pass: number,
  request: RepairRequest,
): Promise<HostPlan | null> {
  const { selected, context } = request;
  const planned = planOf(looked, selected);
  if (planned === undefined) return null;
  const { settings, terminal } = context;
  const { report } = looked;
  const rest = { ...planned, fixes: planned.fixes.filter(({ id }) => !tried.has(id)) };
  const noRoot = report.gathered?.privilege === 'none' && !mayAskForRoot(request);
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

async function applyAndLook(
  state: State,
  plan: HostPlan,
  connection: Connection,
  request: RepairRequest,
): Promise<State> {
  const { host, selected, context } = request;
  const gather = escalated(request, state, plan);
  const tried = new Set([...state.tried, ...plan.fixes.filter(isChanging).map(({ id }) => id)]);
  try {
    const transport = await connection.open();
    const result = await applyOn(transport, plan, { ...request, gather });
    const needs = context.settings.needs;
    const checked = await checkHost(transport, selected.selection, needs, gather);
    const looked: Looked = { checked, report: { ...checked.report, host: host.name } };
    const remains = stillThere(result, plan, looked.report);
    for (const check of remains) context.terminal.writeErr(`${check} still fails\n`);
    const waits = result.fixes.some(({ afterwards }) => afterwards.length > 0);
    const failed = remains.length > 0 || result.fixes.some(({ status }) => status === 'failed');
    return { looked, tried, waits: state.waits || waits, failed: state.failed || failed };
  } catch (error) {
    // What was applied could not be seen to work.
    const report = reportOf(error, state, request);
    return { looked: { report, checked: undefined }, tried, waits: state.waits, failed: true };
  }
}

/** A journal that cannot be written ends the repair; the host is as it was last seen. */
function reportOf(error: unknown, { looked }: State, { host, context }: RepairRequest): HostReport {
  if (!isSystemError(error)) return unreachable(host, context.settings.needs, error);
  context.terminal.writeErr(`error: the journal cannot be written: ${error.message}\n`);
  return looked.report;
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}

/** A person who is there can be asked for the password that the plan turned out to need. */
function escalated(request: RepairRequest, { looked }: State, plan: HostPlan): GatherOptions {
  const { gather, askPassword } = request;
  const ask =
    mayAskForRoot(request) &&
    plan.fixes.filter(isChanging).some(needsRoot) &&
    looked.report.gathered?.privilege === 'none';
  return ask && askPassword !== undefined ? { ...gather, sudo: 'ask', askPassword } : gather;
}

/** Root that was not had for looking may be had for changing. */
function mayAskForRoot({ gather, askPassword, context }: RepairRequest): boolean {
  return gather.sudo === 'auto' && askPassword !== undefined && context.settings.yes === null;
}

async function applyOn(
  transport: Transport,
  plan: HostPlan,
  { gather, context }: RepairRequest,
): Promise<ApplyResult> {
  const { settings, terminal, interruption } = context;
  const options = { color: terminal.colorOfOut(settings.color), width: terminal.columns };
  await using journal = await openJournal(journalFolder(process.env), transport.target);
  if (settings.debug) terminal.writeErr(`debug: journal ${journal.path}\n`);
  interruption.mode = 'after-step';
  try {
    const result = await applyPlan(transport, plan, {
      journal,
      sudo: gather.sudo,
      user: gather.user,
      ...(gather.askPassword === undefined ? {} : { askPassword: gather.askPassword }),
      stopRequested: () => interruption.by !== null,
      onEvent: (event) => {
        if (event.kind === 'step-end') void terminal.writeOut(stepText(event.result, options));
      },
    });
    await terminal.writeOut(`${applyText(result, options)}\n`);
    return result;
  } finally {
    interruption.mode = 'at-once';
  }
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

async function announceUnfinished({ host, context }: RepairRequest): Promise<void> {
  const [last] = await unfinishedRuns(journalFolder(process.env), host.name);
  if (last === undefined) return;
  const where =
    last.step === null ? 'between two steps' : `during: ${printable(last.step.summary)}`;
  context.terminal.writeErr(
    `An earlier fix of ${printable(host.name)} did not come to its end; it stopped ${where}.\n` +
      'The plan below goes on from what is there now.\n',
  );
}
