import type { Evidence } from '../src/model/check.ts';
import type {
  CheckResult,
  HostReport,
  Renderer,
  Report,
  RootCause,
  Status,
} from '../src/model/report.ts';
import { acceptanceOf } from './shared/acceptance.ts';
import { code, commandBlock, plain } from './shared/markdown.ts';
import { notReached } from './shared/statement.ts';
import { about, verdict } from './text/headline.ts';
import { type Mark, markOf } from './text/paint.ts';
import type { TextOptions } from './text.ts';

/**
 * The report for an issue, a wiki or a job summary: CommonMark without extensions. A list of all hosts when
 * there are several, then a section for each.
 */
export const markdown = {
  format: 'markdown',
  render(report: Report, options: TextOptions): string {
    return [...pieces(report, options)].join('');
  },
  pieces,
} as const satisfies Renderer;

function* pieces({ hosts }: Report, options: TextOptions): Iterable<string> {
  yield '# podready\n';
  if (hosts.length !== 1) yield blockText(summary(hosts, options));
  for (const host of hosts) yield hostBlocks(host, options).map(blockText).join('');
}

function blockText(lines: Block): string {
  return `\n${lines.join('\n')}\n`;
}

type Block = readonly string[];

function summary(hosts: readonly HostReport[], options: TextOptions): Block {
  const ready = hosts.filter((host) => host.verdict === 'ready').length;
  const what = options.narrowed === true ? 'passed the selected checks' : 'are ready';
  return [
    `${ready} of ${hosts.length} hosts ${what}${hosts.length === 0 ? '.' : ':'}`,
    ...hosts.map((host, at) => `${at === 0 ? '\n' : ''}- ${headline(host, options)}`),
  ];
}

function headline(host: HostReport, options: TextOptions): string {
  const [mark, sentence] =
    host.error === null
      ? verdict(host, options)
      : (['unknown', notReached(host.error, host.host)] as const);
  return `${SIGNS[mark]} ${code(host.host)} ${plain(sentence)}`;
}

function hostBlocks(host: HostReport, options: TextOptions): readonly Block[] {
  return [
    [`## ${headline(host, options)}`],
    ...about(host).map((sentence) => [plain(sentence)]),
    ...host.rootCauses.flatMap((cause) => causeBlocks(cause)),
    ...resultsBlocks('Could not be decided', withStatus(host, 'unknown')),
    ...resultsBlocks('Known, and accepted', acceptedOf(host)),
    ...resultsBlocks('Notes', notes(host)),
    ...(options.verbose
      ? [
          ...resultsBlocks('Passed', withStatus(host, 'pass')),
          ...resultsBlocks('Does not apply', withStatus(host, 'not-applicable')),
        ]
      : []),
  ];
}

function withStatus({ results }: HostReport, status: Status): readonly CheckResult[] {
  return results.filter((one) => one.status === status);
}

/** What failed and is no more than a note, unless it follows from a root cause. */
function notes(host: HostReport): readonly CheckResult[] {
  return withStatus(host, 'fail').filter(
    (one) => one.severity === 'info' && one.explainedBy === null && one.accepted === undefined,
  );
}

/** What fails and was decided not to count. It stays in sight. */
function acceptedOf({ results }: HostReport): readonly CheckResult[] {
  return results.filter(({ accepted }) => accepted !== undefined);
}

function causeBlocks(cause: RootCause): readonly Block[] {
  const { check, severity, message, evidence, explains, fixes, commands } = cause;
  const lists = [
    ...evidence.map((one) => `- ${seen(one)}`),
    ...(explains.length === 0 ? [] : [`- What follows from it: ${explains.map(code).join(', ')}`]),
    ...fixes.map((fix) => `- Fix: ${code(`podready fix --only ${fix}`)}`),
  ];
  return [
    [`### ${SIGNS[markOf('fail', severity)]} ${plain(check)}: ${plain(message)}`],
    ...(lists.length === 0 ? [] : [lists]),
    ...(commands.length === 0 ? [] : [['By hand:'], commandBlock(commands)]),
  ];
}

function resultsBlocks(heading: string, results: readonly CheckResult[]): readonly Block[] {
  return results.length === 0 ? [] : [[`### ${heading}`], results.flatMap(resultLines)];
}

function resultLines(result: CheckResult): Block {
  const { check, title, findings, because, status, severity, accepted } = result;
  const mark = accepted === undefined ? markOf(status, severity) : 'accepted';
  const said = findings.map(({ message }) => message).join(' ') || title;
  const why = because === null ? '' : `: ${because}`;
  return [
    `- ${SIGNS[mark]} ${code(check)}: ${plain(said + why)}`,
    ...findings.flatMap(({ evidence }) => evidence.map((one) => `  - ${seen(one)}`)),
    ...acceptanceOf(result).map((line) => `  - ${plain(line)}`),
  ];
}

function seen({ where, line, found, expected }: Evidence): string {
  const at = line === undefined ? where : `${where}:${line}`;
  return `${code(at)}: found ${code(found)}; expected ${code(expected)}`;
}

const SIGNS: Readonly<Record<Mark, string>> = {
  good: '✅',
  warning: '⚠️',
  bad: '❌',
  unknown: '❓',
  accepted: '☑️',
  note: 'ℹ️',
  none: '➖',
};
