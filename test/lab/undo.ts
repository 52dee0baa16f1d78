/**
 * Undo on real hosts: what `fix` changed is as it was after `undo`, and a second undo has nothing to do. Notes what it saw
 * in undone.json, and writes the table of docs/undo.md.
 *
 *   npm run test:undo                        on trixie
 *   npm run test:undo -- --suite bookworm    on another host
 *   npm run test:undo -- linger-off …        these faults only
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { inject, prepare } from './case.ts';
import type { LabFault } from './fault.ts';
import { faults } from './faults/index.ts';
import { Guest } from './guest.ts';
import { changes, configurationOf, NOT_COMPARED } from './configuration.ts';
import { podready, type Target } from './podready.ts';
import { Ledger, now, type Seen } from './ledger.ts';
import { writeMarked } from './marked.ts';
import { isSuite, type SuiteName } from './recipe/suites.ts';
import type { Outcome } from './run.ts';
import { Tally } from './tally.ts';

/** Faults whose fixes have steps of different kinds, and which. */
const CASES: Readonly<Record<string, string>> = {
  'cpu-not-delegated': 'write-file, and systemd reads it',
  'policy-missing': 'write-file, as the user',
  'kernel-keys-used-up': 'sysctl',
  'ping-group-closed': 'sysctl, named by id',
  'subid-unreadable': 'set-mode below /etc',
  'newuidmap-without-setuid': 'set-mode of a helper',
  'socket-disabled': 'enable-unit, as the user',
  'linger-off': 'enable-linger',
  'pasta-not-installed': 'install-package',
  'subid-missing': 'allocate-subids',
  'tun-device-closed': 'run',
};

interface Undone extends Seen {
  readonly fault: string;
  readonly suite: SuiteName;
}

const ledger = new Ledger<Undone>('undone.json', ({ fault, suite }) => `${fault} ${suite}`);

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { suite: { type: 'string', default: 'trixie' } },
    allowPositionals: true,
  });
  const { suite } = values;
  if (!isSuite(suite)) throw new Error(`--suite: unknown host '${suite}'`);
  const ids = positionals.length === 0 ? Object.keys(CASES) : positionals;
  const chosen = ids.map((id) => faultOf(id)).filter(({ suites }) => suites.includes(suite));
  const guest = await Guest.start({ suite, say: console.error });
  const tally = new Tally();
  try {
    for (const fault of chosen) {
      await tally.test(`undo ${suite}: ${fault.id}`, () => undoes(guest, fault));
      const { problems = [], ms = 0 } = tally.entries.at(-1) ?? {};
      await ledger.add({ fault: fault.id, suite, problems, ms, ...(await now()) });
    }
  } finally {
    await guest.stop();
    await writeMarked('docs/undo.md', 'lab: undo', tableOf(await ledger.read()));
  }
  for (const { line, because } of NOT_COMPARED) console.log(`  not compared: ${line}: ${because}`);
  return tally.end();
}

function faultOf(id: string): LabFault {
  const fault = faults.find((one) => one.id === id);
  if (fault === undefined) throw new Error(`there is no fault '${id}'`);
  return fault;
}

function tableOf(all: readonly Undone[]): string {
  return [
    '| fault | its fix changes | host | as before | commit |',
    '| --- | --- | --- | --- | --- |',
    ...all.map(
      ({ fault, suite, problems, commit }) =>
        `| ${fault} | ${CASES[fault] ?? '–'} | ${suite} | ${problems.length === 0 ? 'yes' : '**no**'} | ${commit} |`,
    ),
    '',
    'Not compared:',
    '',
    ...NOT_COMPARED.map(({ because }) => `- ${because}`),
  ].join('\n');
}

async function undoes(guest: Guest, fault: LabFault): Promise<readonly string[]> {
  await guest.reset();
  await prepare(guest, fault);
  await inject(guest, fault);
  const before = await configurationOf(guest, fault.user);
  const fixed = await run(guest, 'fix', fault, fixOptions(fault));
  const changed = await configurationOf(guest, fault.user);
  const undone = await run(guest, 'undo', fault, ['--yes=disruptive']);
  const after = await configurationOf(guest, fault.user);
  const again = await run(guest, 'undo', fault, ['--yes=disruptive']);
  const problems = changes(before, after);
  if (changes(before, changed).length === 0) problems.push(`fix changed nothing:\n${said(fixed)}`);
  if (undone.code !== 0) problems.push(`undo ended with ${undone.code}:\n${said(undone)}`);
  if (again.code !== 0 || !again.stdout.includes('Nothing to undo')) {
    problems.push(`a second undo ended with ${again.code}:\n${said(again)}`);
  }
  return problems;
}

function fixOptions({ fix, needs = [] }: LabFault): readonly string[] {
  const how = fix.kind === 'by-id' ? [`--yes=${fix.yes}`, '--only', fix.id] : ['--yes'];
  return [...how, ...needs.flatMap((need) => ['--need', need])];
}

async function run(
  guest: Guest,
  command: 'fix' | 'undo',
  { user, throughRoot }: LabFault,
  args: readonly string[],
): Promise<Outcome> {
  const target: Target = throughRoot === true ? { login: 'root', user } : { login: user };
  return podready(guest, command, target, args);
}

function said({ stdout, stderr }: Outcome): string {
  return (stdout + stderr).trim();
}

process.exitCode = await main();
