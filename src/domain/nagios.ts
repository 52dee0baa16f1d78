import type { Severity } from '../model/check.ts';
import type { HostReport, Status } from '../model/report.ts';
import { printable } from '../parse/printable.ts';

/** States of a service, as the guidelines for plugins name them. */
export type NagiosState = 'OK' | 'WARNING' | 'CRITICAL' | 'UNKNOWN';

/** The code that a plugin ends with to report a state. */
export const NAGIOS_CODES = {
  OK: 0,
  WARNING: 1,
  CRITICAL: 2,
  UNKNOWN: 3,
} as const satisfies Record<NagiosState, number>;

/**
 * What is said of one host. A failed check of severity error is CRITICAL; a host that was not reached, or a
 * check of severity error that is unknown, UNKNOWN; a failed check of severity warning, WARNING.
 */
export function nagiosStateOf({ error, results }: HostReport): NagiosState {
  const some = (status: Status, severity: Severity): boolean =>
    results.some((one) => one.status === status && one.severity === severity);
  if (some('fail', 'error')) return 'CRITICAL';
  if (error !== null || results.length === 0 || some('unknown', 'error')) return 'UNKNOWN';
  return some('fail', 'warning') ? 'WARNING' : 'OK';
}

/**
 * What is said of several: the worst. UNKNOWN comes before WARNING, and nothing at all is UNKNOWN. CRITICAL
 * comes first: who is called by it finds the hosts that are unknown in the output.
 */
export function worstNagiosState(states: readonly NagiosState[]): NagiosState {
  return WORST_FIRST.find((state) => states.includes(state)) ?? 'UNKNOWN';
}

const WORST_FIRST: readonly NagiosState[] = ['CRITICAL', 'UNKNOWN', 'WARNING', 'OK'];

/** The line that is shown of a plugin. A bar would begin its performance data. */
export function nagiosLine(state: NagiosState, summary: string): string {
  return `PODREADY ${state} - ${escapedForNagios(summary)}`;
}

/** Text in which nothing means something to Nagios. */
export function escapedForNagios(text: string): string {
  return printable(text).replaceAll('|', String.raw`\x7c`);
}
