import {
  escapedForNagios,
  nagiosLine,
  type NagiosState,
  nagiosStateOf,
  worstNagiosState,
} from '../src/domain/nagios.ts';
import type { HostReport, Renderer, Report } from '../src/model/report.ts';
import type { TextOptions } from './text.ts';
import { acceptanceOf } from './shared/acceptance.ts';
import { notReached } from './shared/statement.ts';
import { verdict } from './text/headline.ts';

/**
 * The output of a Nagios plugin: one line with performance data, then a line for every host and every root
 * cause. https://www.monitoring-plugins.org/doc/guidelines.html
 */
export const nagios = {
  format: 'nagios',
  render({ hosts }: Report, options: TextOptions): string {
    const judged = hosts.map((host) => ({ host, state: nagiosStateOf(host) }));
    const state = worstNagiosState(judged.map((one) => one.state));
    const [only] = hosts;
    const goal = options.narrowed === true ? 'passed the selected checks' : 'are ready';
    const summary =
      only !== undefined && hosts.length === 1
        ? sentence(only, options)
        : `${count(judged, 'OK') + count(judged, 'WARNING')} of ${hosts.length} hosts ${goal}`;
    const details = ORDER.flatMap((one) =>
      judged.filter((other) => other.state === one).flatMap((other) => detailsOf(other, options)),
    );
    return [`${nagiosLine(state, summary)} | ${perfdata(hosts)}`, ...details, ''].join('\n');
  },
} as const satisfies Renderer;

interface Judged {
  readonly host: HostReport;
  readonly state: NagiosState;
}

/** Nagios cuts long output: what matters most comes first. */
const ORDER: readonly NagiosState[] = ['CRITICAL', 'UNKNOWN', 'WARNING', 'OK'];

function detailsOf({ host, state }: Judged, options: TextOptions): readonly string[] {
  const causes = host.rootCauses.map(
    ({ severity, check, message }) => `${severity}: ${check}: ${message}`,
  );
  const undecided = host.results
    .filter(({ status, severity }) => status === 'unknown' && severity === 'error')
    .map(({ check, because }) => `unknown: ${check}: ${because ?? ''}`);
  const accepted = host.results
    .filter((one) => one.accepted !== undefined)
    .map((one) => `accepted: ${one.check}: ${acceptanceOf(one).join('; ')}`);
  const lines = [`${state}: ${sentence(host, options)}`, ...causes, ...undecided, ...accepted];
  return lines.map(escapedForNagios);
}

function sentence(host: HostReport, options: TextOptions): string {
  const what = host.error === null ? verdict(host, options)[1] : notReached(host.error, host.host);
  return `${host.host} ${what}`;
}

/** `'label'=value;warn;crit;min;max`. The thresholds are ranges: 0 alerts on anything above. */
function perfdata(hosts: readonly HostReport[]): string {
  const results = hosts.flatMap((host) => host.results);
  const failed = (severity: string): number =>
    results.filter((one) => one.status === 'fail' && one.severity === severity).length;
  const ready = hosts.filter((host) => host.verdict === 'ready').length;
  const unknown = results.filter(({ status }) => status === 'unknown').length;
  return [
    `ready=${ready};;${hosts.length}:;0;${hosts.length}`,
    `unreached=${hosts.filter(({ error }) => error !== null).length};;;0;${hosts.length}`,
    `errors=${failed('error')};;0;0`,
    `warnings=${failed('warning')};0;;0`,
    `undecided=${unknown};;;0`,
  ].join(' ');
}

function count(judged: readonly Judged[], state: NagiosState): number {
  return judged.filter((one) => one.state === state).length;
}
