import {
  fingerprintOnHost,
  identifyFindings,
  undecidedFingerprint,
} from '../../src/domain/fingerprint.ts';
import type { Evidence, Severity } from '../../src/model/check.ts';
import type { CheckResult, HostError, HostReport, Report } from '../../src/model/report.ts';

interface ProblemOfHost {
  readonly host: HostReport;
  /** The same in every run; no two problems of a report have the same. */
  readonly fingerprint: string;
}

/** One finding of a failed check. */
export interface FindingProblem extends ProblemOfHost {
  readonly kind: 'finding';
  readonly result: CheckResult;
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** The report given as baseline has it too. */
  readonly known: boolean;
}

/** A check that could not be decided. */
export interface UndecidedProblem extends ProblemOfHost {
  readonly kind: 'undecided';
  readonly result: CheckResult;
}

/** A host that could not be looked at. */
export interface UnreachedProblem extends ProblemOfHost {
  readonly kind: 'unreached';
  readonly error: HostError;
}

/** Something of a report that is not as it should be, or that nobody knows. */
export type Problem = FindingProblem | UndecidedProblem | UnreachedProblem;

/** All that a report has to say beyond "passed" and "does not apply", for formats that list problems. */
export function problemsOf({ hosts }: Report): readonly Problem[] {
  const seen = new Map<string, number>();
  const once = (fingerprint: string): string => {
    const earlier = seen.get(fingerprint) ?? 0;
    seen.set(fingerprint, earlier + 1);
    return earlier === 0 ? fingerprint : `${fingerprint}-${earlier + 1}`;
  };
  return hosts
    .flatMap((host) => problemsOfHost(host))
    .map((problem) => ({ ...problem, fingerprint: once(problem.fingerprint) }));
}

function problemsOfHost(host: HostReport): readonly Problem[] {
  if (host.error !== null) {
    const fingerprint = fingerprintOnHost(null, host);
    return [{ kind: 'unreached', host, error: host.error, fingerprint }];
  }
  const findings = identifyFindings(host.results).map(
    ({ result, finding: { message, evidence, known }, fingerprint }): FindingProblem => ({
      kind: 'finding',
      host,
      result,
      message,
      evidence,
      known: known === true,
      fingerprint: fingerprintOnHost(fingerprint, host),
    }),
  );
  const undecided = host.results
    .filter(({ status }) => status === 'unknown')
    .map((result): UndecidedProblem => ({
      kind: 'undecided',
      host,
      result,
      fingerprint: fingerprintOnHost(undecidedFingerprint(result.check), host),
    }));
  return [...findings, ...undecided];
}

/** How bad it is. That a host could not be looked at is never less than an error. */
export function severityOf(problem: Problem): Severity {
  return problem.kind === 'unreached' ? 'error' : problem.result.severity;
}
