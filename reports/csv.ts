import type { Evidence } from '../src/model/check.ts';
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
  render({ hosts }: Report): string {
    const rows = hosts.flatMap(rowsOf);
    return [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))]
      .map((cells) => `${cells.map(cell).join(',')}\r\n`)
      .join('');
  },
} as const satisfies Renderer;

const COLUMNS = [
  'host',
  'user',
  'verdict',
  'area',
  'check',
  'severity',
  'status',
  'message',
  'where',
  'line',
  'found',
  'expected',
  'explained_by',
  'fixes',
  'commands',
  'gathered_at',
  'accepted',
] as const;

type Row = Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>;

function rowsOf(host: HostReport): readonly Row[] {
  const common: Row = {
    host: host.host,
    user: host.user ?? '',
    verdict: host.verdict,
    gathered_at: host.gathered?.at ?? '',
  };
  if (host.error !== null) {
    const message = `${notReached(host.error, host.host)}. ${host.error.hint}`;
    return [{ ...common, severity: 'error', status: 'unreached', message }];
  }
  return host.results.flatMap((result) => {
    const row = { ...common, ...rowOf(result) };
    const { findings, because, title } = result;
    if (findings.length === 0) return [{ ...row, message: because ?? title }];
    return findings.map(({ message, evidence: [first] }) => ({
      ...row,
      message,
      ...evidenceOf(first),
    }));
  });
}

function rowOf(result: CheckResult): Row {
  const { area, check, severity, status, explainedBy, fixes, commands } = result;
  return {
    accepted: acceptanceOf(result).join('; '),
    area,
    check,
    severity,
    status,
    explained_by: explainedBy ?? '',
    fixes: fixes.join(' '),
    commands: commands.join('; '),
  };
}

function evidenceOf(evidence: Evidence | undefined): Row {
  if (evidence === undefined) return {};
  const { where, line, found, expected } = evidence;
  return { where, found, expected, line: line === undefined ? '' : String(line) };
}

/**
 * Always quoted. What a spreadsheet would take for a formula gets an apostrophe before it, as
 * https://owasp.org/www-community/attacks/CSV_Injection advises; a leading space would not hide it.
 */
function cell(text: string): string {
  const safe = printable(text).replace(/^(?=\s*[=+\-@＝＋－＠])/u, "'");
  return `"${safe.replaceAll('"', '""')}"`;
}
