import type { CheckResult, HostReport, Renderer, Report } from '../src/model/report.ts';
import { printable } from '../src/parse/printable.ts';
import { acceptanceOf } from './shared/acceptance.ts';
import { escapeXml, xmlAttributes } from '../src/parse/xml.ts';

/** JUnit XML for CI systems: a test suite for every host, a test case for every check. */
export const junit = {
  format: 'junit',
  render(report: Report): string {
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites ${xmlAttributes({ name: report.tool.name })}>`,
      ...report.hosts.flatMap(suite),
      '</testsuites>',
      '',
    ].join('\n');
  },
} as const satisfies Renderer;

function suite(host: HostReport): readonly string[] {
  const cases = host.error === null ? host.results.map(testCase) : [unreached(host, host.error)];
  const count = (kind: Kind): number => cases.filter((one) => one.kind === kind).length;
  const attributes = xmlAttributes({
    name: printable(host.host),
    ...(host.gathered === null ? {} : { timestamp: host.gathered.at }),
    ...(host.gathered === null ? {} : { time: host.gathered.milliseconds / 1000 }),
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  });
  return [`  <testsuite ${attributes}>`, ...cases.map(({ xml }) => `    ${xml}`), '  </testsuite>'];
}

type Kind = 'passed' | 'failure' | 'error' | 'skipped';

interface TestCase {
  readonly kind: Kind;
  readonly xml: string;
}

function testCase(result: CheckResult): TestCase {
  const [kind, body] = bodyOf(result);
  const attributes = xmlAttributes({ classname: `podready.${result.area}`, name: result.check });
  return { kind, xml: `<testcase ${attributes}>${body}</testcase>` };
}

function bodyOf(result: CheckResult): readonly [Kind, string] {
  if (result.accepted !== undefined) {
    return ['skipped', element('skipped', { message: acceptanceOf(result).join('; ') }, '')];
  }
  switch (result.status) {
    case 'pass':
      return ['passed', ''];
    case 'fail':
      // A note must not turn a pipeline red: the exit code would not either.
      return result.severity === 'info'
        ? ['passed', element('system-out', {}, detailsOf(result))]
        : ['failure', element('failure', failureOf(result), detailsOf(result))];
    case 'unknown':
      return ['error', element('error', { message: reasonOf(result), type: 'unknown' }, '')];
    case 'not-applicable':
      return ['skipped', element('skipped', { message: reasonOf(result) }, '')];
  }
}

function reasonOf({ because }: CheckResult): string {
  return printable(because ?? '');
}

function failureOf({ severity, title, explainedBy }: CheckResult): Record<string, string> {
  const follows = explainedBy === null ? '' : ` (follows from ${explainedBy})`;
  return { message: printable(title) + follows, type: severity };
}

function detailsOf(result: CheckResult): string {
  const { findings, commands } = result;
  const lines = findings.flatMap(({ message, evidence }) => [
    message,
    ...evidence.map(({ where, line, found, expected }) => {
      const at = line === undefined ? where : `${where}:${line}`;
      return `${at}: found ${found}; expected ${expected}`;
    }),
  ]);
  const about = acceptanceOf(result);
  return [...lines, ...about, ...commands.map((command) => `By hand: ${command}`)]
    .map(printable)
    .join('\n');
}

function unreached(
  host: HostReport,
  { step, message, hint }: NonNullable<HostReport['error']>,
): TestCase {
  const attributes = xmlAttributes({ classname: 'podready.host', name: printable(host.host) });
  const body = element('error', { message: printable(message), type: step }, printable(hint));
  return { kind: 'error', xml: `<testcase ${attributes}>${body}</testcase>` };
}

function element(name: string, attributes: Record<string, string>, content: string): string {
  const list = xmlAttributes(attributes);
  const head = list === '' ? name : `${name} ${list}`;
  return content === '' ? `<${head}/>` : `<${head}>${escapeXml(content)}</${name}>`;
}
