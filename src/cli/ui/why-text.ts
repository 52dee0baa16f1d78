import { evidenceLines } from '../../../reports/text/evidence.ts';
import { type Paint, paintOf } from '../../../reports/text/paint.ts';
import { paragraph } from '../../../reports/text/wrap.ts';
import type { SymptomMatch } from '../../domain/symptom-match.ts';
import type { CauseState, JudgedCause, PossibleCause } from '../../engine/diagnose.ts';
import type { HostReport, RenderOptions } from '../../model/report.ts';
import { isChecked } from '../../model/symptom.ts';
import { printable } from '../../parse/printable.ts';

/** What is known of an error message. */
export interface Diagnosis {
  readonly message: string;
  readonly matches: readonly SymptomMatch[];
  readonly possible: readonly PossibleCause[];
  /** The host that was asked, what it said, and what to do next; nothing when none was asked. */
  readonly report?: HostReport;
  readonly causes?: readonly JudgedCause[];
  readonly next?: string;
}

/** A diagnosis for a person: what the message means, what causes it here, what to do next. */
export function whyText(diagnosis: Diagnosis, options: RenderOptions): string {
  const paint = paintOf(options);
  const { matches, possible, report, causes, next } = diagnosis;
  const blocks =
    matches.length === 0
      ? [unknownLines(diagnosis, paint, options)]
      : [
          ...matches.map((match, at) => symptomLines(match, at, paint, options)),
          ...(report === undefined || causes === undefined
            ? [possibleLines(possible, options)]
            : hostBlocks(report, causes, paint, options)),
          next === undefined ? [] : [`${paint.strong('Next:')} ${printable(next)}`],
        ];
  const lines = blocks.filter((block) => block.length > 0).map((block) => block.join('\n'));
  return `${lines.join('\n\n')}\n`;
}

function unknownLines(
  { message }: Diagnosis,
  paint: Paint,
  { width }: RenderOptions,
): readonly string[] {
  const lines = message.trim().split('\n');
  const last = printable(lines.at(-1)?.trim() ?? '');
  return [
    ...paragraph(
      `${paint.mark('unknown')} `,
      4,
      `podready does not know this message: ${last}`,
      width,
    ),
    '    That says nothing about the host. What is wrong there, if anything:',
    '',
    `${paint.strong('Next:')} podready check`,
  ];
}

/** The wording that was recognised shows what podready took the message for. */
function symptomLines(
  { symptom, text }: SymptomMatch,
  at: number,
  paint: Paint,
  { width }: RenderOptions,
): readonly string[] {
  const [first = '', ...more] = paragraph('', 0, `${symptom.id}: ${symptom.title}.`, width);
  const lead = at === 0 ? 'Message:' : 'Also like:';
  return [
    first.replace(symptom.id, () => paint.strong(symptom.id)),
    ...more,
    ...paragraph(`    ${paint.faint(lead)} `, 4 + lead.length + 1, text, width),
  ];
}

function possibleLines(
  possible: readonly PossibleCause[],
  { width }: RenderOptions,
): readonly string[] {
  return [
    'Possible causes, the likeliest first:',
    ...possible.flatMap(({ cause }) =>
      isChecked(cause)
        ? paragraph('  - ', 4, `${cause.because} (podready check --only ${cause.check})`, width)
        : paragraph('  - ', 4, `${cause.because} ${cause.byHand}`, width),
    ),
  ];
}

function hostBlocks(
  report: HostReport,
  causes: readonly JudgedCause[],
  paint: Paint,
  options: RenderOptions,
): readonly (readonly string[])[] {
  const { width } = options;
  const having = (state: CauseState): readonly JudgedCause[] =>
    causes.filter((one) => one.state === state);
  return [
    headline(report, causes, paint, options),
    aboutRoot(report, options),
    ...having('confirmed').map((one) => confirmedLines(one, paint, options)),
    report.error === null ? undecidedLines(having('undecided'), paint, options) : [],
    byHandLines(having('by-hand'), paint, options),
    ruledOutLines(having('ruled-out'), width, options.verbose),
  ];
}

function headline(
  { host, user, error }: HostReport,
  causes: readonly JudgedCause[],
  paint: Paint,
  { width }: RenderOptions,
): readonly string[] {
  const name = printable(user === null ? host : `${host}, user ${user}`);
  if (error !== null) {
    const what = printable(`${host} could not be looked at: ${error.step}: ${error.message}`);
    return [
      ...paragraph(`${paint.mark('unknown')} `, 4, what, width),
      ...(error.hint === '' ? [] : paragraph('    ', 4, printable(error.hint), width)),
    ];
  }
  return paragraph('', 0, `On ${name}: ${verdict(causes)}`, width);
}

/** For root most causes do not apply, which says nothing about the user who saw the message. */
function aboutRoot({ error, needs }: HostReport, { width }: RenderOptions): readonly string[] {
  if (error !== null || needs.includes('run')) return [];
  return paragraph('', 0, 'That is so for root. For another user, add --user NAME.', width);
}

function verdict(causes: readonly JudgedCause[]): string {
  const count = (state: CauseState): number => causes.filter((one) => one.state === state).length;
  const confirmed = count('confirmed');
  if (confirmed > 0)
    return confirmed === 1 ? 'one cause is there.' : `${confirmed} causes are there.`;
  return count('undecided') > 0
    ? 'no cause was found, and some could not be decided.'
    : 'none of the causes that podready can check is there now.';
}

function confirmedLines(
  { cause, result }: JudgedCause,
  paint: Paint,
  { width }: RenderOptions,
): readonly string[] {
  if (result === null) return [];
  const said = result.findings.map(({ message }) => printable(message)).join(' ');
  const follows = result.explainedBy === null ? '' : ` It follows from ${result.explainedBy}.`;
  return [
    ...paragraph(`${paint.mark('bad')} `, 4, `${result.check}: ${said}`, width),
    ...paragraph('    ', 4, `${cause.because}${follows}`, width),
    ...result.findings.flatMap(({ evidence }) => evidenceLines(evidence, 4, width)),
    ...result.commands.map((command, at) => {
      const lead = at === 0 ? paint.faint('By hand:') : ' '.repeat('By hand:'.length);
      return `    ${lead} ${printable(command)}`;
    }),
    ...(result.fixes.length === 0 ? [] : [`    ${paint.faint('Fix:')} ${result.fixes.join(', ')}`]),
  ];
}

function undecidedLines(
  causes: readonly JudgedCause[],
  paint: Paint,
  { width }: RenderOptions,
): readonly string[] {
  return causes.flatMap(({ cause, undecidedBecause }) => [
    ...paragraph(`${paint.mark('unknown')} `, 4, `${nameOf(cause)}: ${cause.because}`, width),
    ...paragraph('    ', 4, printable(`Not decided: ${undecidedBecause ?? ''}`), width),
  ]);
}

function byHandLines(
  causes: readonly JudgedCause[],
  paint: Paint,
  { width }: RenderOptions,
): readonly string[] {
  return causes.flatMap(({ cause }) =>
    isChecked(cause)
      ? []
      : [
          ...paragraph(`${paint.mark('note')} `, 4, `No check decides: ${cause.because}`, width),
          ...paragraph('    ', 4, cause.byHand, width),
        ],
  );
}

function ruledOutLines(
  causes: readonly JudgedCause[],
  width: number,
  verbose: boolean,
): readonly string[] {
  if (causes.length === 0) return [];
  if (!verbose) {
    return paragraph(
      '',
      0,
      `Ruled out: ${causes.map(({ cause }) => nameOf(cause)).join(', ')}`,
      width,
    );
  }
  return [
    'Ruled out:',
    ...causes.flatMap(({ cause, result }) =>
      paragraph(
        '  - ',
        4,
        printable(`${nameOf(cause)}: ${result?.because ?? result?.title ?? ''}`),
        width,
      ),
    ),
  ];
}

function nameOf(cause: JudgedCause['cause']): string {
  return isChecked(cause) ? cause.check : cause.because;
}
