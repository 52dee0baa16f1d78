import { type Paint, paintOf } from '../../../reports/text/paint.ts';
import { paragraph } from '../../../reports/text/wrap.ts';
import type { RecordedRun, RecordedStep } from '../../model/journal.ts';
import { printable } from '../../parse/printable.ts';
import type { HostRecords } from '../records.ts';
import type { PlanTextOptions } from './plan-text.ts';

/** What was changed on one host, newest run first. */
export function historyText(host: HostRecords, options: PlanTextOptions): string {
  const paint = paintOf(options);
  const { records, report } = host;
  const runs = records?.runs ?? [];
  const lines = [
    `${printable(report.host)}: ${headOf(host)}`,
    ...runs.flatMap((run) => ['', ...runLines(run, paint, options.width)]),
    ...(records?.more === true ? ['', '  Older runs are in the journals, and are not shown.'] : []),
    ...unreadLines(host, options),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** What stands in the way of knowing it all; nothing when all is known. */
export function unreadLines(
  { report, records }: HostRecords,
  options: PlanTextOptions,
): readonly string[] {
  const paint = paintOf(options);
  const { error } = report;
  const why = error === null ? (records?.unread ?? []) : [`${error.message}. ${error.hint}`];
  return why.flatMap((one) =>
    paragraph(`${paint.mark('unknown')} `, 4, printable(one), options.width),
  );
}

function headOf({ report, records }: HostRecords): string {
  if (records === undefined) return 'could not be looked at';
  const user = report.user === null ? 'the user' : printable(report.user);
  const as = (word: string): string => (user === 'root' ? 'as root' : `as root ${word} as ${user}`);
  if (records.runs.length > 0) return `what podready changed, ${as('and')}`;
  return records.unread.length === 0 ? `podready changed nothing, ${as('or')}` : 'no run is known';
}

function runLines(run: RecordedRun, paint: Paint, width: number): readonly string[] {
  const undoes = run.undoes === null ? '' : `, takes back ${run.undoes}`;
  const left = run.steps.some(({ undone }) => !undone);
  const undone = run.steps.length > 0 && !left ? ', taken back' : '';
  const ended = run.ended ? '' : ', did not come to its end';
  return [
    `  ${run.id}${undoes}${undone}${ended}`,
    ...run.steps.flatMap((step) =>
      paragraph(`    ${paint.mark(markOf(step))} `, 8, stepText(step), width),
    ),
    ...(run.unreadable === 0 ? [] : [`    (lines that cannot be read: ${run.unreadable})`]),
  ];
}

function markOf({ status }: RecordedStep): 'good' | 'bad' | 'unknown' {
  if (status === 'lost') return 'unknown';
  return status === 'done' || status === 'already' ? 'good' : 'bad';
}

function stepText({ summary, fix, as, status, undone }: RecordedStep): string {
  const who = as === 'root' ? 'as root' : 'as the user';
  const how =
    status === 'lost' ? ': how it ended is not known' : status === 'done' ? '' : `: ${status}`;
  return `${printable(summary)} (${fix}, ${who})${how}${undone ? '; taken back' : ''}`;
}
