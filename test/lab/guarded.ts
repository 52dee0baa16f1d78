/**
 * Changes that may lock people out, on a real host: what would is refused by the trial, or taken back by the host
 * itself, whatever becomes of us; what does not stays, and leaves nothing behind.
 *
 *   npm run test:guarded                          on trixie
 *   npm run test:guarded -- --suite bookworm      on another host
 *   npm run test:guarded -- port power …          these cases only
 */
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { applyPlan, newRunId } from '../../src/engine/apply.ts';
import { type applyGuarded } from '../../src/engine/guard.ts';
import { changeBody } from '../../src/engine/guard-script.ts';
import { type GuardedStep, ROLLBACK_AFTER } from '../../src/engine/guard-step.ts';
import type { HostPlan } from '../../src/engine/plan.ts';
import type { StepRecord } from '../../src/engine/step-frames.ts';
import { runStepScript } from '../../src/engine/step-session.ts';
import { connect } from '../../src/transport/connect.ts';
import { HopPool } from '../../src/transport/hop-pool.ts';
import { parseHost } from '../../src/transport/inventory.ts';
import type { Transport } from '../../src/transport/transport.ts';
import { inject, verify } from './case.ts';
import { faults } from './faults/index.ts';
import { Guest } from './guest.ts';
import { podready } from './podready.ts';
import { isSuite } from './recipe/suites.ts';
import { Tally } from './tally.ts';
import { endShown } from './totals.ts';

const DROP_IN = '/etc/ssh/sshd_config.d/00-lockout.conf';

/** A step that writes a drop-in of sshd. */
function dropIn(content: string): GuardedStep {
  return {
    ...{ kind: 'write-file', guard: 'sshd', as: 'root', effect: 'safe', undo: 'exact' },
    ...{ summary: 'Lock everybody out', path: DROP_IN, content, mode: 0o644, before: null },
  };
}

/** Passes every trial, since that needs no port; and nobody gets in afterwards. */
const ANOTHER_PORT = dropIn('Port 2222\n');

/** A rule that drops whatever comes to sshd, also on connections that stand. */
const DROP: GuardedStep = {
  ...{ kind: 'run', guard: 'firewall', as: 'root', effect: 'safe', undo: 'none' },
  summary: 'Drop what comes to sshd',
  argv: ['nft', '-f', '/root/drop.nft'],
  undoArgv: ['nft', 'delete', 'table', 'inet', 'lockout'],
  undoes: { run: '20260102T030405Z-abcdef', index: 0 },
};

const DROP_TABLE = `
cat >/root/drop.nft <<'END'
table inet lockout {
  chain input { type filter hook input priority filter; policy accept; tcp dport 22 drop; }
}
END`;

/** What a guard makes, and what must be gone in the end. (A manager forgets a unit without a file by itself.) */
const LEFT = `
ls -A /etc/ssh/sshd_config.d /etc/systemd/system /etc/systemd/system/*.wants | grep -e lockout -e podready
ls -A /var/lib/podready/guard /run 2>/dev/null | grep podready
systemctl list-units --plain --no-legend 'podready*'
nft list tables | grep lockout
ls -A /etc/ssh/sshd_config.d | grep '^\\.podready'
true`;

type Case = (guest: Guest) => Promise<readonly string[]>;

const CASES: Readonly<Record<string, { readonly title: string; readonly run: Case }>> = {
  good: { title: 'what is confirmed stays, and undo takes it back', run: good },
  refused: { title: 'AllowUsers nobody is refused by the trial', run: refused },
  invalid: { title: 'what sshd does not take is refused by the trial', run: invalid },
  port: { title: 'another port is taken back at once', run: port },
  drop: { title: 'nft drop of port 22 is taken back, also when our connection is dead', run: drop },
  killed: { title: 'podready dies before it confirms: the host takes it back', run: killed },
  power: { title: 'power is lost before it is confirmed: the next boot takes it back', run: power },
};

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { suite: { type: 'string', default: 'trixie' } },
    allowPositionals: true,
  });
  if (!isSuite(values.suite)) throw new Error(`--suite: unknown host '${values.suite}'`);
  const guest = await Guest.start({ suite: values.suite, say: console.error });
  const tally = new Tally();
  try {
    for (const [name, { title, run }] of Object.entries(CASES)) {
      if (positionals.length > 0 && !positionals.includes(name)) continue;
      await tally.test(`guarded ${guest.suite}: ${title}`, async () => {
        await guest.reset();
        return await run(guest);
      });
    }
  } finally {
    await guest.stop();
  }
  return await endShown(tally);
}

async function good(guest: Guest): Promise<readonly string[]> {
  const fault = faults.find(({ id }) => id === 'socket-forwarding-forbidden');
  if (fault === undefined) throw new Error('the fault is gone');
  await inject(guest, fault);
  const target = { login: fault.user };
  const only = ['--only', 'sshd-forwarding'];
  const fixed = await podready(guest, 'fix', target, ['--yes', ...only]);
  console.log(fixed.stdout);
  const works = await verify(guest, fault);
  const plan = await podready(guest, 'plan', target, ['--detailed-exitcode', ...only]);
  const undone = await podready(guest, 'undo', target, ['--yes']);
  console.log(undone.stdout);
  const broken = await verify(guest, fault);
  const again = await podready(guest, 'undo', target, ['--yes']);
  return [
    ...(fixed.code === 0 ? [] : [`fix ended with ${fixed.code}: ${fixed.stdout}${fixed.stderr}`]),
    ...(works.code === 0 ? [] : ['a client does not reach the socket after the fix']),
    ...(plan.code === 0 ? [] : [`the second plan is not empty: ${plan.stdout}`]),
    ...(undone.code === 0
      ? []
      : [`undo ended with ${undone.code}: ${undone.stdout}${undone.stderr}`]),
    ...(broken.code === 0 ? ['after the undo sshd still forwards'] : []),
    ...(again.stdout.includes('Nothing to undo') ? [] : [`a second undo: ${again.stdout}`]),
    ...(await leftovers(guest)),
  ];
}

async function refused(guest: Guest): Promise<readonly string[]> {
  const before = await guest.must('root', RUNNING);
  const record = await guarded(guest, dropIn('AllowUsers nobody\n'));
  const after = await guest.must('root', RUNNING);
  return [
    ...expectRecord(record, 'refused', /with the new configuration this login fails/u),
    ...(before === after ? [] : ['the sshd that runs was touched']),
    ...(await leftovers(guest)),
  ];
}

/** The main process, its start, and the sockets on which it listens. */
const RUNNING = `
p=$(systemctl show -p MainPID --value ssh.service)
cut -d' ' -f22 /proc/$p/stat; ls -l /proc/$p/fd | grep -o 'socket:.*'; ls -l --full-time /etc/ssh/sshd_config.d`;

async function invalid(guest: Guest): Promise<readonly string[]> {
  const record = await guarded(guest, dropIn('AllowStreamLocalForwardin yes\n'));
  return [
    ...expectRecord(record, 'refused', /sshd refuses the new configuration/u),
    ...(/Bad configuration option/u.test(record.output) ? [] : [`output: ${record.output}`]),
    ...(await leftovers(guest)),
  ];
}

async function port(guest: Guest): Promise<readonly string[]> {
  const started = Date.now();
  const record = await guarded(guest, ANOTHER_PORT);
  const ms = Date.now() - started;
  console.log(`  ${record.because ?? record.status} (${(ms / 1000).toFixed(1)} s)`);
  return [
    ...expectRecord(record, 'failed', /was not confirmed: .*; the host took it back$/u),
    ...(await leftovers(guest)),
    ...(await canLogIn(guest)),
  ];
}

async function drop(guest: Guest): Promise<readonly string[]> {
  await guest.must('root', DROP_TABLE);
  const started = Date.now();
  const record = await guarded(guest, DROP);
  console.log(
    `  ${record.because ?? record.status} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
  );
  const problems = expectRecord(record, 'failed', /was not confirmed: .*within 25 s/u);
  await sleep(Math.max(0, started + (ROLLBACK_AFTER + 30) * 1000 - Date.now()));
  return [...problems, ...(await leftovers(guest)), ...(await canLogIn(guest))];
}

async function killed(guest: Guest): Promise<readonly string[]> {
  const problems = [...(await changeOnly(guest))];
  const begun = Date.now();
  const locked = await guest.exec('root', 'ss -Hltn sport = :22 | grep -q .');
  if (locked.code === 0) problems.push('sshd still listens on port 22: nothing was tested');
  while (Date.now() - begun < (ROLLBACK_AFTER + 60) * 1000) {
    const back = await guest.exec(
      'root',
      `[ ! -e ${DROP_IN} ] && ss -Hltn sport = :22 | grep -q .`,
    );
    if (back.code === 0) break;
    await sleep(500);
  }
  const seconds = (Date.now() - begun) / 1000;
  console.log(`  taken back after ${seconds.toFixed(1)} s`);
  if (seconds > ROLLBACK_AFTER + 15) problems.push(`taken back after ${seconds.toFixed(1)} s`);
  await sleep(5_000);
  return [...problems, ...(await leftovers(guest)), ...(await canLogIn(guest))];
}

async function power(guest: Guest): Promise<readonly string[]> {
  const problems = [...(await changeOnly(guest))];
  await guest.powerCycle();
  return [...problems, ...(await leftovers(guest)), ...(await canLogIn(guest))];
}

/** As far as the change, and then nothing more is heard of podready. */
async function changeOnly(guest: Guest): Promise<readonly string[]> {
  return await withTransport(guest, async (transport) => {
    const at = placeNow();
    const record = await runStepScript(transport, RUNNER, {
      ...{ step: ANOTHER_PORT, place: at.place, body: changeBody(ANOTHER_PORT, at), seconds: 60 },
    });
    return expectRecord(record, 'done', /^$/u);
  });
}

const RUNNER = { sudo: 'auto', user: '', password: () => Promise.resolve('') } as const;

function placeNow(): Parameters<typeof applyGuarded>[3] {
  const now = new Date();
  const [run, at] = [newRunId(now), now.toISOString()];
  const place = { run, fix: 'lockout', index: 0, at, last: true };
  return { place, rollbackRun: newRunId(now) };
}

/** The step as the executor applies it. */
async function guarded(guest: Guest, step: GuardedStep): Promise<StepRecord> {
  return await withTransport(guest, async (transport) => {
    const plan: HostPlan = {
      fixes: [
        {
          ...{ id: 'lockout', title: 'Lockout', description: '', effect: 'safe', gains: null },
          ...{ repairs: [], after: [], plan: { outcome: 'change', steps: [step], afterwards: [] } },
        },
      ],
      withheld: [],
      unjudged: [],
    };
    const run = newRunId(new Date());
    const { fixes } = await applyPlan(transport, plan, { run, sudo: 'auto', user: '' });
    const result = fixes[0]?.steps[0];
    if (result === undefined) throw new Error('the step was not applied');
    return result;
  });
}

async function withTransport<T>(guest: Guest, work: (one: Transport) => Promise<T>): Promise<T> {
  const { port: sshPort, key, knownHosts } = guest.target;
  await using hops = new HopPool();
  await using transport = await connect(parseHost(`alice@127.0.0.1:${sshPort}`), {
    ...{ ssh: 'ssh2', identity: key, knownHosts, acceptNew: false, home: '/nonexistent' },
    ...{ localUser: 'lab', env: {}, hops, connectTimeoutMs: 60_000 },
  });
  return await work(transport);
}

function expectRecord(
  { status, because, output }: StepRecord,
  expected: StepRecord['status'],
  words: RegExp,
): readonly string[] {
  if (status === expected && words.test(because ?? '')) return [];
  return [`${status}: ${because ?? ''}: ${output}`];
}

async function leftovers(guest: Guest): Promise<readonly string[]> {
  const left = await guest.must('root', LEFT);
  return left.trim() === '' ? [] : [`left behind:\n${left}`];
}

async function canLogIn(guest: Guest): Promise<readonly string[]> {
  guest.logout();
  const done = await guest.exec('alice', 'true').catch(String);
  return typeof done === 'string' || done.code !== 0 ? ['nobody can log in'] : [];
}

process.exitCode = await main();
