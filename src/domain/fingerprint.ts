// A hash is a pure function, and no part of the language.
// eslint-disable-next-line @typescript-eslint/no-restricted-imports
import { createHash } from 'node:crypto';
import type { CheckResult, HostReport, ReportedFinding } from '../model/report.ts';

/** One finding of a host with its fingerprint. */
export interface IdentifiedFinding {
  readonly result: CheckResult;
  readonly finding: ReportedFinding;
  /** 16 hex digits: the same for the same fault on the same object, on every host. */
  readonly fingerprint: string;
}

/**
 * The findings of one host, in their order. Findings that name the same object get an ordinal: when
 * one of two is repaired, the one that is left is no new finding.
 */
export function identifyFindings(results: readonly CheckResult[]): readonly IdentifiedFinding[] {
  const seen = new Map<string, number>();
  return results.flatMap((result) =>
    result.findings.map((finding) => {
      const first = findingFingerprint(result.check, finding);
      const ordinal = seen.get(first) ?? 0;
      seen.set(first, ordinal + 1);
      return {
        result,
        finding,
        fingerprint: ordinal === 0 ? first : digest([first, `${ordinal}`]),
      };
    }),
  );
}

/** The fingerprint of a check that could not be decided, on every host. */
export function undecidedFingerprint(check: string): string {
  return digest([check, 'unknown']);
}

/**
 * The same fingerprint for one host and user: one host may be judged for several users.
 * `fingerprint` is that of a finding or of an undecided check; `null` stands for the host itself,
 * which could not be looked at.
 */
export function fingerprintOnHost(
  fingerprint: string | null,
  { host, user }: Pick<HostReport, 'host' | 'user'>,
): string {
  return digest([fingerprint ?? 'unreachable', host, user ?? '']);
}

/**
 * What was found may differ at each look, lines move, and prose is improved from release to release:
 * only the ids and the object remain.
 */
function findingFingerprint(check: string, { messageId, data, evidence }: ReportedFinding): string {
  const where = withoutVolatile(evidence[0]?.where ?? '');
  const named = NAMES.flatMap((name) => {
    const value = data[name];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return digest([check, messageId, where, ...named]);
}

/** Data that names an object, where one file or one kernel table holds many. Changing it is breaking. */
const NAMES = [
  'bridge',
  'directive',
  'family',
  'key',
  'name',
  'network',
  'other',
  'port',
  'registry',
  'unit',
] as const;

/** Numbers that are given anew by each process, session or update of the kernel. */
function withoutVolatile(where: string): string {
  return where
    .replace(/^\/proc\/\d+(?=\/|$)/u, '/proc/PID')
    .replace(/^session-\w+\.scope$/u, 'session-ID.scope')
    .replace(/^(?<modules>(?:\/usr)?\/lib\/modules)\/[^/]+/u, '$<modules>/RELEASE');
}

/** A list as JSON is unambiguous: no part can run into the next. */
function digest(parts: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify(['podready', 1, ...parts]))
    .digest('hex')
    .slice(0, 16);
}
