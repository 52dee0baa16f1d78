/**
 * Proves the faults themselves, without podready: on the clean host Podman works, after the injection it does not.
 *
 *   npx tsx test/lab/prove.ts [--suite SUITE] [ID…]
 */
import { appendFile } from 'node:fs/promises';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { inject, prepare, verify } from './case.ts';
import type { LabFault } from './fault.ts';
import { faults } from './faults/index.ts';
import { Guest } from './guest.ts';
import type { Variant } from './machine.ts';
import { labDir } from './paths.ts';
import { SUITES, type SuiteName } from './recipe/suites.ts';
import type { Outcome } from './run.ts';

const { values, positionals } = parseArgs({
  options: { suite: { type: 'string' } },
  allowPositionals: true,
});

let proven = 0;
let refuted = 0;
const worksOn = new Set<string>();

for (const suite of SUITES) {
  if (values.suite !== undefined && values.suite !== suite) continue;
  for (const variant of ['plain', 'cgroup1', 'selinux'] as const) await proveAll(suite, variant);
}
console.log(`${proven} proven, ${refuted} refuted`);
process.exitCode = refuted === 0 && proven > 0 ? 0 : 1;

async function proveAll(suite: SuiteName, variant: Variant): Promise<void> {
  const chosen = faults.filter(
    (fault) =>
      fault.suites.includes(suite) &&
      (fault.variant ?? 'plain') === variant &&
      (positionals.length === 0 || positionals.includes(fault.id)),
  );
  if (chosen.length === 0) return;
  const guest = await Guest.start({ suite, variant, say: console.error });
  try {
    for (const fault of chosen) await prove(guest, fault);
  } finally {
    await guest.stop();
  }
}

async function prove(guest: Guest, fault: LabFault): Promise<void> {
  const name = `${guest.suite} ${fault.id}`;
  const started = Date.now();
  try {
    await guest.reset();
    const before = await onCleanHost(guest, fault);
    await prepare(guest, fault);
    await inject(guest, fault);
    const after = await verify(guest, fault);
    const good = (before === undefined || before.code === 0) && after.code !== 0;
    if (good) proven += 1;
    else refuted += 1;
    await note(name, good, before, after, Date.now() - started);
  } catch (cause) {
    refuted += 1;
    console.log(`✘ ${name}: ${String(cause)}`);
    await appendFile(labDir('proofs.log'), `✘ ${name}: ${String(cause)}\n`);
  }
}

/** Once a suite and a proof; nothing for a fault that even the clean host has. */
async function onCleanHost(guest: Guest, fault: LabFault): Promise<Outcome | undefined> {
  if (fault.inject === 'true' || worksOn.has(proofOf(guest, fault))) return undefined;
  await prepare(guest, fault);
  const outcome = await verify(guest, fault);
  if (outcome.code === 0) worksOn.add(proofOf(guest, fault));
  await guest.reset();
  return outcome;
}

function proofOf(guest: Guest, fault: LabFault): string {
  return JSON.stringify([guest.suite, fault.prepare, fault.verify, fault.verifyAs]);
}

async function note(
  name: string,
  good: boolean,
  before: Outcome | undefined,
  after: Outcome,
  ms: number,
): Promise<void> {
  const last = (outcome: Outcome): string =>
    `${outcome.code} in ${outcome.ms} ms: ${(outcome.stderr + outcome.stdout).trim().slice(-400)}`;
  const clean =
    before === undefined || before.code === 0 ? '' : `\n    clean host: ${last(before)}`;
  const line = `${good ? '✔' : '✘'} ${name} (${ms} ms)${clean}\n    broken: ${last(after)}`;
  console.log(line);
  await appendFile(labDir('proofs.log'), `${line}\n`);
}
