import type {
  CheckResult,
  HostReport,
  RenderOptions,
  RootCause,
  Status,
} from '../../src/model/report.ts';
import { printable } from '../../src/parse/printable.ts';
import { evidenceLines } from './evidence.ts';
import { acceptanceOf } from '../shared/acceptance.ts';
import { markOf, type Paint, paintOf } from './paint.ts';
import { headline } from './headline.ts';
import { paragraph } from './wrap.ts';

export interface HostOptions extends RenderOptions {
  readonly narrowed?: boolean;
}

/** The section of one host, as lines. */
export function hostSection(host: HostReport, options: HostOptions): readonly string[] {
  const paint = paintOf(options);
  const blocks = [
    headline(host, paint, options),
    ...host.rootCauses.map((cause) => rootCauseBlock(cause, host, paint, options)),
    resultsBlock('Could not be decided:', withStatus(host, 'unknown'), paint, options),
    resultsBlock('Known, and accepted:', accepted(host), paint, options),
    resultsBlock('Notes:', notes(host), paint, options),
    ...(options.verbose
      ? [
          resultsBlock('Passed:', withStatus(host, 'pass'), paint, options),
          resultsBlock('Does not apply:', withStatus(host, 'not-applicable'), paint, options),
        ]
      : []),
    host.error === null ? [counts(host)] : [],
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, at) => separate(block, at));
}

function separate(block: readonly string[], at: number): readonly string[] {
  return at === 0 ? block : ['', ...block];
}

function withStatus({ results }: HostReport, status: Status): readonly CheckResult[] {
  return results.filter((one) => one.status === status);
}

/** What fails and was decided not to count. It stays in sight. */
function accepted({ results }: HostReport): readonly CheckResult[] {
  return results.filter((one) => one.accepted !== undefined);
}

/** What failed and is no more than a note, unless it follows from a root cause. */
function notes(host: HostReport): readonly CheckResult[] {
  return withStatus(host, 'fail').filter(
    (one) => one.severity === 'info' && one.explainedBy === null && one.accepted === undefined,
  );
}

function rootCauseBlock(
  cause: RootCause,
  host: HostReport,
  paint: Paint,
  options: RenderOptions,
): readonly string[] {
  const { width } = options;
  const lead = `${paint.mark(markOf('fail', cause.severity))} `;
  const consequences = host.results.filter(({ check }) => cause.explains.includes(check));
  return [
    ...paragraph(lead, 4, `${cause.check}: ${printable(cause.message)}`, width),
    ...evidenceLines(cause.evidence, 4, width),
    ...host.results
      .filter(({ check }) => check === cause.check)
      .flatMap((one) => acceptanceLines(one, width)),
    ...(consequences.length === 0 ? [] : ['    What follows from it:']),
    ...consequences.flatMap((one) => consequence(one, paint, options)),
    ...cause.commands.map((command, at) => {
      const lead = at === 0 ? paint.faint('By hand:') : ' '.repeat('By hand:'.length);
      return `    ${lead} ${printable(command)}`;
    }),
    ...(cause.fixes.length === 0 ? [] : [`    ${paint.faint('Fix:')} ${cause.fixes.join(', ')}`]),
  ];
}

function acceptanceLines(result: CheckResult, width: number): readonly string[] {
  return acceptanceOf(result).flatMap((text) => paragraph('    ', 4, text, width));
}

function consequence(
  result: CheckResult,
  paint: Paint,
  { width }: RenderOptions,
): readonly string[] {
  const lead = `      ${paint.mark(markOf(result.status, result.severity))} `;
  return paragraph(lead, 10, `${result.check}: ${result.title}`, width);
}

function resultsBlock(
  heading: string,
  results: readonly CheckResult[],
  paint: Paint,
  options: RenderOptions,
): readonly string[] {
  if (results.length === 0) return [];
  return [heading, ...results.flatMap((one) => resultLines(one, paint, options))];
}

function resultLines(
  result: CheckResult,
  paint: Paint,
  { width }: RenderOptions,
): readonly string[] {
  const mark = result.accepted === undefined ? markOf(result.status, result.severity) : 'accepted';
  const lead = `${paint.mark(mark)} `;
  const said = result.findings.map(({ message }) => printable(message));
  const what = said.length === 0 ? result.title : said.join(' ');
  const because = result.because === null ? [] : [printable(result.because)];
  return [
    ...paragraph(lead, 4, `${result.check}: ${what}`, width),
    ...because.flatMap((text) => paragraph('    ', 4, text, width)),
    ...result.findings.flatMap(({ evidence }) => evidenceLines(evidence, 4, width)),
    ...acceptanceLines(result, width),
  ];
}

function counts(host: HostReport): string {
  const failed = withStatus(host, 'fail');
  const serious = failed.filter(({ severity }) => severity !== 'info').length;
  const decided = accepted(host).length;
  const parts = [
    `${withStatus(host, 'pass').length} passed`,
    `${serious} failed`,
    `${failed.length - serious - decided} noted`,
    ...(decided === 0 ? [] : [`${decided} accepted`]),
    `${withStatus(host, 'unknown').length} unknown`,
    `${withStatus(host, 'not-applicable').length} not applicable`,
  ];
  return `${host.results.length === 1 ? '1 check' : `${host.results.length} checks`}: ${parts.join(', ')}`;
}
