import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { outcomes } from '../../src/facts/outcomes.ts';
import { describe } from '../helpers/describe.ts';

/** A podman that writes down how it was called; `hang` is a word at which it never ends, `fail` one at which it fails. */
const PODMAN = `#!/bin/sh
echo "$*" >>"$LOG"
case "$*" in *"$FAIL"*) echo "Error: made to fail" >&2; exit 125 ;; esac
case "$*" in *"$HANG"*) exec sleep 300 ;; esac
if [ "$1" = unshare ]; then shift; "$@"; fi
mkdir -p "$HOME/.local/share/containers/storage" "$XDG_RUNTIME_DIR/libpod/tmp"
p=$XDG_RUNTIME_DIR/libpod/tmp/pause.pid
if [ ! -e "$p" ]; then
  sleep 9471.125 >/dev/null 2>&1 &
  printf %s "$!" >"$p"
fi
[ "$1" != --version ] || echo "podman version $VERSION"
case "$*" in
  run*) : >"$LOG.made" ;;
  rm*) rm -f "$LOG.made" ;;
  *--filter*) [ ! -e "$LOG.made" ] || printf 'c1\\nc2\\n' ;;
esac
case "$*" in *memory.max*) echo 'limit 67108864' ;; esac
exit 0
`;

interface Host {
  readonly run: Promise<string>;
  /** Ends the whole group as the watcher does. */
  readonly kill: () => void;
  readonly calls: () => Promise<readonly string[]>;
  /** Folders of ours, and pause processes. */
  readonly left: () => Promise<readonly string[]>;
  /** What Podman made for the user. */
  readonly stored: () => Promise<readonly string[]>;
}

async function onHost(
  { hang = 'nowhere', fail = 'nowhere', known = true, version = '5.4.2' },
  body: (host: Host) => Promise<void>,
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'podready-outcomes-'));
  const [bin, home, runtime, log] = ['bin', 'home', 'run', 'log'].map((name) =>
    join(dir, name),
  ) as [string, string, string, string];
  for (const one of [bin, home, runtime]) await mkdir(one);
  await mkdir(join(home, '.local/share', known ? 'containers' : ''), { recursive: true });
  await writeFile(join(bin, 'podman'), PODMAN);
  await chmod(join(bin, 'podman'), 0o755);
  const env = {
    ...{
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
      LOG: log,
      HANG: hang,
      FAIL: fail,
      VERSION: version,
    },
    ...{ HOME: home, XDG_RUNTIME_DIR: runtime, PR_UID: '1000', N: '00ff', LIMIT: '90' },
  };
  const child = spawn('/bin/sh', ['-c', `( ${outcomes.probe} )`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env,
    detached: true,
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const run = new Promise<string>((resolve) => child.once('close', () => resolve(text)));
  try {
    await body({
      run,
      kill: () => process.kill(-(child.pid ?? 0), 'SIGKILL'),
      calls: async () => (existsSync(log) ? (await readFile(log, 'utf8')).trim().split('\n') : []),
      left: async () => [
        ...(await readdir(runtime)).filter((name) => name.startsWith('podready')),
        ...(await pauseProcesses()),
      ],
      stored: async () => [
        ...(await readdir(runtime)),
        ...(await readdir(join(home, '.local/share'))),
      ],
    });
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function pauseProcesses(): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/u.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.filter((line) => line.includes('9471.125'));
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    if (await condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come to that');
}

const REMOVED = [
  'rm -f c1 c2',
  'ps -aq --filter name=podready-00ff',
  'network rm podready-00ff',
  'rmi -f localhost/podready-00ff',
];

describe('the probe of outcomes', (it) => {
  it('never pulls, removes what it made, and comes to its end', async () => {
    await onHost({ fail: '-p 127.0.0.1' }, async ({ run, calls, left }) => {
      const parsed = outcomes.parse({ stdout: await run, exitCode: 0 });
      const value = parsed.state === 'known' ? parsed.value : undefined;
      assert.is(value?.complete, true);
      assert.is(value?.steps.get('port')?.exitCode, 125);
      assert.equal(value?.steps.get('memory')?.said, ['limit 67108864']);
      const made = await calls();
      const runs = made.filter((call) => call.startsWith('run '));
      assert.ok(runs.length >= 5 && runs.every((call) => call.includes(' --pull=never ')));
      assert.ok(runs.every((call) => call.startsWith('run --rm --name podready-00ff-')));
      for (const call of REMOVED)
        assert.ok(
          made.some((one) => one.startsWith(call)),
          call,
        );
      assert.equal(await left(), []);
    });
  });

  it('tries nothing else when no container runs', async () => {
    await onHost({ fail: '--network none' }, async ({ run, calls, left }) => {
      const text = await run;
      assert.match(text, /^run exit 125\nrun said Error: made to fail$/mu);
      assert.not.match(text, /^(?:owner|memory|port|names) /mu);
      assert.match(text, /^end$/mu);
      assert.ok((await calls()).includes('rmi -f localhost/podready-00ff'));
      assert.ok(!(await calls()).includes('network rm podready-00ff'));
      assert.equal(await left(), []);
    });
  });

  it('is removed by somebody else when it is killed', async () => {
    await onHost({ hang: '--memory' }, async ({ run, kill, calls, left }) => {
      await until(async () => (await calls()).some((call) => call.includes('--memory')));
      kill();
      await run;
      await until(async () => (await left()).length === 0);
      const made = await calls();
      assert.ok(made.includes('rm -f c1 c2'));
      assert.ok(made.includes('rmi -f localhost/podready-00ff'));
    });
  });

  it('makes no network where Podman would pull an image for it', async () => {
    await onHost({ version: '3.0.1', fail: '-p 127.0.0.1' }, async ({ run, calls }) => {
      assert.match(await run, /^network tool pull$/mu);
      assert.ok(!(await calls()).some((call) => call.startsWith('network')));
    });
  });

  it('leaves no store to a user who never ran Podman', async () => {
    await onHost({ fail: '--network none', known: false }, async ({ run, left, stored }) => {
      await run;
      assert.equal(await left(), []);
      assert.equal(await stored(), []);
    });
  });

  it('tells what could not be removed', async () => {
    // The first call with these words is the last but one: `rmi`.
    await onHost({ fail: 'rmi -f' }, async ({ run }) => {
      const text = await run;
      assert.match(text, /^left image$/mu);
    });
  });

  it('says when there is no podman', () => {
    assert.is(outcomes.parse({ stdout: '', exitCode: 66 }).state, 'absent');
    assert.is(outcomes.parse({ stdout: '', exitCode: 73 }).state, 'unreadable');
  });
});
