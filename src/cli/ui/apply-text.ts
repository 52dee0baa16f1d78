import { paintOf } from '../../../reports/text/paint.ts';
import { paragraph } from '../../../reports/text/wrap.ts';
import { textOfFollowUp } from '../../domain/step-text.ts';
import type { ApplyResult, FixResult, StepResult } from '../../engine/apply.ts';
import { printable } from '../../parse/printable.ts';
import type { PlanTextOptions } from './plan-text.ts';

/** One step that ended, as a line; with what its programs printed when it did not end well. */
export function stepText(result: StepResult, options: PlanTextOptions): string {
  const { step, status, because, output } = result;
  const well = status === 'done' || status === 'already';
  const mark = paintOf(options).mark(well ? 'good' : 'bad');
  const how = status === 'already' ? ' (it was so already)' : '';
  const why = well ? '' : `: ${printable(because ?? status)}`;
  const said = well ? [] : output.split('\n').filter((line) => line.trim() !== '');
  return join([
    ...paragraph(`${mark} `, 4, `${printable(step.summary)}${how}${why}`, options.width),
    ...said.slice(-SAID_LINES).map((line) => `    | ${printable(line)}`),
  ]);
}

/** A package manager says a lot before it says what is wrong. */
const SAID_LINES = 12;

/** What became of the fixes, as far as the lines of their steps do not say it. */
export function applyText(result: ApplyResult, options: PlanTextOptions): string {
  const followUps = new Set(result.fixes.filter(isApplied).flatMap(({ afterwards }) => afterwards));
  const open = result.fixes.filter(({ status }) => status === 'skipped' || status === 'stopped');
  return join([
    ...open.flatMap((fix) => paragraph('', 0, notBegun(fix), options.width)),
    ...(followUps.size === 0 ? [] : ['', 'Left to do by hand:']),
    ...[...followUps].flatMap((one) => paragraph('  - ', 4, textOfFollowUp(one), options.width)),
  ]);
}

function isApplied({ status }: FixResult): boolean {
  return status === 'applied';
}

function notBegun({ fix, status, because }: FixResult): string {
  const why = because ?? (status === 'stopped' ? 'you asked to stop' : 'an earlier fix failed');
  return `Not done: ${fix}: ${printable(why)}`;
}

function join(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}
