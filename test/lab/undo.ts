/**
 * Undo on real hosts: what `fix` changed is as it was after `undo`, and a second undo has nothing to do.
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
import { differences, type Manifest, manifestOf } from './manifest.ts';
import { podready, type Target } from './podready.ts';
import { isSuite } from './recipe/suites.ts';
import { type Outcome, sleep } from './run.ts';
import { Tally } from './tally.ts';

/** Faults whose fixes have steps of different kinds. */
const CASES: readonly string[] = [
  'cpu-not-delegated', // write-file, and systemd reads it
  'policy-missing', // write-file, as the user
  'kernel-keys-used-up', // sysctl
  'ping-group-closed', // sysctl, named by id
  'subid-unreadable', // set-mode below /etc
  'newuidmap-without-setuid', // set-mode of a helper
  'socket-disabled', // enable-unit, as the user
  'linger-off', // enable-linger
  'pasta-not-installed', // install-package
  'subid-missing', // allocate-subids
  'tun-device-closed', // run
];

/** What an undo does not take back, and why. Lines of manifests. */
const EXPECTED: readonly { readonly line: RegExp; readonly because: string }[] = [
  {
    line: /^(?:file|sum .*) etc\/sub[ug]id-/u,
    because: 'the copy that usermod(8) keeps of the file before its last change',
  },
  {
    line: /^file home\/\w+\/\.local(?:\/state(?:\/podready(?:\/.*)?)?)? |^sum .* home\/\w+\/\.local\/state\/podready\//u,
    because: "podready's own journal",
  },
  {
    line: /^(?:file|sum .*) home\/\w+\/\.local\/share\/containers\//u,
    because: 'podman system migrate, which cannot be taken back, opens its database',
  },
];

/** Modes, packages and keys that fixes change, beside what any manifest has. */
const MORE = `
stat -c 'node %n %a %U:%G' /usr/bin/newuidmap /usr/bin/newgidmap /dev/net/tun
dpkg-query -W -f 'package \${binary:Package} \${db:Status-Status}\\n'
for key in kernel/keys/maxkeys kernel/keys/maxbytes net/ipv4/ping_group_range fs/inotify/max_user_instances; do
  echo "sysctl $key $(cat /proc/sys/$key)"
done`;

/** user@UID.service stops 10 s after the last session (UserStopDelaySec= of logind.conf). */
const MANAGER_STOPS_MS = 15_000;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { suite: { type: 'string', default: 'trixie' } },
    allowPositionals: true,
  });
  const { suite } = values;
  if (!isSuite(suite)) throw new Error(`--suite: unknown host '${suite}'`);
  const ids = positionals.length === 0 ? CASES : positionals;
  const chosen = ids.map((id) => faultOf(id)).filter(({ suites }) => suites.includes(suite));
  const guest = await Guest.start({ suite, say: console.error });
  const tally = new Tally();
  try {
    for (const fault of chosen) {
      await tally.test(`undo ${suite}: ${fault.id}`, () => undoes(guest, fault));
    }
  } finally {
    await guest.stop();
  }
  for (const { line, because } of EXPECTED) console.log(`  not compared: ${line}: ${because}`);
  return tally.end();
}

function faultOf(id: string): LabFault {
  const fault = faults.find((one) => one.id === id);
  if (fault === undefined) throw new Error(`there is no fault '${id}'`);
  return fault;
}

async function undoes(guest: Guest, fault: LabFault): Promise<readonly string[]> {
  await guest.reset();
  await prepare(guest, fault);
  await inject(guest, fault);
  const before = await stateOf(guest, fault.user);
  const fixed = await run(guest, 'fix', fault, fixOptions(fault));
  const changed = await stateOf(guest, fault.user);
  const undone = await run(guest, 'undo', fault, ['--yes=disruptive']);
  const after = await stateOf(guest, fault.user);
  const again = await run(guest, 'undo', fault, ['--yes=disruptive']);
  const problems = compare(before, after);
  if (compare(before, changed).length === 0) problems.push(`fix changed nothing:\n${said(fixed)}`);
  if (undone.code !== 0) problems.push(`undo ended with ${undone.code}:\n${said(undone)}`);
  if (again.code !== 0 || !again.stdout.includes('Nothing to undo')) {
    problems.push(`a second undo ended with ${again.code}:\n${said(again)}`);
  }
  return problems;
}

function compare(before: Manifest, after: Manifest): string[] {
  return differences(before, after).filter(
    (one) => !EXPECTED.some(({ line }) => line.test(one.slice(2))),
  );
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

/**
 * What undo speaks of: configuration, homes, lingering, the units and modules. Times of files and processes are none of
 * it, nor is what the package manager keeps about itself.
 */
async function stateOf(guest: Guest, user: string): Promise<Manifest> {
  guest.logout();
  await sleep(MANAGER_STOPS_MS);
  const all = await manifestOf(guest, user);
  const more = await guest.must('root', MORE);
  return [...all.filter(isCompared).map(withoutTime), ...more.trimEnd().split('\n')].toSorted();
}

function isCompared(line: string): boolean {
  return (
    /^(?:file|sum \S+ ) ?(?:etc|home|root|var\/lib\/systemd\/linger)(?:\/| )/u.test(line) ||
    /^(?:user-)?unit (?:podman|sshd?\.|user@|dbus)/u.test(line) ||
    line.startsWith('module ')
  );
}

/** `file PATH TYPE MODE OWNER SIZE TIME LINK`; the size of a folder only says how many names it once had. */
function withoutTime(line: string): string {
  const match =
    /^(?<head>file .+ (?<type>[a-z]) [0-7]+ [^ ]+) (?<size>\d+) -?[\d.]+ ?(?<link>.*)$/u.exec(line);
  const { head = line, type = '', size = '', link = '' } = match?.groups ?? {};
  if (match === null) return line;
  return type === 'd' ? head : `${head} ${size} ${link}`.trimEnd();
}

process.exitCode = await main();
