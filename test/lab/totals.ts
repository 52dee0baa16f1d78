/** What the lab saw of repairs that are taken back, broken off, crowded, guarded, exported: its totals in docs/lab-report.md. */
import { killed } from './killed-page.ts';
import { HOWS, type How } from './killed-step.ts';
import { Ledger, now, type Seen } from './ledger.ts';
import { writeMarked } from './marked.ts';
import type { Tally } from './tally.ts';
import { undone } from './undo-page.ts';

/** One test of a run that is too short to be taken up again. */
interface Shown extends Seen {
  readonly name: string;
}

const shown = new Ledger<Shown>('shown.json', ({ name }) => name);

/** Keeps what a short run has seen so far. */
export async function keepShown({ entries }: Tally): Promise<void> {
  for (const entry of entries) await shown.add({ ...entry, ...(await now()) });
  await writeTotals();
}

/** The same at its end; returns its exit code. */
export async function endShown(tally: Tally): Promise<number> {
  await keepShown(tally);
  return tally.end();
}

/** Where docs/lab-report.md has them. */
export const TOTALS = 'lab: totals';

export async function writeTotals(): Promise<void> {
  const steps = await killed.read();
  const of = (how: How): string => good(steps.filter((one) => one.how === how));
  const rows = [
    ['[undo](undo.md) leaves the host as it was', good(await undone.read()), 'faults'],
    ...HOWS.map((how) => [
      `[${BROKEN_OFF[how]}](killed.md): the next run finishes`,
      of(how),
      'steps',
    ]),
  ];
  const lines = [
    '| what | as expected |',
    '| --- | --- |',
    ...rows.map(([what, many, unit]) => `| ${what} | ${many} ${unit} |`),
    '',
    '| test | as expected | commit |',
    '| --- | --- | --- |',
    ...(await shown.read()).map(
      ({ name, problems, commit }) =>
        `| ${name} | ${problems.length === 0 ? 'yes' : '**no**'} | ${commit} |`,
    ),
  ];
  await writeMarked('docs/lab-report.md', TOTALS, lines.join('\n'));
}

const BROKEN_OFF: Readonly<Record<How, string>> = {
  process: 'killed',
  cut: 'connection cut',
  power: 'power lost',
};

function good(all: readonly Seen[]): string {
  return `${all.filter(({ problems }) => problems.length === 0).length} of ${all.length}`;
}
