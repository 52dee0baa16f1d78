/**
 * Outcomes on real hosts: what `check --deep` says of healthy and broken ones, and that nothing of it stays, also when
 * it is interrupted.
 *
 *   npm run test:deep                      on trixie
 *   npm run test:deep -- --suite bookworm  on another host
 *   npm run test:deep -- --only healthy    healthy, broken or interrupted
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import type { CheckResult } from '../../src/model/report.ts';
import { Guest } from './guest.ts';
import { REPO } from './paths.ts';
import { check, type Checked } from './podready.ts';
import { isSuite } from './recipe/suites.ts';
import { sleep } from './run.ts';
import { Tally } from './tally.ts';

/** An emulated host needs several seconds for each call of podman. */
const DEEP = ['--deep', '--timeout', '480'];

interface Broken {
  readonly id: string;
  /** Run as root. */
  readonly fault: string;
  /** Outcomes that fail, and what they are listed under. */
  readonly follows: Readonly<Record<string, string>>;
}

const BROKEN: readonly Broken[] = [
  {
    id: 'no pasta',
    fault: 'dpkg --remove --force-depends passt',
    follows: {
      'container-port': 'rootless-network-tool',
      'container-names': 'rootless-network-tool',
    },
  },
  {
    id: 'no subordinate ids',
    fault: `sed -i '/^alice:/d' /etc/subuid /etc/subgid; runuser -u alice -- env XDG_RUNTIME_DIR=/run/user/1000 podman system migrate`,
    follows: { 'container-file-owner': 'subuid-range' },
  },
];

/** All that Podman has of alice, what is in her runtime directory, and what runs. */
const LEFT = `
podman ps -a --format '{{.Names}}'; podman network ls --format '{{.Name}}'; podman images --format '{{.Repository}}'
ls -A "/run/user/$(id -u)" /tmp | grep podready
ps -u "$(id -u)" -o args | grep -e podready -e 'sleep [0-9]' -e pasta -e aardvark -e slirp4netns | grep -v grep
true`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { suite: { type: 'string', default: 'trixie' }, only: { type: 'string' } },
  });
  const wants = (part: string): boolean => values.only === undefined || values.only === part;
  if (!isSuite(values.suite)) throw new Error(`--suite: unknown host '${values.suite}'`);
  const guest = await Guest.start({ suite: values.suite, say: console.error });
  const tally = new Tally();
  try {
    if (wants('healthy')) await healthy(guest, tally);
    if (wants('broken') && values.suite === 'trixie') await broken(guest, tally);
    if (wants('interrupted')) await interrupted(guest, tally);
  } finally {
    await guest.stop();
  }
  return tally.end();
}

async function healthy(guest: Guest, tally: Tally): Promise<void> {
  for (const user of ['alice', 'erin']) {
    await tally.test(
      `deep ${guest.suite}: every outcome of ${user}, and nothing left`,
      async () => {
        await guest.reset();
        const before = await guest.must(user, user === 'erin' ? HOME : LEFT);
        const { code, host } = await check(guest, { login: user }, DEEP);
        const after = await guest.must(user, user === 'erin' ? HOME : LEFT);
        const problems = outcomesOf(host.results)
          .filter(({ status }) => status !== 'pass' && status !== 'not-applicable')
          .map((one) => `${one.check}: ${one.status}: ${said(one)}`);
        if (code !== 0) problems.push(`exit ${code}, expected 0`);
        if (before !== after) problems.push(`before:\n${before}after:\n${after}`);
        return problems;
      },
    );
  }
}

/** A user who never ran Podman has none of its files; she is not asked with podman, which would make them. */
const HOME = `find "$HOME" "/run/user/$(id -u)" -name 'libpod' -o -name 'containers' -o -name 'podready*'; ps -u "$(id -u)" -o args | grep -e catatonit -e 'podman pause' | grep -v grep; true`;

async function broken(guest: Guest, tally: Tally): Promise<void> {
  for (const { id, fault, follows } of BROKEN) {
    await tally.test(
      `deep ${guest.suite}: ${id}: outcomes are listed under their cause`,
      async () => {
        await guest.reset();
        await guest.must('root', fault);
        const { code, host } = await check(guest, { login: 'alice' }, DEEP);
        const failed = outcomesOf(host.results).filter(({ status }) => status === 'fail');
        const problems = Object.entries(follows).flatMap(([outcome, cause]) => {
          const result = failed.find((one) => one.check === outcome);
          if (result?.explainedBy === cause) return [];
          return [`${outcome}: expected under ${cause}, is under ${result?.explainedBy ?? 'none'}`];
        });
        const own = failed.filter(({ explainedBy }) => explainedBy === null);
        problems.push(...own.map((one) => `a cause of its own: ${one.check}: ${said(one)}`));
        if (code !== 1) problems.push(`exit ${code}, expected 1`);
        return problems;
      },
    );
  }
}

async function interrupted(guest: Guest, tally: Tally): Promise<void> {
  const cases = [
    { id: 'its client is killed', seconds: 240, kill: 45 },
    // The half of 60 s is not enough for all containers of an emulated host: the host's own watcher ends it.
    { id: 'its time is over', seconds: 60, kill: 90 },
  ];
  for (const { id, seconds, kill } of cases) {
    await tally.test(`deep ${guest.suite}: nothing is left when ${id}`, async () => {
      await guest.reset();
      const before = await guest.must('alice', LEFT);
      await startAndKill(guest, seconds, kill);
      const during = await guest.must('alice', LEFT);
      for (let waited = 0; waited < seconds; waited += 10) {
        await sleep(10_000);
        if ((await guest.must('alice', LEFT)) === before) break;
      }
      const after = await guest.must('alice', LEFT);
      const problems = before === after ? [] : [`before:\n${before}after:\n${after}`];
      if (kill < seconds && during === before)
        problems.push('nothing had begun when it was killed');
      return problems;
    });
  }
}

async function startAndKill(guest: Guest, seconds: number, kill: number): Promise<void> {
  const { port, key, knownHosts } = guest.target;
  const args = [
    ...[join(REPO, 'bin', 'podready.js'), 'check', `alice@127.0.0.1:${port}`, '--deep'],
    ...['--identity', key, '--known-hosts', knownHosts, '--timeout', String(seconds)],
  ];
  const child = spawn(process.execPath, args, { stdio: 'ignore', env: { HOME: '/nonexistent' } });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await Promise.race([ended, sleep(kill * 1_000)]);
  child.kill('SIGKILL');
  await ended;
}

function outcomesOf(results: Checked['host']['results']): readonly CheckResult[] {
  return results.filter(({ area }) => area === 'outcome');
}

function said({ because, findings }: CheckResult): string {
  return because ?? findings.map(({ message }) => message).join('; ');
}

process.exitCode = await main();
