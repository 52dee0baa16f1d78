import type { HostReport } from '../model/report.ts';
import type { Selection } from '../engine/select.ts';
import { exitCodeOf, type ExitCode, type HostOutcome, nagiosCodeOf } from './exit-codes.ts';
import type { Context } from './context.ts';

/** What the exit code depends on for one host that was looked at. */
export function outcomeOf(
  report: HostReport,
  selection: Selection,
  { settings }: Pick<Context, 'settings'>,
  more: Partial<HostOutcome> = {},
): HostOutcome {
  return {
    report,
    deciding: settings.only.length > 0 ? new Set() : deciding(report, selection),
    fixFailed: false,
    planHasChanges: false,
    wouldRepair: new Set(),
    ...more,
  };
}

/** The code of a whole run. */
export function judge(
  hosts: readonly HostOutcome[],
  { settings, interruption }: Pick<Context, 'settings' | 'interruption'>,
  outputFailed: boolean,
): ExitCode {
  const codeOf = settings.nagiosExit ? nagiosCodeOf : exitCodeOf;
  return codeOf({
    policy: settings.exit,
    hosts,
    outputFailed,
    interruptedBy: interruption.by,
  });
}

/** The checks that answer whether containers run: for root, `rootful` takes the place of `run`. */
export function deciding({ needs }: HostReport, { checks }: Selection): ReadonlySet<string> {
  const need = needs.includes('run') ? 'run' : 'rootful';
  return new Set(checks.filter(({ meta }) => meta.needs.includes(need)).map(({ meta }) => meta.id));
}
