/**
 * The lab: real hosts, healthy and broken ones, against podready from the outside.
 *
 *   npm run test:lab                       healthy hosts, twelve fixed faults, six chosen by the commit
 *   npm run test:lab -- --area subid       the faults of one area
 *   npm run test:lab -- --only linger-off  one fault (repeatable); --suite trixie on this host
 *   npm run test:lab -- --healthy          the healthy hosts and the no-trace test alone
 *   npm run test:lab -- --full             every fault on every host; resumable; writes docs/lab-report.md
 *   npm run test:lab -- --build            only make the hosts, once a recipe
 *   npm run test:lab -- --list             what there is, and what a run would take
 *   npm run test:lab -- --accel kvm        where the machine can
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Chosen, fixedTwelve, select, sixOf } from './choice.ts';
import { runFault } from './fault-run.ts';
import { estimate, everythingOn, Ledger, writeReport } from './full.ts';
import { Guest } from './guest.ts';
import { healthyHosts, healthyNames, leavesNoTrace, podmanWorks } from './healthy.ts';
import type { Variant } from './machine.ts';
import { REPO } from './paths.ts';
import { adviceFor, missingToRun } from './preflight.ts';
import { isSuite, SUITES, type SuiteName } from './recipe/suites.ts';
import { run } from './run.ts';
import { Tally } from './tally.ts';

const { values } = parseArgs({
  options: {
    area: { type: 'string' },
    only: { type: 'string', multiple: true },
    suite: { type: 'string' },
    healthy: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    build: { type: 'boolean', default: false },
    accel: { type: 'string' },
  },
});

const VARIANTS: readonly Variant[] = ['plain', 'cgroup1', 'selinux'];

async function main(): Promise<number> {
  if (values.accel !== undefined) process.env['PODREADY_LAB_ACCEL'] = values.accel;
  if (values.suite !== undefined && !isSuite(values.suite))
    return refuse(`no suite "${values.suite}"`);
  if (!existsSync(join(REPO, 'dist', 'src', 'cli', 'main.js'))) {
    return refuse('podready is not built: run npm run build first');
  }
  const missing = await missingToRun();
  if (missing.length > 0 && !values.list) return refuse(adviceFor(missing));
  const commit = await commitHash();
  if (values.build) return build();
  if (values.full && !values.list) return full(commit);
  const chosen = choose(commit);
  const withHealthy = values.area === undefined && values.only === undefined;
  if (values.list) return list(chosen);
  if (chosen.length === 0 && !withHealthy) return refuse('no fault matches');
  const tally = new Tally();
  const suites = SUITES.filter((suite) => values.suite === undefined || suite === values.suite);
  for (const suite of suites) await onSuite(suite, withHealthy, chosen, tally);
  return tally.end();
}

function refuse(why: string): number {
  console.error(`the lab cannot run: ${why}`);
  return 2;
}

/** What every run of the lab begins with, where it was not done before. */
async function build(): Promise<number> {
  for (const suite of SUITES) {
    const guest = await Guest.start({ suite, say: console.error });
    await guest.stop();
  }
  return 0;
}

async function commitHash(): Promise<string> {
  const git = await run('git', ['-C', REPO, 'rev-parse', '--short=12', 'HEAD']);
  return git.code === 0 ? git.stdout.trim() : 'no-commit';
}

function choose(commit: string): Chosen[] {
  if (values.healthy) return [];
  if (values.full) return select(values.area, values.only, values.suite, true);
  if (values.area === undefined && values.only === undefined) {
    return [...fixedTwelve(), ...sixOf(commit)];
  }
  return select(values.area, values.only, values.suite, values.only !== undefined);
}

function list(chosen: readonly Chosen[]): number {
  for (const { fault, suite } of chosen) {
    console.log(`${fault.area} ${fault.id} on ${suite}: expects ${fault.expect.check}`);
  }
  return 0;
}

/** One suite after the other: two emulated hosts at once are slower than two in turn. */
async function onSuite(
  suite: SuiteName,
  withHealthy: boolean,
  chosen: readonly Chosen[],
  tally: Tally,
): Promise<void> {
  for (const variant of VARIANTS) {
    const mine = chosen.filter((one) => one.suite === suite && variantOf(one) === variant);
    const healthy = withHealthy && variant === 'plain';
    if (mine.length === 0 && !healthy) continue;
    await onGuest(suite, variant, tally, async (guest) => {
      if (healthy) await onHealthy(guest, tally, !values.healthy);
      for (const { fault } of mine) {
        const result = await runFault(guest, fault);
        tally.record(`fault ${suite}: ${fault.id}`, result.problems, result.ms);
      }
    });
  }
}

async function onHealthy(guest: Guest, tally: Tally, brief: boolean): Promise<void> {
  await podmanWorks(guest, tally);
  await healthyHosts(guest, tally, brief);
  if (guest.suite === 'trixie') await leavesNoTrace(guest, tally, brief);
}

function variantOf({ fault }: Chosen): Variant {
  return fault.variant ?? 'plain';
}

async function onGuest(
  suite: SuiteName,
  variant: Variant,
  tally: Tally,
  body: (guest: Guest) => Promise<void>,
): Promise<void> {
  let guest: Guest | undefined;
  try {
    guest = await Guest.start({ suite, variant, say: console.error });
    await body(guest);
  } catch (cause) {
    tally.record(`host ${suite} (${variant})`, [String(cause)], 0);
  } finally {
    await guest?.stop();
  }
}

async function full(commit: string): Promise<number> {
  const tally = new Tally();
  for (const suite of SUITES.filter((one) => values.suite === undefined || one === values.suite)) {
    await fullOn(suite, await Ledger.open(suite, commit), tally);
  }
  console.log(`written: ${await writeReport(commit)}`);
  return tally.end();
}

function isAskedFor({ fault }: Chosen): boolean {
  return values.only === undefined || values.only.includes(fault.id);
}

async function fullOn(suite: SuiteName, ledger: Ledger, tally: Tally): Promise<void> {
  const rest = ledger.rest(everythingOn(suite).filter(isAskedFor));
  console.log(`${suite}: ${estimate(rest, ledger.faults.length)}`);
  for (const variant of VARIANTS) {
    const mine = rest.filter((one) => variantOf(one) === variant);
    const healthy =
      variant === 'plain' && values.only === undefined && !ledger.stand(healthyNames(suite));
    if (mine.length === 0 && !healthy) continue;
    await onGuest(suite, variant, tally, async (guest) => {
      if (healthy) {
        const hosts = new Tally((name) => !ledger.stand([name]));
        await onHealthy(guest, hosts, false);
        await ledger.addHosts(hosts.entries);
        for (const { name, problems, ms } of hosts.entries) tally.note(name, problems, ms);
      }
      for (const { fault } of mine) {
        const result = await runFault(guest, fault);
        await ledger.addFault(fault, result);
        tally.record(`fault ${suite}: ${fault.id}`, result.problems, result.ms);
      }
    });
  }
  // What was done before counts, whatever else was done now.
  const before = ledger.faults.filter((one) => !rest.some(({ fault }) => fault.id === one.fault));
  for (const { fault, problems, ms } of before)
    tally.note(`fault ${suite}: ${fault}`, problems, ms);
}

process.exitCode = await main();
