/**
 * Runs of `fix` that are killed, whose connection is cut, or whose host loses its power, at every step: the next `fix` says so, and finishes; Podman
 * works; the plan after that is empty. Can be taken up again: what was seen stays in killed.json, with its commit, and
 * docs/killed.md is written from it.
 *
 *   npm run test:killed                      what is still to do
 *   npm run test:killed -- linger-off …      these faults, again
 *   npm run test:killed -- --how power       only one way to end: process, cut or power
 *   npm run test:killed -- --minutes 15      begin nothing after so many minutes
 *   npm run test:killed -- --render          only write docs/killed.md
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type LabFault, RUN } from './fault.ts';
import { faults } from './faults/index.ts';
import { Guest } from './guest.ts';
import { type How, HOWS, killAt } from './killed-step.ts';
import { type Case, killed, renderKilled, type SeenStep } from './killed-page.ts';
import { now } from './ledger.ts';
import { REPO } from './paths.ts';
import { again, Tally } from './tally.ts';
import { writeTotals } from './totals.ts';

const SUITE = 'trixie';
const PAGE = join(REPO, 'docs', 'killed.md');

/** No fault of the lab needs this kind of step on this host. */
const TUN_NOT_LOADED: LabFault = {
  id: 'tun-not-loaded',
  area: 'network',
  covers: [],
  suites: [SUITE],
  user: 'alice',
  inject: 'forget alice; modprobe -r tun; rm -f /dev/net/tun',
  expect: { check: 'tun-device' },
  fix: { kind: 'auto' },
  verify: RUN,
};

/** Faults whose fixes use every kind of step that fixes plan. */
const POWER: readonly string[] = [
  'cpu-not-delegated', // write-file, run
  'kernel-keys-used-up', // sysctl
  'subid-unreadable', // set-mode
  'linger-off', // enable-linger
  'socket-disabled', // enable-unit
  'subid-missing', // allocate-subids
  'pasta-not-installed', // install-package
  'tun-not-loaded', // load-module
];

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      how: { type: 'string' },
      minutes: { type: 'string', default: '600' },
      render: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const hows = HOWS.filter((how) => values.how === undefined || values.how === how);
  const cases = casesOf(positionals, hows);
  if (values.render) return await render();
  const until = Date.now() + Number(values.minutes) * 60_000;
  const guest = await Guest.start({ suite: SUITE, say: console.error });
  const tally = new Tally();
  const session = { tally, until, redo: positionals.length > 0 };
  try {
    for (const { fault, how } of cases) await everyStep(guest, fault, how, session);
  } finally {
    await guest.stop();
    await render();
  }
  return tally.end();
}

/** The power first: its list is the shorter one. */
function casesOf(ids: readonly string[], hows: readonly How[]): readonly Case[] {
  const all = killable();
  const unknown = ids.find((id) => all.every((fault) => fault.id !== id));
  if (unknown !== undefined) throw new Error(`${SUITE} has no fault '${unknown}' with a fix`);
  const some = all.filter(({ id }) => ids.length === 0 || ids.includes(id));
  return hows
    .toReversed()
    .flatMap((how) =>
      some
        .filter(({ id }) => how === 'process' || POWER.includes(id))
        .map((fault) => ({ fault, how })),
    );
}

/** Every fault that a fix repairs on this host. */
function killable(): readonly LabFault[] {
  const repaired = faults.filter(
    ({ suites, fix, variant = 'plain' }) =>
      suites.includes(SUITE) && fix.kind !== 'manual' && variant === 'plain',
  );
  return [...repaired, TUN_NOT_LOADED];
}

interface Session {
  readonly tally: Tally;
  /** Nothing is begun after this, in ms since the epoch. */
  readonly until: number;
  readonly redo: boolean;
}

async function everyStep(
  guest: Guest,
  fault: LabFault,
  how: How,
  { tally, until, redo }: Session,
): Promise<void> {
  for (let step = 1, last = false; !last; step++) {
    const known = (await killed.read()).find((one) => isOf(one, fault, how) && one.step === step);
    if (known?.problems.length === 0 && !redo) {
      last = known.last;
      continue;
    }
    if (Date.now() > until) return;
    const started = Date.now();
    const seen = await again(() => killAt(guest, fault, how, step)).catch((error: unknown) => {
      tally.record(`${how}: ${fault.id}, step ${step}`, [String(error)], Date.now() - started);
    });
    if (seen === undefined) return;
    const ms = Date.now() - started;
    const name = `${how}: ${fault.id}, step ${step} (${seen.kind}), ${seen.phase}`;
    tally.record(name, seen.problems, ms);
    await killed.add({ ...seen, ms, ...(await now()) });
    last = seen.last;
  }
}

function isOf(seen: SeenStep, { id }: LabFault, how: How): boolean {
  return seen.fault === id && seen.how === how;
}

async function render(): Promise<number> {
  await writeFile(PAGE, renderKilled(await killed.read(), casesOf([], HOWS)));
  await writeTotals();
  return 0;
}

process.exitCode = await main();
