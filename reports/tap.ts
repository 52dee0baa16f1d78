import type { CheckResult, HostReport, Renderer, Report } from '../src/model/report.ts';
import { jsonLine } from '../src/parse/json-document.ts';
import { printable } from '../src/parse/printable.ts';
import { acceptanceOf } from './shared/acceptance.ts';
import { notReached } from './shared/statement.ts';

/**
 * TAP 14 (https://testanything.org/tap-version-14-specification.html): a subtest for every host, a test
 * point for every check. What does not make the exit code of a check red is a TODO: not ok, and no failure.
 */
export const tap = {
  format: 'tap',
  render({ hosts }: Report): string {
    const lines = hosts.flatMap((host, at) => hostLines(host, at + 1));
    return ['TAP version 14', `1..${hosts.length}`, ...lines, ''].join('\n');
  },
} as const satisfies Renderer;

function hostLines(host: HostReport, number: number): readonly string[] {
  const name = escape(host.host);
  if (host.error !== null) {
    const { step, hint } = host.error;
    return [
      `not ok ${number} - ${name}: ${escape(notReached(host.error, host.host))}`,
      ...diagnostic({ step, hint }),
    ];
  }
  const points = host.results.map((result, at) => point(result, at + 1));
  // A subtest without a point would pass, and nothing was looked at.
  const isOk = points.length > 0 && points.every(({ fails }) => !fails);
  return [
    `# Subtest: ${name}`,
    ...indent(4, [`1..${points.length}`, ...points.flatMap(({ lines }) => lines)]),
    `${isOk ? 'ok' : 'not ok'} ${number} - ${name}`,
  ];
}

interface Point {
  readonly fails: boolean;
  readonly lines: readonly string[];
}

function point(result: CheckResult, number: number): Point {
  const { check, status, severity, because, title } = result;
  const description = `${number} - ${check}`;
  const why = escape(because ?? '');
  if (result.accepted !== undefined) {
    const reason = acceptanceOf(result).map(escape).join('; ');
    return {
      fails: false,
      lines: [`not ok ${description} # TODO ${reason}`, ...diagnosticOf(result)],
    };
  }
  switch (status) {
    case 'pass':
      return { fails: false, lines: [`ok ${description}`] };
    case 'not-applicable':
      return { fails: false, lines: [`ok ${description} # SKIP ${why}`] };
    case 'unknown':
      return severity === 'error'
        ? {
            fails: true,
            lines: [`not ok ${description}: could not be decided`, ...diagnosticOf(result)],
          }
        : { fails: false, lines: [`not ok ${description} # TODO could not be decided: ${why}`] };
    case 'fail':
      return severity === 'info'
        ? {
            fails: false,
            lines: [`not ok ${description} # TODO note: ${escape(title)}`, ...diagnosticOf(result)],
          }
        : {
            fails: true,
            lines: [`not ok ${description}: ${escape(title)}`, ...diagnosticOf(result)],
          };
  }
}

function diagnosticOf(result: CheckResult): readonly string[] {
  const { severity, because, explainedBy, findings, fixes, commands } = result;
  return diagnostic({
    severity,
    ...(because === null ? {} : { because }),
    ...(explainedBy === null ? {} : { explainedBy }),
    ...(findings.length === 0
      ? {}
      : { findings: findings.map(({ message, evidence }) => ({ message, evidence })) }),
    ...(fixes.length === 0 ? {} : { fixes }),
    ...(commands.length === 0 ? {} : { commands }),
  });
}

/** A YAML block. JSON is YAML, and needs no rules of its own for what a host said. */
function diagnostic(values: Readonly<Record<string, unknown>>): readonly string[] {
  const lines = Object.entries(values).map(
    ([name, value]) => `${name}: ${jsonLine(withPrintable(value))}`,
  );
  return indent(2, ['---', ...lines, '...']);
}

function withPrintable(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map(withPrintable);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withPrintable(one)]));
}

function indent(columns: number, lines: readonly string[]): readonly string[] {
  return lines.map((line) => ' '.repeat(columns) + line);
}

/** `#` would begin a directive, and a backslash escapes. */
function escape(text: string): string {
  return printable(text).replaceAll(/[\\#]/gu, String.raw`\$&`);
}
