import { paragraph } from '../../../reports/text/wrap.ts';
import { rootCommandsOf } from '../../domain/root-commands.ts';
import { isChanging, needsRoot, type PlannedFix } from '../../engine/plan.ts';
import type { Step } from '../../model/fix.ts';
import { printable } from '../../parse/printable.ts';
import type { PlanTextOptions } from './plan-text.ts';

const LEAD =
  'This login has no root. What needs it is for the administrator, to paste into a shell of root; podready fix does the rest afterwards:';

/** The steps of root as one block that is ready to be run, for who has no sudo; empty when there are none. */
export function administratorText(
  fixes: readonly PlannedFix[],
  { width }: Pick<PlanTextOptions, 'width'>,
): string {
  const needing = fixes.filter(isChanging).filter(needsRoot);
  if (needing.length === 0) return '';
  // In a shell of its own, so that the first command that fails ends the block and nothing else.
  const lines = [
    '',
    ...paragraph('', 0, LEAD, width),
    '',
    '(',
    'set -e',
    ...needing.flatMap(({ id, effect, plan }) => [
      `# ${id} (${effect})`,
      ...plan.steps.filter(isOfRoot).flatMap(rootCommandsOf).map(printable),
    ]),
    ')',
  ];
  return `${lines.join('\n')}\n`;
}

function isOfRoot({ as }: Step): boolean {
  return as === 'root';
}
