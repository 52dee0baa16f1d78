/**
 * What is judged from a bundle is what was judged on the host: on every healthy host of the lab and with every fault, one
 * look is judged at once and written to a bundle; judged from that, the JSON has the same bytes. Can be taken up again:
 * what was seen stays in replayed.json, with its commit, and the table of docs/bundle.md is written from it.
 *
 *   npm run test:replay                              what is still to do
 *   npm run test:replay -- --suite trixie            on one host
 *   npm run test:replay -- linger-off 'no sudo' …    these faults and healthy hosts, again
 *   npm run test:replay -- --minutes 15              begin nothing after so many minutes
 *   npm run test:replay -- --render                  only write the table
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { HostReport, Report } from '../../src/model/report.ts';
import { inject, prepare } from './case.ts';
import type { LabFault } from './fault.ts';
import { needsOf, targetOf } from './fault-run.ts';
import { faults } from './faults/index.ts';
import { Guest } from './guest.ts';
import { askedOf, bringAbout, type Scenario, scenariosOn } from './healthy.ts';
import { Ledger, now, type Seen } from './ledger.ts';
import type { Variant } from './machine.ts';
import { writeMarked } from './marked.ts';
import { podready, podreadyHere, type Target } from './podready.ts';
import { isSuite, type SuiteName, SUITES } from './recipe/suites.ts';
import { Tally } from './tally.ts';

/** A state of a host, and what is asked of it. */
interface State {
  readonly name: string;
  readonly kind: 'healthy' | 'fault';
  readonly variant: Variant;
  /** Changes with what brings it about. */
  readonly version: string;
  /** From the clean state. */
  readonly bringAbout: (guest: Guest) => Promise<void>;
  readonly target: Target;
  /** More users of the same host, looked at in the same run. */
  readonly others?: readonly string[];
  readonly args: readonly string[];
  /** What a live report has to say for there to be something to compare. */
  readonly shows: (hosts: readonly HostReport[]) => boolean;
}

interface Replayed extends Seen {
  readonly state: string;
  readonly kind: State['kind'];
  readonly suite: SuiteName;
  readonly version: string;
  /** Of the JSON. */
  readonly bytes: number;
}

const ledger = new Ledger<Replayed>('replayed.json', ({ suite, state }) => `${suite} ${state}`);
const VARIANTS: readonly Variant[] = ['plain', 'cgroup1', 'selinux'];
const ORDER: readonly SuiteName[] = ['trixie', 'bookworm', 'bullseye'];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      suite: { type: 'string' },
      minutes: { type: 'string', default: '600' },
      render: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (values.suite !== undefined && !isSuite(values.suite))
    throw new Error(`--suite: unknown host '${values.suite}'`);
  const tally = new Tally();
  if (!values.render) {
    const until = Date.now() + Number(values.minutes) * 60_000;
    for (const suite of ORDER.filter((one) => (values.suite ?? one) === one)) {
      const states = await toDo(suite, positionals);
      for (const variant of VARIANTS) {
        const mine = states.filter((state) => state.variant === variant);
        if (mine.length > 0 && Date.now() < until)
          await onGuest(suite, variant, mine, tally, until);
      }
    }
  }
  await writeMarked('docs/bundle.md', 'lab: replay', tableOf(await ledger.read()));
  return values.render ? 0 : tally.end();
}

/** What was asked for by name, or what was not yet seen as it is now. */
async function toDo(suite: SuiteName, names: readonly string[]): Promise<readonly State[]> {
  const all = statesOf(suite);
  if (names.length > 0) return all.filter(({ name }) => names.includes(name));
  const seen = await ledger.read();
  return all.filter(
    (state) => !seen.some((one) => one.problems.length === 0 && isOf(one, state, suite)),
  );
}

function isOf(seen: Replayed, { name, version }: State, suite: SuiteName): boolean {
  return seen.state === name && seen.version === version && seen.suite === suite;
}

async function onGuest(
  suite: SuiteName,
  variant: Variant,
  states: readonly State[],
  tally: Tally,
  until: number,
): Promise<void> {
  const guest = await Guest.start({ suite, variant, say: console.error });
  try {
    for (const state of states) {
      if (Date.now() > until) return;
      const looks: Compared[] = [];
      await tally.test(`replay ${suite}: ${state.name}`, async () => {
        const one = await replays(guest, state);
        looks.push(one);
        return one.problems;
      });
      const [seen] = looks;
      // What the lab could not bring about says nothing of podready.
      if (seen === undefined) continue;
      const { name, kind, version } = state;
      const ms = tally.entries.at(-1)?.ms ?? 0;
      await ledger.add({ state: name, kind, suite, version, ...seen, ms, ...(await now()) });
    }
  } finally {
    await guest.stop();
  }
}

/** What a look and its bundle said. */
type Compared = Pick<Replayed, 'problems' | 'bytes'>;

/** One look; no problem when its bundle gives the same bytes, and the same exit code. Throws when it does not show the state. */
async function replays(
  guest: Guest,
  { bringAbout: bring, target, others = [], args, shows }: State,
): Promise<Compared> {
  await guest.reset();
  await bring(guest);
  const folder = await mkdtemp(join(tmpdir(), 'podready-replay-'));
  try {
    const bundle = join(folder, 'bundle.tar.gz');
    const json = [...args, '--format', 'json'];
    const more = others.map((user) => `${user}@127.0.0.1:${guest.target.port}`);
    const live = await podready(guest, 'check', target, [...more, '--save-facts', bundle, ...json]);
    const replayed = await podreadyHere(['check', '--from-facts', bundle, ...json]);
    const hosts = hostsIn(live.stdout);
    if (!shows(hosts)) {
      const said = [live.stderr.trim(), ...hosts.flatMap(inTheWay)].join('\n');
      throw new Error(`the look does not show the state (exit ${live.code}): ${said}`);
    }
    const problems: string[] = [];
    if (replayed.code !== live.code) problems.push(`exit ${live.code} became ${replayed.code}`);
    if (replayed.stdout !== live.stdout) problems.push(difference(live.stdout, replayed.stdout));
    return { problems, bytes: Buffer.byteLength(live.stdout) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function hostsIn(text: string): readonly HostReport[] {
  try {
    return (JSON.parse(text) as Report).hosts;
  } catch {
    return [];
  }
}

/** What keeps a host from being ready. */
function inTheWay({ host, error, results }: HostReport): readonly string[] {
  if (error !== null) return [`${host}: ${error.step}: ${error.message}`];
  return results
    .filter(({ severity, status }) => severity === 'error' && /fail|unknown/u.test(status))
    .map(({ check, status, because }) => `${host}: ${check}: ${status} ${because ?? ''}`);
}

function difference(live: string, replayed: string): string {
  const [a, b] = [live.split('\n'), replayed.split('\n')];
  const at = a.findIndex((line, number) => line !== b[number]);
  return `line ${at + 1}: live ${a[at] ?? '(none)'}, replayed ${b[at] ?? '(none)'}`;
}

function statesOf(suite: SuiteName): readonly State[] {
  const broken = faults.filter(({ suites }) => suites.includes(suite)).map(stateOfFault);
  return [EVERYBODY, ...broken, ...scenariosOn(suite).filter(isMore).map(stateOfScenario)];
}

/** Users of the clean host, side by side, and one whom it does not let in. */
const EVERYBODY: State = {
  name: 'everybody',
  kind: 'healthy',
  variant: 'plain',
  version: '1',
  bringAbout: () => Promise.resolve(),
  target: { login: 'alice' },
  others: ['bob', 'carol', 'dieter', 'erin', 'nobody-here'],
  args: ['--concurrency', '2'],
  shows: (hosts) =>
    hosts.filter(({ verdict }) => verdict === 'ready').length === 5 && hosts.length === 6,
};

/** Those that are not among everybody. */
function isMore({ prepare: first, prepareAsRoot, reboot, throughRoot }: Scenario): boolean {
  return [first, prepareAsRoot, reboot, throughRoot].some((one) => one !== undefined);
}

function stateOfScenario(scenario: Scenario): State {
  return {
    name: scenario.id,
    kind: 'healthy',
    variant: 'plain',
    version: versionOf(scenario),
    bringAbout: (guest) => bringAbout(guest, scenario),
    ...askedOf(scenario),
    shows: ([host]) => host?.verdict === 'ready',
  };
}

function stateOfFault(fault: LabFault): State {
  const { id, inject: injected, prepare: prepared = '', variant = 'plain', expect } = fault;
  return {
    name: id,
    kind: 'fault',
    variant,
    version: versionOf([injected, prepared, fault.user, fault.throughRoot, fault.needs]),
    bringAbout: async (guest) => {
      await prepare(guest, fault);
      await inject(guest, fault);
    },
    target: targetOf(fault),
    args: needsOf(fault),
    shows: ([host]) =>
      host?.results.some((one) => one.check === expect.check && one.status === 'fail') === true,
  };
}

function versionOf(what: unknown): string {
  return createHash('sha256').update(JSON.stringify(what)).digest('hex').slice(0, 12);
}

function tableOf(all: readonly Replayed[]): string {
  const rows = SUITES.map((suite) => {
    const states = statesOf(suite);
    const seen = all.filter((one) => states.some((state) => isOf(one, state, suite)));
    const equal = seen.filter(({ problems }) => problems.length === 0);
    const of = (kind: State['kind']): string =>
      `${equal.filter((one) => one.kind === kind).length} of ${states.filter((one) => one.kind === kind).length}`;
    const differ = seen.filter(({ problems }) => problems.length > 0).map(({ state }) => state);
    const bytes = seen.reduce((sum, one) => sum + one.bytes, 0);
    const size = `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
    return `| ${suite} | ${of('healthy')} | ${of('fault')} | ${size} | ${differ.join(', ') || 'none'} |`;
  });
  const dates = all.map(({ date }) => date).toSorted();
  return [
    '| host | healthy states, equal | faults, equal | JSON compared | not equal |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `Seen from ${dates[0] ?? '–'} to ${dates.at(-1) ?? '–'}; each with its commit in test/lab/replayed.json.`,
  ].join('\n');
}

process.exitCode = await main();
