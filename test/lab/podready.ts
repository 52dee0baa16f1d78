/** Runs podready as a user would: the built program, on the lab's machine, against a guest over SSH. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import type { HostReport, Report } from '../../src/model/report.ts';
import type { Guest } from './guest.ts';
import { REPO } from './paths.ts';
import { type Outcome, run } from './run.ts';
import { PodreadyFailed } from './tally.ts';

export interface Target {
  /** Who logs in. */
  readonly login: string;
  /** Whose Podman is meant, when that is somebody else. */
  readonly user?: string;
}

export interface Checked {
  readonly code: number;
  readonly host: HostReport;
  readonly ms: number;
}

const LAUNCHER = join(REPO, 'bin', 'podready.js');

// An emulated host is several times slower than a real one.
const HOST_LIMIT_S = 180;

type Command = 'check' | 'fix' | 'plan' | 'bootstrap' | 'undo' | 'history';

export async function podready(
  guest: Guest,
  command: Command,
  target: Target,
  args: readonly string[],
): Promise<Outcome> {
  const all = argumentsFor(guest, command, target, args);
  return run(process.execPath, all, { timeoutMs: 10 * HOST_LIMIT_S * 1_000, env: ENVIRONMENT });
}

/** The same with whatever arguments: for what touches no host. */
export async function podreadyHere(args: readonly string[]): Promise<Outcome> {
  return run(process.execPath, [LAUNCHER, ...args], { env: ENVIRONMENT });
}

/** The same, not waited for, in a process group of its own: to be killed. */
export function startPodready(
  guest: Guest,
  command: Command,
  target: Target,
  args: readonly string[],
): ChildProcess {
  return spawn(process.execPath, argumentsFor(guest, command, target, args), {
    env: ENVIRONMENT,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
}

function argumentsFor(
  guest: Guest,
  command: Command,
  target: Target,
  args: readonly string[],
): string[] {
  const { port, key, knownHosts } = guest.target;
  return [
    ...[LAUNCHER, command, `${target.login}@127.0.0.1:${port}`],
    ...['-F', join(guest.dir, 'ssh_config'), '--identity', key, '--known-hosts', knownHosts],
    ...['--timeout', String(HOST_LIMIT_S)],
    ...(target.user === undefined ? [] : ['--user', target.user]),
    ...args,
  ];
}

/** Nothing of the person who runs the lab: no agent, no ssh configuration, no colours. */
const ENVIRONMENT = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  LC_ALL: 'C.UTF-8',
  NO_COLOR: '1',
};

/** Checks, and reads the report; a report that cannot be read is an error of podready. */
export async function check(
  guest: Guest,
  target: Target,
  args: readonly string[],
): Promise<Checked> {
  const done = await podready(guest, 'check', target, ['--format', 'json', ...args]);
  const report = parse(done);
  const [host] = report.hosts;
  if (host === undefined)
    throw new PodreadyFailed(`check: a report without a host (exit ${done.code})`);
  return { code: done.code, host, ms: done.ms };
}

function parse(done: Outcome): Report {
  try {
    return JSON.parse(done.stdout) as Report;
  } catch (cause) {
    const said = (done.stderr + done.stdout).trim().slice(0, 2_000);
    throw new PodreadyFailed(`check: no JSON report (exit ${done.code}):\n${said}`, { cause });
  }
}

/** One line for each thing that is wrong, for the lab's own output. */
export function wrongs(host: HostReport): string[] {
  if (host.error !== null) return [`${host.error.step}: ${host.error.message}`];
  return host.results
    .filter(({ status, severity }) => status === 'fail' && severity !== 'info')
    .map((result) => {
      const said = result.findings.map(({ message }) => message).join('; ');
      const follows = result.explainedBy === null ? '' : ` (follows from ${result.explainedBy})`;
      return `${result.severity} ${result.check}: ${said}${follows}`;
    });
}
