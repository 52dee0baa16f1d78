import { paragraph } from '../../../reports/text/wrap.ts';
import type { Difference } from '../../engine/plan-comparison.ts';
import { printable } from '../../parse/printable.ts';
import type { Refusal } from '../planned.ts';

/** A host on which everything is different needs no full list. */
const MOST_LINES = 20;

/** Why a saved plan is not followed: host by host, fix by fix, step by step. */
export function refusalText(file: string, refusals: readonly Refusal[], width: number): string {
  const lines = [
    ...paragraph('', 0, `Nothing is changed: the plan is no longer the one of ${file}.`, width),
    ...refusals.flatMap(({ host, ...why }) => [
      '',
      `${printable(host)}:`,
      ...reasonsOf(why).flatMap((reason) => paragraph('  - ', 4, printable(reason), width)),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function reasonsOf({ error, differences }: Omit<Refusal, 'host'>): readonly string[] {
  if (error !== null) return [`could not be looked at: ${error.message}`];
  const left = differences.length - MOST_LINES;
  return [
    ...differences.slice(0, MOST_LINES).map(sentence),
    ...(left > 0 ? [`${left} more differences`] : []),
  ];
}

function sentence(difference: Difference): string {
  const { fix, step } = difference;
  const where = step === null ? '' : `, step ${step.number} (${cut(step.summary)})`;
  return `${fix === null ? '' : `${fix}${where}: `}${whatDiffers(difference)}`;
}

function whatDiffers({ what, saved, now }: Difference): string {
  if (what === 'fix' || what === 'step') return wholeDiffers(saved, now);
  const label = LABELS[what] ?? what;
  if (Array.isArray(saved) && Array.isArray(now)) return `${label}: ${listDiffers(saved, now)}`;
  const line = typeof saved === 'string' && typeof now === 'string' ? lineOf(saved, now) : null;
  return line === null
    ? `${label}: was ${valueOf(saved, what)}, is now ${valueOf(now, what)}`
    : `${label}, line ${line.number}: was ${valueOf(line.saved)}, is now ${valueOf(line.now)}`;
}

function wholeDiffers(saved: unknown, now: unknown): string {
  if (now === undefined) return 'is in the saved plan, and not planned now';
  return saved === undefined
    ? `is planned now, and not in the saved plan: ${valueOf(now)}`
    : `another step has its place: ${valueOf(now)}`;
}

/** Lists are long, and what they have in common hides what they have not. */
function listDiffers(saved: readonly unknown[], now: readonly unknown[]): string {
  const [then, today] = [saved.map(nameOf), now.map(nameOf)];
  const gone = then.filter((one) => !today.includes(one));
  const added = today.filter((one) => !then.includes(one));
  if (gone.length + added.length === 0) return `was ${valueOf(saved)}, is now ${valueOf(now)}`;
  return [
    ...(gone.length === 0 ? [] : [`no longer ${valueOf(gone)}`]),
    ...(added.length === 0 ? [] : [`now also ${valueOf(added)}`]),
  ].join('; ');
}

/** What the properties of a plan are in words; those that are words already are not here. */
const LABELS: Readonly<Record<string, string | undefined>> = {
  needs: 'what is asked of the host',
  withheld: 'what has to be named by id',
  unjudged: 'what could not be judged',
  order: 'order of the fixes',
  gains: 'who gains what',
  repairs: 'what it repairs',
  after: 'what comes before it',
  afterwards: 'what must follow',
  because: 'why',
  as: 'who runs it',
  undo: 'how it is taken back',
  argv: 'command',
  undoArgv: 'command that takes it back',
  path: 'file',
  content: 'what is written',
  before: 'what the host has',
  valueBefore: 'what the host has',
  now: 'started as well',
};

/** The first line in which two texts of several lines differ; a file as a whole would hide it. */
function lineOf(
  saved: string,
  now: string,
): { readonly number: number; readonly saved?: string; readonly now?: string } | null {
  const [then, today] = [saved.split('\n'), now.split('\n')];
  if (then.length === 1 && today.length === 1) return null;
  const at = (then.length > today.length ? then : today).findIndex((_, n) => then[n] !== today[n]);
  return {
    number: at + 1,
    ...(then[at] === undefined ? {} : { saved: then[at] }),
    ...(today[at] === undefined ? {} : { now: today[at] }),
  };
}

function valueOf(value: unknown, what = ''): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'string') return cut(JSON.stringify(value));
  if (typeof value === 'number' && (what === 'mode' || what === 'before')) return value.toString(8);
  if (!Array.isArray(value)) return cut(JSON.stringify(value));
  return value.length === 0 ? 'nothing' : cut(value.map(nameOf).join(', '));
}

function nameOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const isNamed = typeof value === 'object' && value !== null && 'id' in value;
  return isNamed ? String(value.id) : JSON.stringify(value);
}

function cut(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

const MOST_SHOWN = 100;
