import type { AnyCheck } from '../model/check.ts';
import type { NeedName, Needs } from '../model/need.ts';
import type { CheckResult, HostReport } from '../model/report.ts';
import { type Cause, isChecked } from '../model/symptom.ts';
import type { SymptomMatch } from '../domain/symptom-match.ts';

/** One possible cause of a message. */
export interface PossibleCause {
  /** Id of the symptom that it belongs to. */
  readonly symptom: string;
  readonly cause: Cause;
}

/** `by-hand` is one that no check decides about. */
export type CauseState = 'confirmed' | 'undecided' | 'ruled-out' | 'by-hand';

/** One possible cause, and what a host says about it. */
export interface JudgedCause extends PossibleCause {
  readonly state: CauseState;
  /** What the check said; nothing where it was not asked. */
  readonly result: CheckResult | null;
  /** Why it could not be decided. */
  readonly undecidedBecause: string | null;
}

/** The causes of all symptoms, the likeliest symptom first. What several have in common counts once. */
export function causesOf(matches: readonly SymptomMatch[]): readonly PossibleCause[] {
  const seen = new Set<string>();
  return matches
    .flatMap(({ symptom }) => symptom.causes.map((cause) => ({ symptom: symptom.id, cause })))
    .filter(({ cause }) => {
      const key = isChecked(cause) ? cause.check : cause.byHand;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

/** Ids of the checks that decide between causes. */
export function decidingChecks(causes: readonly PossibleCause[]): readonly string[] {
  return causes.flatMap(({ cause }) => (isChecked(cause) ? [cause.check] : []));
}

/** The needs under which checks say what they know, beside those asked for and those of every host. */
export function needsToDecide(checks: readonly AnyCheck[], asked: Needs, message: string): Needs {
  const more = checks
    .filter(({ meta }) => !meta.needs.includes('run'))
    .map(({ meta }) => meta.needs[0]);
  const names = new Set<NeedName>([...asked.names, ...more]);
  const ports = names.has('publish') ? [...asked.ports, ...portsIn(message)] : asked.ports;
  return { names, ports: [...new Set(ports)].toSorted((a, b) => a - b) };
}

/** The ports that a message names: `port 80`, `0.0.0.0:80: bind`. */
function portsIn(message: string): readonly number[] {
  const found = message.matchAll(/\bport (?:\*\/)?(?<word>\d{1,5})\b|:(?<tail>\d{1,5}): bind\b/gu);
  return [...found]
    .map(({ groups }) => Number(groups?.['word'] ?? groups?.['tail']))
    .filter((port) => port >= 1 && port <= 65_535);
}

/** What the checks of a host say about the causes; those that they confirm first, then those left open. */
export function judgeCauses(
  causes: readonly PossibleCause[],
  { results, needs }: Pick<HostReport, 'results' | 'needs'>,
): readonly JudgedCause[] {
  const judged = causes.map((one) => judgeCause(one, results, needs));
  return judged.toSorted((a, b) => rank(a) - rank(b));
}

/** A cause that another one explains comes after those that nothing explains. */
function rank({ state, result }: JudgedCause): number {
  const isConsequence = result !== null && result.explainedBy !== null;
  return ORDER[state] + (isConsequence ? 0.5 : 0);
}

const ORDER: Readonly<Record<CauseState, number>> = {
  confirmed: 0,
  undecided: 1,
  'by-hand': 2,
  'ruled-out': 3,
};

function judgeCause(
  one: PossibleCause,
  results: readonly CheckResult[],
  needs: HostReport['needs'],
): JudgedCause {
  const { cause } = one;
  if (!isChecked(cause)) {
    return { ...one, state: 'by-hand', result: null, undecidedBecause: null };
  }
  const result = results.find(({ check }) => check === cause.check) ?? null;
  const undecidedBecause = whyUndecided(result, needs);
  if (undecidedBecause !== null) return { ...one, state: 'undecided', result, undecidedBecause };
  const isConfirmed =
    result?.status === 'fail' &&
    (cause.messageId === undefined ||
      result.findings.some(({ messageId }) => messageId === cause.messageId));
  return { ...one, state: isConfirmed ? 'confirmed' : 'ruled-out', result, undecidedBecause: null };
}

function whyUndecided(result: CheckResult | null, needs: HostReport['needs']): string | null {
  if (result === null) return 'the host was not looked at';
  if (result.status === 'unknown') return result.because;
  // Without a port the question was not asked: that rules nothing out.
  return result.because === NO_PORT && needs.includes('publish')
    ? 'the message names no port; add --need publish:PORT'
    : null;
}

/** What the checks of published ports say when they were given none. */
const NO_PORT = 'no port is to be published';
