import { checks as all } from '../../checks/index.ts';
import type { NeedName } from '../model/need.ts';
import type { AfterReboot, CheckResult } from '../model/report.ts';
import type { Selection } from './select.ts';

/** Containers and the socket are what is to be there again. */
const ALSO: ReadonlySet<NeedName> = new Set(['run', 'rootful', 'api']);

/**
 * Whether what was asked for works after a reboot with nobody logged in: `undefined` when `boot` was not
 * asked for, or when not every check of it was selected. What only warns of today may decide then, such as
 * a socket that listens and is not enabled.
 */
export function afterReboot(
  { checks }: Selection,
  results: readonly CheckResult[],
  needs: ReadonlySet<NeedName>,
): AfterReboot | undefined {
  const selected = new Set(checks);
  const ofBoot = all.filter(({ meta }) => meta.needs.includes('boot'));
  if (!needs.has('boot') || !ofBoot.every((check) => selected.has(check))) return undefined;
  const boot = new Set(ofBoot.map(({ meta }) => meta.id));
  const now = new Set(
    checks
      .filter(({ meta }) => meta.needs.some((need) => ALSO.has(need) && needs.has(need)))
      .map(({ meta }) => meta.id),
  );
  const counts = ({ check, severity }: CheckResult): boolean =>
    severity === 'error'
      ? boot.has(check) || now.has(check)
      : severity === 'warning' && boot.has(check);
  const relevant = results.filter(counts);
  const failed = relevant.filter(({ status }) => status === 'fail');
  if (failed.length > 0) return { verdict: 'not-ready', checks: causesOf(failed) };
  const open = relevant.filter(({ status }) => status === 'unknown');
  return open.length > 0
    ? { verdict: 'unknown', checks: open.map(({ check }) => check) }
    : { verdict: 'ready', checks: [] };
}

/** Consequences are named by their cause, once. */
function causesOf(failed: readonly CheckResult[]): readonly string[] {
  return [...new Set(failed.map(({ check, explainedBy }) => explainedBy ?? check))];
}
