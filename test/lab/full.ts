/**
 * Every fault on every host that it is for, and the healthy hosts: hours, so it can be taken up again. What went well
 * stays, with the commit it was seen at, until the fault itself is changed; the rest is done again.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chosenAccel } from './accel.ts';
import { type Chosen, select } from './choice.ts';
import type { LabFault } from './fault.ts';
import { type Proven, PROVEN_FILE, versionOf } from './proven.ts';
import type { FaultResult } from './fault-run.ts';
import { healthyNames } from './healthy.ts';
import { labDir, REPO } from './paths.ts';
import { SUITES, type SuiteName } from './recipe/suites.ts';
import type { Entry } from './tally.ts';
import { TOTALS, writeTotals } from './totals.ts';

interface Seen {
  readonly commit: string;
  /** YYYY-MM-DD, UTC. */
  readonly date: string;
}

export type SeenFault = FaultResult & Seen & { readonly version: string };
export type SeenHost = Entry & Seen;

interface Content {
  faults: SeenFault[];
  /** Healthy hosts, and that a check leaves no trace. */
  hosts: SeenHost[];
}

/** What the runs on one suite have found so far. */
export class Ledger {
  readonly #file: string;
  readonly #commit: string;
  readonly #content: Content;
  readonly #known: ReadonlySet<string>;
  readonly #healthy: ReadonlySet<string>;

  private constructor(suite: SuiteName, file: string, commit: string, content: Content) {
    this.#known = new Set(everythingOn(suite).map(({ fault }) => fault.id));
    this.#healthy = new Set(healthyNames(suite));
    this.#file = file;
    this.#commit = commit;
    this.#content = content;
  }

  static async open(suite: SuiteName, commit: string): Promise<Ledger> {
    const file = labDir(`full-${suite}-${chosenAccel()}.json`);
    const empty: Content = { faults: [], hosts: [] };
    await mkdir(labDir(), { recursive: true });
    const content = existsSync(file)
      ? (JSON.parse(await readFile(file, 'utf8')) as Content)
      : empty;
    return new Ledger(suite, file, commit, content);
  }

  /** Those that the lab still has for this suite. */
  get faults(): readonly SeenFault[] {
    return this.#content.faults.filter((one) => this.#known.has(one.fault));
  }

  /** Without healthy hosts that the lab no longer has. */
  get hosts(): readonly SeenHost[] {
    return this.#content.hosts.filter(
      ({ name }) => !name.startsWith('healthy ') || this.#healthy.has(name),
    );
  }

  /** What is still to do, or to do again. */
  rest(chosen: readonly Chosen[]): Chosen[] {
    return chosen.filter(({ fault }) => !this.faults.some((one) => stands(one, fault)));
  }

  /** Whether all of these healthy hosts were seen, and were silent. */
  stand(names: readonly string[]): boolean {
    const good = new Set(
      this.hosts.filter(({ problems }) => problems.length === 0).map(({ name }) => name),
    );
    return names.every((name) => good.has(name));
  }

  async addFault(fault: LabFault, result: FaultResult): Promise<void> {
    const others = this.faults.filter((one) => one.fault !== fault.id);
    this.#content.faults = [...others, { ...result, ...this.#seen(), version: versionOf(fault) }];
    await this.#save();
  }

  /** Adds what was seen now, or again. */
  async addHosts(entries: readonly Entry[]): Promise<void> {
    const now = new Set(entries.map(({ name }) => name));
    const others = this.hosts.filter(({ name }) => !now.has(name));
    this.#content.hosts = [...others, ...entries.map((entry) => ({ ...entry, ...this.#seen() }))];
    await this.#save();
  }

  #seen(): Seen {
    return { commit: this.#commit, date: new Date().toISOString().slice(0, 10) };
  }

  async #save(): Promise<void> {
    await writeFile(this.#file, JSON.stringify(this.#content, null, 1));
  }
}

function stands(seen: SeenFault, fault: LabFault): boolean {
  return seen.fault === fault.id && seen.problems.length === 0 && seen.version === versionOf(fault);
}

const SECONDS_EACH = { tcg: 60, kvm: 15 } as const;

/** Said before it begins. */
export function estimate(rest: readonly Chosen[], done: number): string {
  const minutes = Math.ceil((rest.length * SECONDS_EACH[chosenAccel()]) / 60);
  return `${rest.length} faults to go, about ${minutes} minutes under ${chosenAccel()}; ${done} done before`;
}

export function everythingOn(suite: SuiteName): Chosen[] {
  return select(undefined, undefined, suite, true);
}

/** Writes the report from what is known of every suite; returns its path. */
export async function writeReport(commit: string): Promise<string> {
  const ledgers = await Promise.all(SUITES.map((suite) => Ledger.open(suite, commit)));
  const faults = ledgers.flatMap((ledger) => [...ledger.faults]);
  const file = join(REPO, 'docs', 'lab-report.md');
  await writeFile(
    file,
    report(
      faults,
      ledgers.flatMap((ledger) => [...ledger.hosts]),
    ),
  );
  await writeTotals();
  const proven = faults
    .filter(({ problems }) => problems.length === 0)
    .map(({ fault, suite, version }): Proven => ({ fault, suite, version }))
    .toSorted((a, b) => (`${a.fault} ${a.suite}` < `${b.fault} ${b.suite}` ? -1 : 1));
  await writeFile(
    PROVEN_FILE,
    `[\n${proven.map((one) => `  ${JSON.stringify(one)}`).join(',\n')}\n]\n`,
  );
  return file;
}

function report(faults: readonly SeenFault[], hosts: readonly SeenHost[]): string {
  const minutes = Math.round([...faults, ...hosts].reduce((sum, { ms }) => sum + ms, 0) / 60_000);
  const good = faults.filter(({ problems }) => problems.length === 0).length;
  const quiet = hosts.filter(({ problems }) => problems.length === 0).length;
  const dates = [...faults, ...hosts].map(({ date }) => date).toSorted();
  return [
    '# Lab report',
    '',
    'Faults injected one at a time into real hosts, checked and fixed over SSH from the outside, proven by Podman itself;',
    'and healthy hosts, where podready must stay silent. Written by `npm run test:lab -- --full`; each row names the commit',
    'it was seen at.',
    '',
    `- dates: ${dates[0] ?? 'never'} to ${dates.at(-1) ?? 'never'}`,
    `- duration: ${minutes} minutes in all (${chosenAccel()})`,
    `- healthy hosts: ${quiet} of ${hosts.length} as expected`,
    `- faults: ${new Set(faults.map(({ fault }) => fault)).size}, on ${faults.length} hosts; ${good} as expected`,
    `- cause named first: ${count(faults, (one) => one.first)} of ${faults.length}`,
    `- repaired by podready, and Podman worked afterwards: ${count(faults, (one) => one.works === true)} of ${count(faults, (one) => one.repair !== 'by hand')} that have a fix`,
    '',
    '## Repairs',
    '',
    'Taken back, broken off, many at once, guarded, exported:',
    '',
    `<!-- ${TOTALS} -->`,
    `<!-- /${TOTALS} -->`,
    '',
    '## Healthy hosts',
    '',
    '| test | as expected | commit |',
    '|---|---|---|',
    ...hosts.map(
      ({ name, problems, commit }) => `| ${name} | ${mark(problems.length === 0)} | ${commit} |`,
    ),
    '',
    '## Faults',
    '',
    '| area | fault | host | Podman broken | found | first | other causes | repaired | Podman works | second plan empty | commit |',
    '|---|---|---|---|---|---|---|---|---|---|---|',
    ...faults.toSorted(byName).map(row),
    '',
    ...problemsOf([...faults.map(nameFault), ...hosts]),
  ].join('\n');
}

function count(results: readonly SeenFault[], of: (one: SeenFault) => boolean): number {
  return results.filter((one) => of(one)).length;
}

function byName(a: SeenFault, b: SeenFault): number {
  return (
    a.area.localeCompare(b.area) || a.fault.localeCompare(b.fault) || a.suite.localeCompare(b.suite)
  );
}

function mark(value: boolean | null): string {
  if (value === null) return '–';
  return value ? 'yes' : '**no**';
}

function row(result: SeenFault): string {
  const others = result.others.length === 0 ? '–' : result.others.join(', ');
  const broken = result.harm === null ? mark(result.broken) : `later: ${result.harm}`;
  const cells = [
    ...[result.area, result.fault, result.suite, broken, mark(result.found), mark(result.first)],
    ...[others, result.repair, mark(result.works), mark(result.secondPlanEmpty), result.commit],
  ];
  return `| ${cells.join(' | ')} |`;
}

function nameFault({ fault, suite, problems }: SeenFault): Pick<Entry, 'name' | 'problems'> {
  return { name: `${fault} on ${suite}`, problems };
}

function problemsOf(results: readonly Pick<Entry, 'name' | 'problems'>[]): string[] {
  const bad = results.filter(({ problems }) => problems.length > 0);
  if (bad.length === 0) return [];
  const lines = bad.map(({ name, problems }) => `- ${name}: ${(problems[0] ?? '').split('\n')[0]}`);
  return ['## Not as expected', '', ...lines, ''];
}
