/**
 * Undo on real hosts: what `fix` changed is as it was after `undo`, and a second undo has nothing to do. Every fault that podready repairs, on the
 * first host that it is for. Can be taken up again: what was seen stays in undone.json, with its commit, and the table of docs/undo.md is
 * written from it.
 *
 *   npm run test:undo                        what is still to do
 *   npm run test:undo -- linger-off …        these faults, again, in this order
 *   npm run test:undo -- --suite bookworm    only what is still to do on this host; with faults: there
 *   npm run test:undo -- --minutes 15        begin nothing after so many minutes
 *   npm run test:undo -- --render            only write the table
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { inject, prepare } from './case.ts';
import { changes, configurationOf } from './configuration.ts';
import type { LabFault } from './fault.ts';
import { needsOf, targetOf } from './fault-run.ts';
import { faults } from './faults/index.ts';
import { Guest } from './guest.ts';
import { now } from './ledger.ts';
import { writeMarked } from './marked.ts';
import { podready } from './podready.ts';
import { isSuite, type SuiteName, SUITES } from './recipe/suites.ts';
import type { Outcome } from './run.ts';
import { again, Tally } from './tally.ts';
import { writeTotals } from './totals.ts';
import {
  type Case,
  type Changed,
  isTakenBack,
  renderUndone,
  repairable,
  undone,
  type Undone,
} from './undo-page.ts';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      suite: { type: 'string' },
      minutes: { type: 'string', default: '600' },
      render: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (values.suite !== undefined && !isSuite(values.suite)) {
    throw new Error(`--suite: unknown host '${values.suite}'`);
  }
  if (values.render) return await render();
  const cases = await casesOf(positionals, values.suite);
  const until = Date.now() + Number(values.minutes) * 60_000;
  const tally = new Tally();
  try {
    for (const suite of SUITES.toReversed()) {
      const here = cases.filter((one) => one.suite === suite);
      if (here.length > 0 && Date.now() < until) await onSuite(suite, here, tally, until);
    }
  } finally {
    await render();
  }
  return tally.end();
}

/** What was seen, and was good, is done again only when it is named. */
async function casesOf(
  ids: readonly string[],
  suite: SuiteName | undefined,
): Promise<readonly Case[]> {
  if (ids.length === 0) {
    const seen = await undone.read();
    return repairable()
      .filter((one) => suite === undefined || one.suite === suite)
      .filter(({ fault, suite: on }) => !seen.some((one) => isGood(one, fault, on)));
  }
  return ids.map((id) => {
    const fault = faults.find((one) => one.id === id);
    if (fault === undefined) throw new Error(`there is no fault '${id}'`);
    if (suite === undefined) return { fault, suite: fault.suites[0] };
    if (!fault.suites.includes(suite)) throw new Error(`${id} is none of ${suite}`);
    return { fault, suite };
  });
}

function isGood(seen: Undone, { id }: LabFault, suite: SuiteName): boolean {
  return seen.fault === id && seen.suite === suite && seen.problems.length === 0;
}

async function onSuite(
  suite: SuiteName,
  cases: readonly Case[],
  tally: Tally,
  until: number,
): Promise<void> {
  const guest = await Guest.start({ suite, say: console.error });
  try {
    for (const { fault } of cases) {
      if (Date.now() > until) return;
      const started = Date.now();
      const seen = await again(() => undoes(guest, fault)).catch((error: unknown) => ({
        steps: [],
        problems: [String(error)],
      }));
      const ms = Date.now() - started;
      tally.record(`undo ${suite}: ${fault.id}`, seen.problems, ms);
      await undone.add({ fault: fault.id, suite, ...seen, ms, ...(await now()) });
    }
  } finally {
    await guest.stop();
  }
}

async function undoes(
  guest: Guest,
  fault: LabFault,
): Promise<Pick<Undone, 'steps' | 'stays' | 'problems'>> {
  await guest.reset();
  await prepare(guest, fault);
  await inject(guest, fault);
  const target = targetOf(fault);
  const before = await configurationOf(guest, fault.user);
  const fixed = await podready(guest, 'fix', target, fixOptions(fault));
  const changed = await configurationOf(guest, fault.user);
  const steps = await stepsOf(guest);
  const back = await podready(guest, 'undo', target, ['--yes=disruptive']);
  const after = await configurationOf(guest, fault.user);
  const second = await podready(guest, 'undo', target, ['--yes=disruptive']);
  const byFix = changes(before, changed);
  const different = changes(before, after);
  // What a package brought back that was reinstalled, say: fix and undo both say that it stays.
  const declared = steps.some(({ undo }) => undo === 'none');
  const stays = declared ? different.filter((one) => byFix.includes(one)) : [];
  const problems = different.filter((one) => !stays.includes(one));
  if (steps.length === 0) problems.push(`fix did nothing:\n${said(fixed)}`);
  if (isTakenBack(steps) && byFix.length === 0) {
    problems.push(`fix changed nothing that is compared:\n${said(fixed)}`);
  }
  if (back.code !== 0) problems.push(`undo ended with ${back.code}:\n${said(back)}`);
  if (second.code !== 0 || !second.stdout.includes('Nothing to undo')) {
    problems.push(`a second undo ended with ${second.code}:\n${said(second)}`);
  }
  return { steps, ...(stays.length === 0 ? {} : { stays }), problems };
}

function fixOptions(fault: LabFault): readonly string[] {
  const { fix } = fault;
  const how = fix.kind === 'by-id' ? [`--yes=${fix.yes}`, '--only', fix.id] : ['--yes'];
  return [...how, ...needsOf(fault)];
}

/** From the journals of root and of the users. */
async function stepsOf(guest: Guest): Promise<readonly Changed[]> {
  const lines = await guest.must(
    'root',
    `cat /var/lib/podready/journal/*.ndjson /home/*/.local/state/podready/journal/*.ndjson 2>/dev/null; true`,
  );
  return lines
    .split('\n')
    .filter((line) => line.startsWith('{"event":"begin"'))
    .map((line) => JSON.parse(line) as { fix: string; step: Omit<Changed, 'fix'> })
    .map(({ fix, step: { kind, undo } }) => ({ fix, kind, undo }));
}

async function render(): Promise<number> {
  await writeMarked('docs/undo.md', 'lab: undo', renderUndone(await undone.read()));
  await writeTotals();
  return 0;
}

function said({ stdout, stderr }: Outcome): string {
  return (stdout + stderr).trim();
}

process.exitCode = await main();
