import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { STEP_LIBRARY } from '../../src/engine/step-library.ts';
import type { AllocateSubidsStep, RunStep } from '../../src/model/fix.ts';
import { quote } from '../../src/parse/shell.ts';
import { describe } from '../helpers/describe.ts';
import { PLACE, stepHost, type StepHost } from '../helpers/step-host.ts';

/** /bin/sh is dash, bash, mksh or BusyBox, as the distribution likes it. */
const SHELLS = ['dash', 'bash', 'busybox ash', 'mksh', 'ksh93'];

const OTHER = '20260105T060708Z-fedcba';

/** A shell that has the functions of a step, and does this under the lock. */
function underLock(
  host: StepHost,
  body: string,
  {
    shell = 'sh',
    run = PLACE.run,
    more = '',
  }: { shell?: string; run?: string; more?: string } = {},
): ChildProcess {
  const { layout } = host;
  const script = `N=n A=root ETC=${quote(layout.etc)} STATE=${quote(layout.state)} JOURNAL=${run}.ndjson
UNDOES= LAST= BEGIN={ END={
${STEP_LIBRARY}${more}
D=${quote(host.dir)}
claim
${body}
end done 0 ''
`;
  const [file = 'sh', ...args] = shell.split(' ');
  return spawn(file, [...args, '-c', script], {
    env: { PATH: `${host.path('bin')}:/usr/bin:/bin`, HOME: host.path('home') },
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, as setsid(1) gives it.
    detached: true,
  });
}

async function saidBy(shell: ChildProcess): Promise<string> {
  let text = '';
  shell.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(shell, 'close');
  return text;
}

/** The first bytes that it prints. */
async function began(shell: ChildProcess): Promise<void> {
  if (shell.stdout !== null) await once(shell.stdout, 'data');
}

function kill(shell: ChildProcess, signal: NodeJS.Signals): void {
  process.kill(-(shell.pid ?? 0), signal);
}

/** One after the other, or some of them would read the same number. */
const COUNT = 'n=$(cat "$D/count"); sleep 0.02; echo $((n + 1)) >"$D/count"';

const RUN: RunStep = {
  kind: 'run',
  summary: 'Do it',
  as: 'root',
  effect: 'safe',
  undo: 'none',
  argv: ['tool'],
};

async function installed(shell: string): Promise<boolean> {
  const [file = ''] = shell.split(' ');
  const probe = spawn('sh', ['-c', `command -v ${file}`], { stdio: 'ignore' });
  const [code] = (await once(probe, 'close')) as [number];
  return code === 0;
}

async function shellsHere(): Promise<readonly string[]> {
  const there = await Promise.all(SHELLS.map(installed));
  return ['sh', ...SHELLS.filter((_, at) => there[at])];
}

for (const [name, spoil] of [
  ['flock(1)', undefined],
  ['flock(1) that knows no time limit', '[ "$1" = --help ] && exit 1; exec /usr/bin/flock "$@"'],
  ['symbolic links', 'exit 71'],
] as const) {
  describe(`the lock by ${name}`, (it) => {
    const hostWith = async (): Promise<StepHost> => {
      const host = await stepHost();
      if (spoil !== undefined) await host.stub('flock', spoil);
      await host.write('count', '0\n');
      return host;
    };

    it('lets one at a time change the host, in every shell', async () => {
      await using host = await hostWith();
      // Waiting a second at a time is too slow for a test.
      await host.stub('sleep', 'exec /bin/sleep 0.02');
      const shells = await shellsHere();
      const many = shells.flatMap((shell) => [shell, shell]);
      await Promise.all(many.map((shell) => saidBy(underLock(host, COUNT, { shell }))));
      assert.is(await readFile(host.path('count'), 'utf8'), `${many.length}\n`);
    });

    it('is free again when its holder was killed', async () => {
      for (const shell of await shellsHere()) {
        await using host = await hostWith();
        const busy = `run sh -c 'echo >"$1"; exec sleep 60' sh ${quote(host.path('busy'))}`;
        const first = underLock(host, busy, { shell });
        while (!(await readdir(host.dir)).includes('busy')) await sleep(10);
        first.kill('SIGKILL');
        await once(first, 'exit');
        const said = await saidBy(underLock(host, COUNT, { shell, more: 'PATIENCE=1' }));
        kill(first, 'SIGKILL');
        assert.match(said, /^n E done 0$/mu, `${shell}: what it ran does not keep the lock`);
      }
    });

    it('says who has it, and gives up when its patience ends', async () => {
      await using host = await hostWith();
      const first = underLock(host, 'run /bin/sleep 60', { run: OTHER });
      await began(first);
      const said = await saidBy(underLock(host, COUNT, { more: 'PATIENCE=1' }));
      kill(first, 'SIGKILL');
      assert.match(said, /^n E refused 75$/mu);
      const lines = (kind: string): string =>
        Buffer.from(
          [...said.matchAll(new RegExp(`^n ${kind} (.+)$`, 'gmu'))].map(([, one]) => one).join(''),
          'base64',
        ).toString();
      const who = new RegExp(`run ${OTHER}, pid ${first.pid} of \\S+, since \\d{4}-\\S+Z`, 'u');
      assert.match(lines('L'), who);
      assert.match(lines('W'), who);
      assert.is(await readFile(host.path('count'), 'utf8'), '0\n');
    });
  });
}

describe('the lock by symbolic links', (it) => {
  it('is taken over from a process that is gone, and from one of before a reboot', async () => {
    await using host = await stepHost();
    await host.stub('flock', 'exit 71');
    await host.write('count', '0\n');
    await mkdir(host.path('var/lib/podready'), { mode: 0o700 });
    const own = `${process.pid}:${(await startOf(process.pid)) ?? ''}`;
    await symlink(`${own}:another-boot`, host.path('var/lib/podready/lock.9'));
    await symlink('999999999:1:x', host.path('var/lib/podready/lock.10'));
    assert.match(await saidBy(underLock(host, COUNT, { more: 'PATIENCE=1' })), /E done/u);
    const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
    await symlink(`${own}:${boot}`, host.path('var/lib/podready/lock.11'));
    const said = await saidBy(underLock(host, COUNT, { more: 'PATIENCE=1' }));
    assert.match(said, /E refused 75/u, 'this process lives');
    const left = (await readdir(host.path('var/lib/podready'))).toSorted();
    assert.equal(left, ['journal', 'lock', 'lock.10', 'lock.11', 'lock.9']);
  });
});

async function startOf(pid: number): Promise<string | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
}

describe('a step and the lock', (it) => {
  it('waits for that of another run, and then does its work', async () => {
    await using host = await stepHost();
    await host.stub('tool', 'true');
    const first = underLock(host, 'run /bin/sleep 1; echo over >"$D/over"', { run: OTHER });
    await began(first);
    const result = await host.run(RUN);
    assert.is(result.status, 'done');
    assert.is(await readFile(host.path('over'), 'utf8'), 'over\n', 'afterwards');
  });

  it('names its holder whenever somebody looks, also while it goes from hand to hand', async () => {
    await using host = await stepHost();
    await mkdir(host.path('var/lib/podready'), { recursive: true, mode: 0o700 });
    await host.write('var/lib/podready/lock', 'the one before');
    // Any program takes its time on a busy host.
    await host.stub('tr', 'cat "$D/var/lib/podready/lock" >>"$D/read"; exec /usr/bin/tr "$@"');
    await saidBy(underLock(host, 'cp "$LOCK" "$D/mine"'));
    assert.is(
      await readFile(host.path('read'), 'utf8').then((text) => text.slice(0, 14)),
      'the one before',
    );
    assert.match(await readFile(host.path('mine'), 'utf8'), `${PLACE.run}, pid `);
  });

  it('changes nothing when nobody listens any more when its turn comes', async () => {
    await using host = await stepHost();
    const first = underLock(host, 'run /bin/sleep 60', { run: OTHER });
    await began(first);
    const second = underLock(host, 'echo ran >"$D/ran"');
    await began(second);
    second.stdout?.destroy();
    kill(first, 'SIGKILL');
    await once(second, 'exit');
    assert.equal((await readdir(host.dir)).includes('ran'), false);
  });

  it('comes to its end when its pipe is closed, and when it is told to hang up or to end', async () => {
    for (const shell of await shellsHere()) {
      await using host = await stepHost();
      const body = `
begin ''
echo began >"$D/began"
i=0
until [ -e "$D/go" ]; do /bin/sleep 0.02 9>&-; i=$((i + 1)); [ $i -lt 500 ] || break; done
echo text
echo ended >"$D/ended"`;
      const step = underLock(host, body, { shell });
      while (!(await readdir(host.dir)).includes('began')) await sleep(10);
      step.stdout?.destroy();
      for (const signal of ['SIGHUP', 'SIGPIPE', 'SIGTERM', 'SIGINT'] as const) step.kill(signal);
      await writeFile(host.path('go'), '');
      const [code] = (await once(step, 'exit')) as [number | null];
      assert.is(code, 0, shell);
      assert.is(await readFile(host.path('ended'), 'utf8'), 'ended\n', shell);
      const journal = host.path(`var/lib/podready/journal/${PLACE.run}.ndjson`);
      assert.match(await readFile(journal, 'utf8'), /"status":"done"/u, shell);
    }
  });

  it('is done once by many runs at once, and the host is as after one', async () => {
    await using host = await stepHost();
    await host.write('etc/subuid', 'bob:100000:65536\n');
    await host.write('etc/subgid', 'bob:100000:65536\n');
    // Like the real one, it reads the file, takes its time, and writes all of it.
    await host.stub(
      'usermod',
      'for f in subuid subgid; do t=$(cat "$D/etc/$f"; echo alice:165536:65536); sleep 0.02; echo "$t" >"$D/etc/$f"; done',
    );
    const step: AllocateSubidsStep = {
      ...{ kind: 'allocate-subids', summary: 'Do it', as: 'root', effect: 'safe' },
      ...{ undo: 'equivalent', user: 'alice', start: 165_536, count: 65_536 },
      files: ['subuid', 'subgid'],
    };
    const runs = Array.from({ length: 20 }, (_, at) => {
      const run = `20260102T030405Z-${at.toString(16).padStart(6, '0')}`;
      return host.run(step, { place: { ...PLACE, run } });
    });
    const statuses = (await Promise.all(runs)).map(({ status }) => status).toSorted();
    assert.equal(statuses, [...Array<string>(19).fill('already'), 'done']);
    for (const name of ['subuid', 'subgid']) {
      const text = await readFile(host.path(`etc/${name}`), 'utf8');
      assert.is(text, 'bob:100000:65536\nalice:165536:65536\n');
    }
  });

  it('is refused where the lock is a link', async () => {
    await using host = await stepHost();
    await host.stub('tool', 'echo ran >"$D/ran"');
    await mkdir(host.path('var/lib/podready'), { mode: 0o700 });
    await symlink(host.path('victim'), host.path('var/lib/podready/lock'));
    const result = await host.run(RUN);
    assert.equal([result.status, result.exitCode], ['refused', 73]);
    const names = await readdir(host.dir);
    assert.ok(!names.includes('victim') && !names.includes('ran'));
  });
});
