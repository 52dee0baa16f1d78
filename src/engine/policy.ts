import { waiverFor } from '../domain/waivers.ts';
import type { Severity } from '../model/check.ts';
import type { CheckResult, HostReport, ReportedFinding, ReportedWaiver } from '../model/report.ts';
import type { Waiver } from '../model/waiver.ts';

/** What somebody decided about findings before they were found. */
export interface Policy {
  /** Severities in the place of those of the checks, by id. */
  readonly severities: ReadonlyMap<string, Severity>;
  /** Each with what it is at this moment. */
  readonly waivers: readonly { readonly waiver: Waiver; readonly at: ReportedWaiver }[];
  readonly baseline: Baseline | null;
}

/** The findings of an earlier report. */
export interface Baseline {
  /** Those of this host that the earlier report has too. */
  readonly known: (
    host: Pick<HostReport, 'host' | 'user'>,
    results: readonly CheckResult[],
  ) => ReadonlySet<ReportedFinding>;
  /** Findings that it holds of these hosts, by fingerprint. */
  readonly size: (hosts: readonly Pick<HostReport, 'host' | 'user'>[]) => number;
}

/**
 * Makes notes of failures that are waived, or of which every finding is in the baseline. It is done before
 * causes are sought: a note explains no error, so what follows from a waived failure still counts. What is
 * unknown stays unknown, and the verdict is about the host: it is what it would be without all this.
 */
export function accept(
  results: readonly CheckResult[],
  host: Pick<HostReport, 'host' | 'user'>,
  { waivers, baseline }: Policy,
): readonly CheckResult[] {
  const known = baseline?.known(host, results) ?? new Set<ReportedFinding>();
  return results.map((result) => {
    const waiver = waiverFor(result, host.host, waivers)?.at;
    const findings = result.findings.map((one): ReportedFinding =>
      known.has(one) ? { ...one, known: true } : one,
    );
    const judged = { ...result, findings, ...(waiver === undefined ? {} : { waiver }) };
    const by = acceptedBy(judged);
    if (by === null) return judged;
    return { ...judged, severity: 'info', accepted: { by, severity: result.severity } };
  });
}

/** The result as it was found: what the verdict is about. */
export function withoutAcceptance(result: CheckResult): CheckResult {
  const { accepted } = result;
  return accepted === undefined ? result : { ...result, severity: accepted.severity };
}

function acceptedBy({
  status,
  waiver,
  findings,
}: Pick<CheckResult, 'status' | 'waiver' | 'findings'>): 'waiver' | 'baseline' | null {
  if (status !== 'fail') return null;
  if (waiver !== undefined && waiver.state !== 'expired') return 'waiver';
  return findings.length > 0 && findings.every(({ known }) => known) ? 'baseline' : null;
}
