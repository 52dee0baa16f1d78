import {
  NAGIOS_CODES,
  type NagiosState,
  nagiosStateOf,
  worstNagiosState,
} from '../domain/nagios.ts';
import type { Severity } from '../model/check.ts';
import type { CauseState } from '../engine/diagnose.ts';
import type { CheckResult, HostReport } from '../model/report.ts';

/** Every code that podready ends with. They are API: see docs/exit-codes.md. */
export const EXIT = {
  ready: 0,
  findings: 1,
  usage: 2,
  couldNotLook: 3,
  warnings: 4,
  fixFailed: 5,
  planHasChanges: 6,
  defect: 70,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What the user asked the code to depend on. */
export interface ExitPolicy {
  readonly failOn: Severity;
  readonly warnExit: boolean;
  readonly strict: boolean;
  readonly detailedExitcode: boolean;
}

/** What happened on one host, as far as the code depends on it. */
export interface HostOutcome {
  readonly report: HostReport;
  /**
   * Ids of the checks of which at least one has to pass or fail: those that answer whether
   * containers run there at all. Empty when the user selected something narrower.
   */
  readonly deciding: ReadonlySet<string>;
  /** A step of a fix failed, what it repaired is still there, or the plan is not the saved one. */
  readonly fixFailed: boolean;
  /** A plan that was shown and not applied has steps. */
  readonly planHasChanges: boolean;
  /** Ids of the failed checks that such a plan would repair. */
  readonly wouldRepair: ReadonlySet<string>;
}

/** Everything that the exit code depends on. */
export interface RunOutcome {
  readonly policy: ExitPolicy;
  readonly hosts: readonly HostOutcome[];
  /** A report could not be written where `-o` or a redirection wanted it. */
  readonly outputFailed: boolean;
  readonly interruptedBy: 'SIGINT' | 'SIGTERM' | null;
}

/** The one place that decides how podready ends after it looked at hosts. */
export function exitCodeOf(outcome: RunOutcome): ExitCode {
  if (outcome.interruptedBy !== null) return exitCodeOfSignal(outcome.interruptedBy);
  const applies: Readonly<Record<(typeof PRECEDENCE)[number], boolean>> = {
    usage: outcome.outputFailed,
    fixFailed: outcome.hosts.some(({ fixFailed }) => fixFailed),
    couldNotLook:
      outcome.hosts.length === 0 || outcome.hosts.some((host) => isUndecided(host, outcome.policy)),
    findings: outcome.hosts.some((host) => hasFindings(host, outcome.policy)),
    planHasChanges:
      outcome.policy.detailedExitcode && outcome.hosts.some((host) => host.planHasChanges),
    warnings: outcome.policy.warnExit && outcome.hosts.some(hasWarnings),
  };
  return EXIT[PRECEDENCE.find((name) => applies[name]) ?? 'ready'];
}

/** How a Nagios plugin ends. What podready itself could not do is UNKNOWN as well. */
export function nagiosCodeOf(outcome: RunOutcome): ExitCode {
  if (outcome.interruptedBy !== null) return exitCodeOfSignal(outcome.interruptedBy);
  if (outcome.outputFailed) return NAGIOS_CODES.UNKNOWN;
  const states = outcome.hosts.flatMap((host): readonly NagiosState[] => [
    nagiosStateOf(host.report),
    ...(isUndecided(host, outcome.policy) ? (['UNKNOWN'] as const) : []),
  ]);
  return NAGIOS_CODES[worstNagiosState(states)];
}

/** Several at once: the first of these is the code. */
const PRECEDENCE = [
  'usage',
  'fixFailed',
  'couldNotLook',
  'findings',
  'planHasChanges',
  'warnings',
] as const;

/** After collecting: a bundle in which hosts are missing is written all the same. */
export function exitCodeOfCollect({
  complete,
  outputFailed,
  interruptedBy,
}: Pick<RunOutcome, 'outputFailed' | 'interruptedBy'> & {
  /** All hosts could be looked at. */
  readonly complete: boolean;
}): ExitCode {
  if (interruptedBy !== null) return exitCodeOfSignal(interruptedBy);
  if (outputFailed) return EXIT.usage;
  return complete ? EXIT.ready : EXIT.couldNotLook;
}

/** After comparing, as diff(1) has it. A host that could not be looked at is neither equal nor different. */
export function exitCodeOfDiff({
  equal,
  reached,
  outputFailed,
}: Pick<RunOutcome, 'outputFailed'> & {
  readonly equal: boolean;
  readonly reached: boolean;
}): ExitCode {
  if (outputFailed) return EXIT.usage;
  if (!reached) return EXIT.couldNotLook;
  return equal ? EXIT.ready : EXIT.findings;
}

/** What an error message turned out to be. */
export interface WhyOutcome {
  readonly isKnown: boolean;
  /** States of its causes on the host; none when no host was asked. */
  readonly states: ReadonlySet<CauseState>;
  readonly outputFailed: boolean;
  readonly interruptedBy: RunOutcome['interruptedBy'];
}

/** How `why` ends. A cause that is confirmed answers the question, whatever else is undecided. */
export function exitCodeOfWhy(outcome: WhyOutcome): ExitCode {
  if (outcome.interruptedBy !== null) return exitCodeOfSignal(outcome.interruptedBy);
  if (outcome.outputFailed) return EXIT.usage;
  if (!outcome.isKnown) return EXIT.couldNotLook;
  if (outcome.states.has('confirmed')) return EXIT.findings;
  return outcome.states.has('undecided') ? EXIT.couldNotLook : EXIT.ready;
}

/** What `history` or `undo` found, and did, on one host. */
export interface JournalOutcome {
  /** The host was reached, and its journals were read. */
  readonly isRead: boolean;
  /** A step of the undo failed, or was refused. */
  readonly failed: boolean;
}

/** How `history` and `undo` end. */
export function exitCodeOfJournals({
  hosts,
  outputFailed,
  interruptedBy,
}: Pick<RunOutcome, 'outputFailed' | 'interruptedBy'> & {
  readonly hosts: readonly JournalOutcome[];
}): ExitCode {
  if (interruptedBy !== null) return exitCodeOfSignal(interruptedBy);
  if (outputFailed) return EXIT.usage;
  if (hosts.some(({ failed }) => failed)) return EXIT.fixFailed;
  return hosts.every(({ isRead }) => isRead) ? EXIT.ready : EXIT.couldNotLook;
}

/** The code of a run that a signal ended. */
export function exitCodeOfSignal(signal: 'SIGINT' | 'SIGTERM'): ExitCode {
  return signal === 'SIGINT' ? EXIT.interrupted : EXIT.terminated;
}

/** "Could not look" is never read as ready. */
function isUndecided({ report, deciding }: HostOutcome, { strict }: ExitPolicy): boolean {
  if (report.error !== null) return true;
  const { results } = report;
  const least: Severity = strict ? 'warning' : 'error';
  if (results.some((one) => one.status === 'unknown' && atLeast(one.severity, least))) return true;
  if (results.every(({ status }) => status === 'unknown')) return true;
  const answers = results.filter(({ check }) => deciding.has(check));
  return deciding.size > 0 && !answers.some(isAnswered);
}

/** Whether one result alone would not let a run end with 0. */
export function keepsFromPassing(
  { status, severity, accepted }: CheckResult,
  { failOn, warnExit, strict }: ExitPolicy,
): boolean {
  if (status === 'unknown') return atLeast(severity, strict ? 'warning' : 'error');
  const isWarning = warnExit && atLeast(severity, 'warning');
  return status === 'fail' && accepted === undefined && (isWarning || atLeast(severity, failOn));
}

function isAnswered({ status }: CheckResult): boolean {
  return status === 'pass' || status === 'fail';
}

function hasFindings({ report, wouldRepair }: HostOutcome, policy: ExitPolicy): boolean {
  return report.results.some(
    (one) =>
      one.status === 'fail' &&
      one.accepted === undefined &&
      atLeast(one.severity, policy.failOn) &&
      !(policy.detailedExitcode && isRepaired(one, wouldRepair)),
  );
}

/** With `--detailed-exitcode`, what the plan repairs is a change, and what it leaves a finding. */
function isRepaired(result: CheckResult, wouldRepair: ReadonlySet<string>): boolean {
  return (
    wouldRepair.has(result.check) ||
    (result.explainedBy !== null && wouldRepair.has(result.explainedBy))
  );
}

function hasWarnings({ report }: HostOutcome): boolean {
  return report.results.some(
    ({ status, severity }) => status === 'fail' && atLeast(severity, 'warning'),
  );
}

function atLeast(severity: Severity, least: Severity): boolean {
  return RANK[severity] >= RANK[least];
}

const RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };
