import { randomBytes } from 'node:crypto';
import type { SudoMode } from '../gather/script.ts';
import type { FollowUp, Step } from '../model/fix.ts';
import type { StepStatus } from '../model/journal.ts';
import type { Transport } from '../transport/transport.ts';
import { applyGuarded } from './guard.ts';
import { isGuarded } from './guard-step.ts';
import { type ChangingFix, type HostPlan, isChanging } from './plan.ts';
import type { StepRecord } from './step-frames.ts';
import type { StepPlace } from './step-journal.ts';
import { runStepScript, type StepRunner } from './step-session.ts';

export interface ApplyOptions {
  /** Id of the run, for the journals of the host. */
  readonly run: string;
  readonly sudo: SudoMode;
  /** The target user; empty for whoever logs in. */
  readonly user: string;
  /** Asks for the password of sudo on this host, once; only called with `sudo: 'ask'`. */
  readonly askPassword?: (host: string) => Promise<string>;
  /** Asked before each step: `true` ends the run, and the step before it was the last. */
  readonly stopRequested?: () => boolean;
  readonly onEvent?: (event: ApplyEvent) => void;
}

/** For progress; results say the same once more. */
export type ApplyEvent =
  | { readonly kind: 'fix'; readonly fix: string; readonly steps: number }
  | { readonly kind: 'step'; readonly fix: string; readonly step: Step }
  /** Another run changes the host; the step comes after it. */
  | { readonly kind: 'waiting'; readonly fix: string; readonly step: Step; readonly for: string }
  | { readonly kind: 'step-end'; readonly fix: string; readonly result: StepResult }
  | { readonly kind: 'fix-end'; readonly fix: string; readonly result: FixResult };

export interface StepResult {
  readonly step: Step;
  readonly status: StepStatus;
  readonly exitCode: number | null;
  /** One sentence for a person when the status is neither `done` nor `already`. */
  readonly because: string | null;
  /** The last lines that its programs printed. */
  readonly output: string;
  readonly milliseconds: number;
}

export interface FixResult {
  readonly fix: string;
  /** `skipped`: a fix that it comes after failed. `stopped`: the user asked to stop. */
  readonly status: 'applied' | 'failed' | 'skipped' | 'stopped';
  readonly because: string | null;
  readonly steps: readonly StepResult[];
  readonly afterwards: readonly FollowUp[];
}

export interface ApplyResult {
  /** One for every fix of the plan that has steps, in order. */
  readonly fixes: readonly FixResult[];
  /** The user asked to stop before all was done. */
  readonly stopped: boolean;
}

/**
 * Applies the changing fixes of a plan to one host, a step at a time. A step that fails ends its fix;
 * fixes that do not come after it go on. What cannot be reached is a failed step.
 */
export async function applyPlan(
  transport: Transport,
  plan: HostPlan,
  options: ApplyOptions,
): Promise<ApplyResult> {
  const fixes = plan.fixes.filter(isChanging);
  const last = fixes.at(-1)?.plan.steps.at(-1);
  const runner = runnerOf(transport, options);
  const run: Run = { transport, options, last, runner, stopped: false };
  const results: FixResult[] = [];
  for (const fix of fixes) {
    options.onEvent?.({ kind: 'fix', fix: fix.id, steps: fix.plan.steps.length });
    const result = await applyFix(run, fix, results);
    results.push(result);
    options.onEvent?.({ kind: 'fix-end', fix: fix.id, result });
  }
  return { fixes: results, stopped: run.stopped };
}

/** A name for a run that begins at this time: it sorts by time, and no two runs share it. */
export function newRunId(now: Date): string {
  const time = now.toISOString().replace(/\.\d+Z$/u, 'Z');
  return `${time.replaceAll(/[:-]/gu, '')}-${randomBytes(3).toString('hex')}`;
}

/** Whether a step left the host as it should be. */
export function succeeded({ status }: Pick<StepResult, 'status'>): boolean {
  return status === 'done' || status === 'already';
}

interface Run {
  readonly transport: Transport;
  readonly options: ApplyOptions;
  /** The last step of the plan. */
  readonly last: Step | undefined;
  readonly runner: StepRunner;
  stopped: boolean;
}

function runnerOf({ target }: Transport, { sudo, user, askPassword }: ApplyOptions): StepRunner {
  // Kept only here.
  let password: string | null = null;
  const ask = async (): Promise<string> => (password ??= (await askPassword?.(target)) ?? '');
  return { sudo, user, password: ask };
}

async function applyFix(
  run: Run,
  fix: ChangingFix,
  earlier: readonly FixResult[],
): Promise<FixResult> {
  const failed = earlier.find((one) => fix.after.includes(one.fix) && one.status !== 'applied');
  if (failed !== undefined) {
    return ended(fix, 'skipped', `it comes after ${failed.fix}, which was not applied`, []);
  }
  const steps: StepResult[] = [];
  for (const [index, step] of fix.plan.steps.entries()) {
    run.stopped ||= run.options.stopRequested?.() ?? false;
    if (run.stopped) return ended(fix, 'stopped', 'stopped on request', steps);
    const result = await applyStep(run, fix.id, step, index);
    steps.push(result);
    if (!succeeded(result)) return ended(fix, 'failed', result.because ?? result.status, steps);
  }
  return ended(fix, 'applied', null, steps);
}

/** Follow-ups count as soon as something was changed, also when a later step failed. */
function ended(
  { id, plan }: ChangingFix,
  status: FixResult['status'],
  because: string | null,
  steps: readonly StepResult[],
): FixResult {
  const changed = steps.some((one) => one.status === 'done');
  return { fix: id, status, because, steps, afterwards: changed ? plan.afterwards : [] };
}

async function applyStep(run: Run, fix: string, step: Step, index: number): Promise<StepResult> {
  const { run: id, onEvent } = run.options;
  onEvent?.({ kind: 'step', fix, step });
  const begun = performance.now();
  const [at, last] = [new Date().toISOString(), step === run.last];
  const record = await runStep(run, step, { run: id, fix, index, at, last });
  const result: StepResult = {
    step,
    ...record,
    milliseconds: Math.round(performance.now() - begun),
  };
  onEvent?.({ kind: 'step-end', fix, result });
  return result;
}

async function runStep(
  { transport, runner, options }: Run,
  step: Step,
  place: StepPlace,
): Promise<StepRecord> {
  const onWaiting = (holder: string): void =>
    options.onEvent?.({ kind: 'waiting', fix: place.fix, step, for: holder });
  if (step.guard === undefined) {
    const work = { step, place, seconds: secondsFor(step), onWaiting };
    return await runStepScript(transport, runner, work);
  }
  if (isGuarded(step)) {
    const rollbackRun = newRunId(new Date());
    return await applyGuarded(transport, runner, step, { place, rollbackRun, onWaiting });
  }
  throw new Error(`podready has no guard for a step of kind ${step.kind}`);
}

/** A package manager may download; what a limit ends goes on alone on the host. */
function secondsFor({ kind }: Step): number {
  return kind === 'install-package' || kind === 'remove-packages' ? 1800 : 180;
}
