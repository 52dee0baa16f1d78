import type { CheckResult, HostReport, Machine } from '../../src/model/report.ts';
import { printable } from '../../src/parse/printable.ts';
import { notReached } from '../shared/statement.ts';
import type { HostOptions } from './host.ts';
import type { Mark, Paint } from './paint.ts';
import { paragraph } from './wrap.ts';

/** The verdict in one sentence, and what was judged. */
export function headline(host: HostReport, paint: Paint, options: HostOptions): readonly string[] {
  const [mark, sentence] =
    host.error === null
      ? verdict(host, options)
      : (['unknown', printable(notReached(host.error, host.host))] as const);
  const name = printable(host.host);
  const [first = '', ...more] = paragraph(
    `${paint.mark(mark)} `,
    4,
    `${name} ${sentence}`,
    options.width,
  );
  return [
    first.replace(name, () => paint.strong(name)),
    ...more,
    ...about(host).flatMap((text) => paragraph('    ', 4, text, options.width)),
  ];
}

/** The verdict of a host as a mark and a predicate: "is ready for rootless Podman". */
export function verdict(
  host: HostReport,
  { narrowed = false }: Pick<HostOptions, 'narrowed'>,
): readonly [Mark, string] {
  const goal = goalOf(host);
  const causes = counted(host.rootCauses.length, 'root cause');
  const accepted = acceptedCount(host);
  const besides = accepted === 0 ? '' : `; accepted: ${counted(accepted, 'failure')}`;
  switch (host.verdict) {
    case 'not-ready':
      return accepted > 0 && !host.results.some(isError)
        ? [
            'accepted',
            `is not ready for ${goal}, and all that is in the way is accepted: ${counted(accepted, 'failure')}`,
          ]
        : ['bad', `is not ready for ${goal}: ${causes}${besides}`];
    case 'unknown':
      return ['unknown', `may or may not be ready for ${goal}: ${undecided(host)}${besides}`];
    case 'ready': {
      const [mark, rest]: readonly [Mark, string] =
        host.rootCauses.length === 0
          ? ['good', '']
          : ['warning', `, with ${counted(host.rootCauses.length, 'warning')}`];
      const sentence = narrowed ? 'passed the selected checks' : `is ready for ${goal}`;
      return [mark, `${sentence}${rest}${besides}`];
    }
  }
}

function isError({ status, severity }: CheckResult): boolean {
  return status === 'fail' && severity === 'error';
}

/** Failures that would count if they were not accepted. */
function acceptedCount({ results }: HostReport): number {
  return results.filter(({ accepted }) => accepted !== undefined && accepted.severity !== 'info')
    .length;
}

/** What the host is ready for, or not: `rootless Podman`, `Podman`, or `Podman 6`. */
function goalOf({ needs, target }: HostReport): string {
  if (target !== undefined) return printable(target.replace(/^podman@/u, 'Podman '));
  return needs.includes('run') ? 'rootless Podman' : 'Podman';
}

function undecided({ results }: HostReport): string {
  const unknown = results.filter(
    ({ status, severity }) => status === 'unknown' && severity === 'error',
  );
  return `${counted(unknown.length, 'check')} of severity error could not be decided`;
}

/** What was judged, a sentence each: the machine, the needs, the next boot. Of a host that was not reached, a hint. */
export function about(host: HostReport): readonly string[] {
  const { error, machine, user, needs } = host;
  if (error !== null) return error.hint === '' ? [] : [printable(error.hint)];
  const parts = machine === null ? [] : describe(machine);
  const target = user === null ? [] : [`user ${user}`];
  const asked = [...target, `needs ${needs.join(', ')}`].join('; ');
  return [parts.join(', '), asked, reboot(host)].filter((part) => part !== '').map(printable);
}

/** One answer, because nobody tries it: it is asked for with the need `boot`. */
function reboot({ afterReboot }: HostReport): string {
  if (afterReboot === undefined) return '';
  const { verdict, checks } = afterReboot;
  const because = checks.join(', ');
  switch (verdict) {
    case 'ready':
      return 'after a reboot with nobody logged in: works';
    case 'not-ready':
      return `after a reboot with nobody logged in: does not work (${because})`;
    case 'unknown':
      return `after a reboot with nobody logged in: not sure (${because})`;
  }
}

function describe({ os, kernel, architecture, podman, virtualization }: Machine): string[] {
  return [
    os,
    kernel === null ? null : `kernel ${kernel}`,
    architecture,
    podman === null ? null : `Podman ${podman}`,
    virtualization === 'none' ? null : virtualization,
  ].filter((part) => part !== null);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
