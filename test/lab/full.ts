/** Every fault on every host that it is for: hours, so it can be taken up again, and ends in a report. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chosenAccel } from './accel.ts';
import { type Chosen, select } from './choice.ts';
import type { FaultResult } from './fault-run.ts';
import { labDir, REPO } from './paths.ts';

/** What a run for one commit has found so far. */
export class Ledger {
  readonly #file: string;
  readonly #results: FaultResult[];

  private constructor(file: string, results: FaultResult[]) {
    this.#file = file;
    this.#results = results;
  }

  static async open(commit: string): Promise<Ledger> {
    const file = labDir(`full-${commit}-${chosenAccel()}.json`);
    if (!existsSync(file)) return new Ledger(file, []);
    return new Ledger(file, JSON.parse(await readFile(file, 'utf8')) as FaultResult[]);
  }

  get results(): readonly FaultResult[] {
    return this.#results;
  }

  /** What is still to do. */
  rest(chosen: readonly Chosen[]): Chosen[] {
    return chosen.filter(
      ({ fault, suite }) =>
        !this.#results.some((one) => one.fault === fault.id && one.suite === suite),
    );
  }

  async add(result: FaultResult): Promise<void> {
    this.#results.push(result);
    await writeFile(this.#file, JSON.stringify(this.#results, null, 1));
  }
}

const SECONDS_EACH = { tcg: 60, kvm: 15 } as const;

/** Said before it begins. */
export function estimate(rest: readonly Chosen[], done: number): string {
  const minutes = Math.ceil((rest.length * SECONDS_EACH[chosenAccel()]) / 60);
  return `${rest.length} faults to go, about ${minutes} minutes under ${chosenAccel()}; ${done} done before`;
}

export function everything(): Chosen[] {
  return select(undefined, undefined, undefined, true);
}

export async function writeReport(
  results: readonly FaultResult[],
  commit: string,
): Promise<string> {
  const file = join(REPO, 'docs', 'lab-report.md');
  await writeFile(file, report(results, commit, new Date()));
  return file;
}

function report(results: readonly FaultResult[], commit: string, now: Date): string {
  const minutes = Math.round(results.reduce((sum, { ms }) => sum + ms, 0) / 60_000);
  const good = results.filter(({ problems }) => problems.length === 0).length;
  return [
    '# Lab report',
    '',
    'Faults injected one at a time into real hosts, checked and fixed over SSH from the outside, proven by Podman itself.',
    'Written by `npm run test:lab -- --full`.',
    '',
    `- commit: ${commit}`,
    `- date: ${now.toISOString().slice(0, 10)}`,
    `- duration: ${minutes} minutes (${chosenAccel()})`,
    `- result: ${good} of ${results.length} as expected`,
    '',
    '| fault | host | Podman broken | found | first | other causes | repaired | Podman works | second plan empty |',
    '|---|---|---|---|---|---|---|---|---|',
    ...results.toSorted(byName).map(row),
    '',
    ...problemsOf(results),
  ].join('\n');
}

function byName(a: FaultResult, b: FaultResult): number {
  return a.fault.localeCompare(b.fault) || a.suite.localeCompare(b.suite);
}

function row(result: FaultResult): string {
  const mark = (value: boolean | null): string => (value === null ? '–' : value ? 'yes' : '**no**');
  const others = result.others.length === 0 ? '–' : result.others.join(', ');
  const cells = [
    ...[result.fault, result.suite, mark(result.broken), mark(result.found), mark(result.first)],
    ...[others, result.repair, mark(result.works), mark(result.secondPlanEmpty)],
  ];
  return `| ${cells.join(' | ')} |`;
}

function problemsOf(results: readonly FaultResult[]): string[] {
  const bad = results.filter(({ problems }) => problems.length > 0);
  if (bad.length === 0) return [];
  const lines = bad.map(
    ({ fault, suite, problems }) => `- ${fault} on ${suite}: ${(problems[0] ?? '').split('\n')[0]}`,
  );
  return ['## Not as expected', '', ...lines, ''];
}
