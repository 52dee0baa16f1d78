import type { CheckResult, HostReport, Renderer, Report } from '../src/model/report.ts';
import { printable } from '../src/parse/printable.ts';
import { acceptanceOf } from './shared/acceptance.ts';
import { notReached } from './shared/statement.ts';

/**
 * A table for spreadsheets, by RFC 4180: a row for every finding, for every check without one, and for
 * every host that could not be looked at.
 */
export const csv = {
  format: 'csv',
  render(report: Report): string {
    return [...pieces(report)].join('');
  },
  pieces,
} as const satisfies Renderer;

/** Columns that are equal in all rows of a host, in all rows of a check, and those of one finding. */
const COLUMNS = {
  host: ['host', 'user', 'verdict', 'gathered_at'],
  check: ['area', 'check', 'severity', 'status', 'explained_by', 'fixes', 'commands', 'accepted'],
  finding: ['message', 'where', 'line', 'found', 'expected'],
} as const;

function* pieces({ hosts }: Report): Iterable<string> {
  yield row(cells(Object.values(COLUMNS).flat()));
  for (const host of hosts) yield rowsOf(host).join('');
}

function rowsOf(host: HostReport): readonly string[] {
  const { user, verdict, gathered, error, results } = host;
  const ofHost = cells([host.host, user ?? '', verdict, gathered?.at ?? '']);
  if (error === null) return results.flatMap((result) => rowsOfCheck(ofHost, result));
  const message = `${notReached(error, host.host)}. ${error.hint}`;
  const nothing = ['', '', 'error', 'unreached', '', '', '', ''];
  return [row(ofHost, cells(nothing), cells([message, '', '', '', '']))];
}

function rowsOfCheck(ofHost: string, result: CheckResult): readonly string[] {
  const { area, check, severity, status, explainedBy, fixes, commands } = result;
  const { findings, because, title } = result;
  const ofCheck = cells([
    ...[area, check, severity, status, explainedBy ?? ''],
    ...[fixes.join(' '), commands.join('; '), acceptanceOf(result).join('; ')],
  ]);
  if (findings.length === 0) {
    return [row(ofHost, ofCheck, cells([because ?? title, '', '', '', '']))];
  }
  return findings.map(({ message, evidence: [first] }) => {
    const { where = '', line = '', found = '', expected = '' } = first ?? {};
    return row(ofHost, ofCheck, cells([message, where, String(line), found, expected]));
  });
}

function row(...parts: readonly string[]): string {
  return `${parts.join(',')}\r\n`;
}

function cells(texts: readonly string[]): string {
  return texts.map(cell).join(',');
}

/**
 * Always quoted. What a spreadsheet would take for a formula gets an apostrophe before it, as
 * https://owasp.org/www-community/attacks/CSV_Injection advises; a leading space would not hide it.
 */
function cell(text: string): string {
  if (/^[\w/. ]*$/u.test(text)) return `"${text}"`;
  const safe = printable(text).replace(/^(?=\s*[=+\-@＝＋－＠])/u, "'");
  return `"${safe.replaceAll('"', '""')}"`;
}
