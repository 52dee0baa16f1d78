import { fingerprintOnHost, identifyFindings } from '../domain/fingerprint.ts';
import type { HostReport, Report } from '../model/report.ts';
import type { Baseline } from './policy.ts';

/** The findings of a saved report, by host, user and fingerprint. */
export function baselineOf({ hosts }: Pick<Report, 'hosts'>): Baseline {
  const known = new Map<string, ReadonlySet<string>>();
  for (const host of hosts) {
    const earlier = known.get(keyOf(host)) ?? [];
    const here = identifyFindings(host.results).map((one) =>
      fingerprintOnHost(one.fingerprint, host),
    );
    known.set(keyOf(host), new Set([...earlier, ...here]));
  }
  return {
    known: (host, results) =>
      new Set(
        identifyFindings(results)
          .filter((one) => known.get(keyOf(host))?.has(fingerprintOnHost(one.fingerprint, host)))
          .map(({ finding }) => finding),
      ),
    size: (asked) => {
      const keys = new Set(asked.map(keyOf));
      return [...keys].reduce((sum, key) => sum + (known.get(key)?.size ?? 0), 0);
    },
  };
}

/** One host may have been judged for several users. */
function keyOf({ host, user }: Pick<HostReport, 'host' | 'user'>): string {
  return JSON.stringify([host, user]);
}
