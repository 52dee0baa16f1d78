import { paintOf } from '../../../reports/text/paint.ts';
import { paragraph } from '../../../reports/text/wrap.ts';
import type {
  CheckDifference,
  Comparison,
  Difference,
  FactDifference,
} from '../../engine/compare.ts';
import type { RenderOptions } from '../../model/report.ts';
import { printable } from '../../parse/printable.ts';

/** Lines of one fact that are shown, unless all are asked for. */
const SHOWN = 6;

/** What differs, for a person: what is judged differently first, then what was seen. */
export function diffText(comparison: Comparison, options: RenderOptions): string {
  const { sides, equal, checks, facts, notCompared, unreached } = comparison;
  const paint = paintOf(options);
  const { width } = options;
  const shown = checks.filter(({ matters }) => matters || options.verbose);
  const quiet = checks.filter((one) => !shown.includes(one)).map(({ id }) => id);
  const head = equal
    ? `${paint.mark('good')} ${sides.length} looks say the same`
    : `${paint.mark('warning')} ${checks.length} checks and ${facts.length} facts differ`;
  const lines = [
    paint.strong(head),
    ...paragraph('    ', 4, sides.map(printable).join(', '), width),
    ...unreached.flatMap(({ side, because }) =>
      paragraph(
        `${paint.mark('unknown')} `,
        4,
        printable(`${side} was not looked at: ${because}`),
        width,
      ),
    ),
    ...shown.flatMap((one) => ['', ...checkLines(one, options)]),
    ...quietLines(quiet, width),
    ...facts.flatMap((one) => ['', ...factLines(one, options)]),
    ...(notCompared.length === 0
      ? []
      : [
          '',
          ...paragraph(
            '',
            2,
            `Not compared, because only some were asked for it: ${notCompared.join(', ')}`,
            width,
          ),
        ]),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

function quietLines(quiet: readonly string[], width: number): readonly string[] {
  if (quiet.length === 0) return [];
  const what = 'Judged differently as well, and an error or a warning on no side (--verbose)';
  return ['', ...paragraph('', 2, `${what}: ${quiet.join(', ')}`, width)];
}

function checkLines(one: CheckDifference, options: RenderOptions): readonly string[] {
  const { width } = options;
  const paint = paintOf(options);
  return [
    ...paragraph('', 2, paint.strong(`${one.id}: ${one.title}`), width),
    ...one.groups.flatMap(({ sides, says: [verdict = '', ...rest] }, at) => [
      ...paragraph('  ', 4, `${whoOf(one, at, sides)}: ${printable(verdict)}`, width),
      ...rest.flatMap((line) => paragraph('      ', 6, printable(line), width)),
    ]),
    ...paragraph('  ', 2, `It matters because: ${one.meaning}`, width),
  ];
}

function factLines(
  one: FactDifference,
  { width, verbose, color }: RenderOptions,
): readonly string[] {
  const paint = paintOf({ color });
  const meaning =
    one.changes.length === 0
      ? 'no check says anything else because of it'
      : `read by what differs above: ${one.changes.join(', ')}`;
  return [
    ...paragraph('', 2, paint.strong(`${one.title} (${one.id})`), width),
    ...one.groups.flatMap(({ sides, says }, at) => {
      if (at === 0)
        return paragraph('  ', 4, `${whoOf(one, at, sides)}: as below, before -`, width);
      const some = verbose ? says : says.slice(0, SHOWN);
      const left = says.length - some.length;
      return [
        ...paragraph('  ', 4, `${whoOf(one, at, sides)}:`, width),
        ...some.map((line) => `      ${printable(line)}`),
        ...(left === 0 ? [] : [`      and ${left} lines more, with --verbose`]),
      ];
    }),
    ...paragraph('  ', 4, `It means: ${meaning}`, width),
  ];
}

function whoOf({ usual, groups }: Difference, at: number, sides: readonly string[]): string {
  const names = sides.map(printable).join(', ');
  const many = groups.reduce((sum, group) => sum + group.sides.length, 0) > 2;
  if (!many || !usual) return names;
  return at === 0 ? `usually (${sides.length}: ${names})` : `odd: ${names}`;
}
