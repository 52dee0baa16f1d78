import { mergedWaivers, waiversInUse } from '../domain/waivers.ts';
import type { Baseline, Policy } from '../engine/policy.ts';
import type { HostReport, Report } from '../model/report.ts';
import { UsageError } from '../model/usage-error.ts';
import { printable } from '../parse/printable.ts';
import { boundedText } from './bounded-text.ts';
import type { Settings } from './settings.ts';

const MOST_WAIVERS_BYTES = 1024 * 1024;

/**
 * Reads what was decided before: severities, waivers and the baseline. Nothing where there is none. Throws a
 * `UsageError` that names file and line.
 */
export async function readPolicy(
  { severities, waivers, baseline }: Settings,
  now: Date,
): Promise<{ readonly policy?: Policy }> {
  if (severities.size === 0 && waivers === null && baseline === null) return {};
  return {
    policy: {
      severities,
      waivers: waivers === null ? [] : await readWaivers(waivers, now),
      baseline: baseline === null ? null : await readBaseline(baseline),
    },
  };
}

/** What a run says of its waivers and its baseline as a whole. */
export function policyReport(
  policy: Policy | undefined,
  hosts: readonly HostReport[],
  { waivers, only, skip }: Pick<Settings, 'waivers' | 'only' | 'skip'>,
): Pick<Report, 'waivers' | 'baseline'> {
  if (policy === undefined) return {};
  const narrowed = only.length > 0 || skip.length > 0;
  return {
    ...(waivers === null ? {} : { waivers: waiversInUse(policy.waivers, hosts, { narrowed }) }),
    ...(policy.baseline === null ? {} : { baseline: countsOf(policy.baseline, hosts) }),
  };
}

/** What is gone is said only of hosts that were looked at. */
function countsOf(baseline: Baseline, hosts: readonly HostReport[]): Report['baseline'] & {} {
  const seen = hosts.filter(({ error }) => error === null);
  const findings = seen.flatMap(({ results }) => results).flatMap((one) => one.findings);
  const known = findings.filter((one) => one.known).length;
  return { known, new: findings.length - known, gone: baseline.size(seen) - known };
}

/** The same of reports that are merged: each run counted its own findings. */
export function mergedPolicyReport(
  decided: readonly Pick<Report, 'waivers' | 'baseline'>[],
): Pick<Report, 'waivers' | 'baseline'> {
  const waivers = decided.flatMap((one) => (one.waivers === undefined ? [] : [one.waivers]));
  const baselines = decided.flatMap(({ baseline }) => baseline ?? []);
  const sum = (name: 'known' | 'new' | 'gone'): number =>
    baselines.reduce((total, one) => total + one[name], 0);
  return {
    ...(waivers.length === 0 ? {} : { waivers: mergedWaivers(waivers) }),
    ...(baselines.length === 0
      ? {}
      : { baseline: { known: sum('known'), new: sum('new'), gone: sum('gone') } }),
  };
}

async function readWaivers(file: string, now: Date): Promise<Policy['waivers']> {
  const text = await readOr(file, '--waivers', () => boundedText(file, MOST_WAIVERS_BYTES));
  // Loaded only here: most runs waive nothing.
  const [{ parseWaivers }, { waiverAt }] = await Promise.all([
    import('./waivers-file.ts'),
    import('../domain/waivers.ts'),
  ]);
  return parseWaivers(text, file).map((waiver) => ({ waiver, at: waiverAt(waiver, now) }));
}

async function readBaseline(file: string): Promise<Baseline> {
  const [{ loadReports }, { baselineOf }] = await Promise.all([
    import('./report-files.ts'),
    import('../engine/baseline.ts'),
  ]);
  return baselineOf(await readOr(file, '--baseline', () => loadReports([file])));
}

async function readOr<Value>(
  file: string,
  option: string,
  read: () => Promise<Value>,
): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    // What reads reports has named the file.
    const named = why.startsWith(`${file}:`) ? why : `${file}: ${why}`;
    throw new UsageError(printable(`${option} ${named}`), { cause: error });
  }
}
