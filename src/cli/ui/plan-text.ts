import { Chalk, type ChalkInstance } from 'chalk';
import { paragraph } from '../../../reports/text/wrap.ts';
import { commandsOf, diffOf, textOfFollowUp } from '../../domain/step-text.ts';
import { followUpsOf, type HostPlan, isChanging, type PlannedFix } from '../../engine/plan.ts';
import type { Step } from '../../model/fix.ts';
import { printable } from '../../parse/printable.ts';
import type { ColorLevel } from './color.ts';

/** How a plan is drawn. */
export interface PlanTextOptions {
  readonly color: ColorLevel;
  readonly width: number;
}

/** A plan for a person who decides: every file as a diff, every command, who runs it, its effect, and how it is undone. */
export function planText(host: string, plan: HostPlan, options: PlanTextOptions): string {
  const chalk = new Chalk({ level: options.color });
  const changing = plan.fixes.filter(isChanging);
  const others = plan.fixes.filter((fix) => !isChanging(fix));
  const lines = [
    chalk.bold(`Plan for ${printable(host)}: ${countOf(changing)}`),
    ...changing.flatMap((fix, at) => ['', ...changeLines(fix, at + 1, chalk, options)]),
    ...others.flatMap((fix) => ['', ...otherLines(fix, options)]),
    ...plan.withheld.flatMap(({ fix, because }) => [
      '',
      ...paragraph('', 0, `Left out: ${fix.id}: ${printable(because)}`, options.width),
    ]),
    ...unjudgedLines(plan, options),
    ...afterwardLines(plan, options),
  ];
  return `${lines.join('\n')}\n`;
}

function countOf(changing: readonly PlannedFix[]): string {
  if (changing.length === 0) return 'nothing to change';
  return changing.length === 1 ? '1 fix' : `${changing.length} fixes`;
}

function changeLines(
  fix: PlannedFix,
  number: number,
  chalk: ChalkInstance,
  { width }: PlanTextOptions,
): readonly string[] {
  if (fix.plan.outcome !== 'change') return [];
  const { steps, notes = [] } = fix.plan;
  return [
    ...paragraph(`${number}. `, 3, `${fix.title} (${fix.id}, ${EFFECTS[fix.effect]})`, width),
    ...paragraph('   ', 3, fix.description, width),
    ...(fix.repairs.length === 0
      ? []
      : paragraph('   ', 3, `Repairs: ${fix.repairs.join(', ')}`, width)),
    ...(fix.gains === null ? [] : paragraph('   ', 3, `Who gains what: ${fix.gains}`, width)),
    ...notes.flatMap((note) => paragraph('   ', 3, `Note: ${printable(note)}`, width)),
    ...steps.flatMap((step) => stepLines(step, chalk, width)),
  ];
}

const EFFECTS = {
  safe: 'safe',
  disruptive: 'stops or restarts something',
  loosens: 'loosens a restriction',
} as const;

function stepLines(step: Step, chalk: ChalkInstance, width: number): readonly string[] {
  const who = step.as === 'root' ? 'as root' : 'as the user';
  const undo = step.undoes === undefined ? `; undo: ${step.undo}` : '';
  const diff = diffOf(step) ?? '';
  return [
    ...paragraph('   - ', 5, `${printable(step.summary)} (${who}${undo})`, width),
    ...commandsOf(step).map((command) => `     $ ${printable(command)}`),
    ...diff
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => `       ${colourOf(line, chalk)(printable(line))}`),
  ];
}

function colourOf(line: string, chalk: ChalkInstance): ChalkInstance {
  if (line.startsWith('+')) return chalk.green;
  if (line.startsWith('-')) return chalk.red;
  return line.startsWith('@@') ? chalk.cyan : chalk.reset;
}

/** What podready does not do itself, and why. */
function otherLines({ id, plan }: PlannedFix, { width }: PlanTextOptions): readonly string[] {
  switch (plan.outcome) {
    case 'change':
      return [];
    case 'blocked':
      return paragraph('', 0, `Blocked: ${id}: ${printable(plan.because)}`, width);
    case 'manual':
      return [
        ...paragraph('', 0, `By hand: ${id}: ${printable(plan.because)}`, width),
        ...plan.commands.map((command) => `  $ ${printable(command)}`),
      ];
  }
}

/** "Nothing to change" must not be read as "nothing is wrong". */
function unjudgedLines({ unjudged }: HostPlan, { width }: PlanTextOptions): readonly string[] {
  if (unjudged.length === 0) return [];
  const ids = unjudged.join(', ');
  const text = `Could not be judged, so nothing is planned for them: ${ids}; podready check says why.`;
  return ['', ...paragraph('[?] ', 4, text, width)];
}

function afterwardLines(plan: HostPlan, { width }: PlanTextOptions): readonly string[] {
  const followUps = followUpsOf(plan.fixes);
  if (followUps.length === 0) return [];
  return [
    '',
    'Afterwards, by hand:',
    ...followUps.flatMap((one) => paragraph('  - ', 4, textOfFollowUp(one), width)),
  ];
}
