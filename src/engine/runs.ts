import type { z } from 'zod';
import { REDACTED } from '../gather/redact.ts';
import type { FactStates } from '../model/fact-states.ts';
import { journalEntry, repairStep } from '../model/journal-schema.ts';
import type { RecordedRun, RecordedStep, Seen } from '../model/journal.ts';
import type { Journal } from '../parse/journal.ts';

/** What the journals of a host say, newest run first. */
export interface Records {
  readonly runs: readonly RecordedRun[];
  /** Sentences about what could not be read: without it nobody knows all runs. */
  readonly unread: readonly string[];
  /** There are more runs than are read. */
  readonly more: boolean;
}

/**
 * Brings root's journal and the user's together. A user's journal has no say about what is done as root:
 * entries for somebody else than the owner of the journal are not believed.
 */
export function readRuns({ rootJournal, userJournal }: FactStates): Records {
  const owned = [
    { as: 'root', state: rootJournal },
    { as: 'user', state: userJournal },
  ] as const;
  const lines = owned.flatMap(({ as, state }) =>
    state?.state === 'known' ? linesOf(as, state.value) : [],
  );
  const ids = [...new Set(lines.map(({ run }) => run))].toSorted().toReversed();
  const undone = undoneIn(lines);
  return {
    runs: ids.map((id) => runOf(id, lines, undone)).filter(hasAnything),
    unread: owned.flatMap(({ state }) => (state?.state === 'unreadable' ? [state.because] : [])),
    more: owned.some(({ state }) => state?.state === 'known' && state.value.more),
  };
}

type Entry = z.infer<typeof journalEntry>;

/** A line of a journal; `null` when it cannot be read, or is not believed. */
interface Line {
  readonly as: RecordedStep['as'];
  readonly run: string;
  readonly entry: Entry | null;
}

function linesOf(as: Line['as'], { files }: Journal): readonly Line[] {
  return files.flatMap(({ run, entries, unreadable }) => [
    ...entries.map((value) => ({ as, run, entry: entryOf(value, run, as) })),
    ...Array.from({ length: unreadable }, () => ({ as, run, entry: null })),
  ]);
}

function entryOf(value: unknown, run: string, as: Line['as']): Entry | null {
  const parsed = journalEntry.safeParse(value);
  if (!parsed.success || parsed.data.run !== run) return null;
  if (parsed.data.event === 'begin' && parsed.data.step.as !== as) return null;
  // What was redacted is not what is on the host.
  return JSON.stringify(value).includes(REDACTED) ? null : parsed.data;
}

/** Which steps of which runs later runs took back. Each journal speaks of its own steps. */
function undoneIn(lines: readonly Line[]): ReadonlySet<string> {
  return new Set(
    lines.flatMap(({ as, entry }) => {
      if (entry?.event !== 'end' || entry.undoes === undefined) return [];
      const isDone = entry.status === 'done' || entry.status === 'already';
      return isDone ? [keyOf(as, entry.undoes.run, entry.fix, entry.undoes.index)] : [];
    }),
  );
}

function keyOf(as: Line['as'], run: string, fix: string, index: number): string {
  return `${as} ${run} ${fix} ${index}`;
}

function runOf(id: string, all: readonly Line[], undone: ReadonlySet<string>): RecordedRun {
  const lines = all.filter(({ run }) => run === id);
  const steps = lines.flatMap((line): readonly RecordedStep[] => {
    const { as, entry } = line;
    if (entry?.event !== 'begin') return [];
    const { fix, index, at, step } = entry;
    const end = endOf(line, lines);
    const whole = repairStep.safeParse(step);
    const { summary, undo } = step;
    return [
      {
        ...{ fix, index, at, as, summary, undo },
        step: whole.success ? whole.data : null,
        seen: new Map([...seenOf(entry.seen), ...seenOf(end?.seen ?? '')]),
        status: end?.status ?? 'lost',
        undone: undone.has(keyOf(as, id, fix, index)),
      },
    ];
  });
  const undoes = lines.map(({ entry }) => undoesOf(entry)).find((run) => run !== undefined);
  return {
    id,
    undoes: undoes ?? null,
    steps: steps.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    ended: hasEnded(lines),
    unreadable: lines.filter(({ entry }) => entry === null).length,
  };
}

function endOf(begun: Line, lines: readonly Line[]): Extract<Entry, { event: 'end' }> | undefined {
  for (const { as, entry } of lines) {
    if (as !== begun.as || entry?.event !== 'end') continue;
    if (entry.fix === begun.entry?.fix && entry.index === begun.entry.index) return entry;
  }
  return undefined;
}

/** A run may apply several plans, one after the other: the last step of the last one counts. */
function hasEnded(lines: readonly Line[]): boolean {
  const entries = lines.flatMap(({ entry }) => (entry === null ? [] : [entry]));
  if (entries.every(({ last }) => last === undefined)) return true;
  const begun = entries.flatMap(({ event, at }) => (event === 'begin' ? [at] : [])).toSorted();
  const newest = begun.at(-1) ?? '';
  return entries.some(
    ({ event, last, at = '' }) => event === 'end' && last === true && at >= newest,
  );
}

function undoesOf(entry: Entry | null): string | undefined {
  return entry?.event === 'begin' ? entry.step.undoes?.run : entry?.undoes?.run;
}

/** `linger=no loaded=yes`, as the shell of a step writes it. */
function seenOf(text: string): Seen {
  return new Map(
    text.split(' ').flatMap((word): [string, string][] => {
      const at = word.indexOf('=');
      return at > 0 ? [[word.slice(0, at), word.slice(at + 1)]] : [];
    }),
  );
}

/** An undo that found nothing left to be done wrote that, and no step. */
function hasAnything({ steps, unreadable }: RecordedRun): boolean {
  return steps.length > 0 || unreadable > 0;
}
