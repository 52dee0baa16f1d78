import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import * as assert from 'uvu/assert';
import { type ApplyOptions, applyPlan, newRunId } from '../../src/engine/apply.ts';
import type { HostPlan, PlannedFix } from '../../src/engine/plan.ts';
import type { Step } from '../../src/model/fix.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { type Transport, TransportError } from '../../src/transport/transport.ts';
import { RUN_ID } from '../../src/model/journal.ts';
import { describe } from '../helpers/describe.ts';

function run(...argv: readonly [string, ...string[]]): Step {
  return { kind: 'run', summary: argv.join(' '), as: 'user', effect: 'safe', undo: 'none', argv };
}

function fix(
  id: string,
  steps: readonly [Step, ...Step[]],
  after: readonly string[] = [],
): PlannedFix {
  return {
    id,
    title: id,
    description: id,
    effect: 'safe',
    gains: null,
    repairs: [],
    after,
    plan: { outcome: 'change', steps, afterwards: ['re-login'], notes: [] },
  };
}

function planOf(...fixes: readonly PlannedFix[]): HostPlan {
  return { fixes, withheld: [], unjudged: [] };
}

const RUN = '20260102T030405Z-abcdef';

/** Applies it on this machine, with a home of its own; `entries` is what its journal has then. */
async function apply(
  plan: HostPlan,
  given: Partial<ApplyOptions> = {},
  transport: Transport = new LocalTransport(),
  own?: string,
) {
  const home = own ?? (await mkdtemp(join(tmpdir(), 'podready-apply-')));
  const before = process.env['HOME'];
  process.env['HOME'] = home;
  try {
    await using host = transport;
    const result = await applyPlan(host, plan, { run: RUN, sudo: 'never', user: '', ...given });
    const journal = join(home, '.local/state/podready/journal', `${RUN}.ndjson`);
    const text = await readFile(journal, 'utf8').catch(() => '');
    const entries = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    return { result, entries, sessions: host.sessions };
  } finally {
    process.env['HOME'] = before;
    await rm(home, { recursive: true });
  }
}

describe('applyPlan', (it) => {
  it('runs each step in a session of its own, and says so in the journal of the host', async () => {
    const { result, entries, sessions } = await apply(planOf(fix('a', [run('true'), run('true')])));
    assert.is(sessions, 2);
    assert.equal(result.fixes[0]?.status, 'applied');
    assert.equal(result.fixes[0]?.afterwards, ['re-login']);
    assert.equal(
      entries.map(({ event, run, fix, index }) => [event, run, fix, index]),
      [
        ['begin', RUN, 'a', 0],
        ['end', RUN, 'a', 0],
        ['begin', RUN, 'a', 1],
        ['end', RUN, 'a', 1],
      ],
    );
  });

  it('ends a fix with its first failing step; others go on, those that come after it do not', async () => {
    const { result } = await apply(
      planOf(
        fix('a', [run('true'), run('false'), run('true')]),
        fix('b', [run('true')], ['a']),
        fix('c', [run('true')]),
        fix('d', [run('true')], ['b']),
      ),
    );
    assert.equal(
      result.fixes.map(({ status, steps }) => [status, steps.length]),
      [
        ['failed', 2],
        ['skipped', 0],
        ['applied', 1],
        ['skipped', 0],
      ],
    );
    assert.match(result.fixes[1]?.because ?? '', /comes after a/);
  });

  it('stops after the step that is under way', async () => {
    let stop = false;
    const { result, entries } = await apply(
      planOf(fix('a', [run('true'), run('true')]), fix('b', [run('true')])),
      {
        stopRequested: () => stop,
        onEvent: ({ kind }) => {
          if (kind === 'step') stop = true;
        },
      },
    );
    assert.ok(result.stopped);
    assert.equal(
      result.fixes.map(({ status, steps }) => [status, steps.length]),
      [
        ['stopped', 1],
        ['stopped', 0],
      ],
    );
    assert.is(result.fixes[0]?.steps[0]?.status, 'done');
    assert.equal(
      entries.map(({ event }) => event),
      ['begin', 'end'],
    );
  });

  it('does not begin what cannot be done, nor asks for a password that nobody needs', async () => {
    const asked: string[] = [];
    const blocked = {
      ...fix('a', [run('true')]),
      plan: { outcome: 'blocked', because: 'x' },
    } as const;
    const { result, sessions } = await apply(planOf(blocked), {
      sudo: 'ask',
      askPassword: (host) => {
        asked.push(host);
        return Promise.resolve('secret');
      },
    });
    assert.equal([result.fixes, asked, sessions], [[], [], 0]);
  });

  it('takes a host that is gone for a step that failed', async () => {
    const gone = new LocalTransport();
    gone.start = () => Promise.reject(new TransportError('tcp', 'host1: connection refused', ''));
    const { result } = await apply(planOf(fix('a', [run('true')])), {}, gone);
    assert.is(result.fixes[0]?.status, 'failed');
    assert.is(result.fixes[0]?.because, 'host1: connection refused');
  });
});

describe('newRunId', (it) => {
  it('sorts by time, and is never the same', () => {
    const now = new Date('2026-01-02T03:04:05.678Z');
    const [a, b] = [newRunId(now), newRunId(now)];
    assert.match(a, /^20260102T030405Z-/u);
    assert.match(a, RUN_ID);
    assert.is.not(a, b);
  });
});

describe('applyPlan and others', (it) => {
  it('says which run it waits for', async () => {
    const home = await mkdtemp(join(tmpdir(), 'podready-waits-'));
    const folder = join(home, '.local/state/podready');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, 'lock'), 'another, pid 1 of bob, since then');
    const hold = [
      '-c',
      'exec 9<"$1"; flock 9; echo held; exec sleep 1',
      'sh',
      join(folder, 'lock'),
    ];
    const holder = spawn('sh', hold, { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(holder.stdout, 'data');
    const waits: string[] = [];
    const onEvent: ApplyOptions['onEvent'] = (event) => {
      if (event.kind === 'waiting') waits.push(event.for);
    };
    const { result } = await apply(planOf(fix('a', [run('true')])), { onEvent }, undefined, home);
    assert.equal(waits, ['run another, pid 1 of bob, since then']);
    assert.is(result.fixes[0]?.status, 'applied');
  });

  it('lets a step come to its end when podready is killed', async () => {
    const home = await mkdtemp(join(tmpdir(), 'podready-killed-'));
    const work =
      'echo >"$HOME/began"; until [ -e "$HOME/go" ]; do sleep 0.05; done; echo >"$HOME/ended"';
    const steps = [run('sh', '-c', work), run('touch', join(home, 'next'))];
    const script = `
      const { applyPlan } = await import(${JSON.stringify(APPLY)});
      const { LocalTransport } = await import(${JSON.stringify(LOCAL)});
      const plan = ${JSON.stringify(planOf(fix('a', [steps[0] ?? run('true'), ...steps.slice(1)])))};
      await applyPlan(new LocalTransport(), plan, { run: '${RUN}', sudo: 'never', user: '' });`;
    const client = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script],
      { env: { ...process.env, HOME: home }, stdio: 'ignore' },
    );
    const isThere = async (name: string): Promise<boolean> => (await readdir(home)).includes(name);
    while (!(await isThere('began'))) await sleep(20);
    client.kill('SIGKILL');
    await once(client, 'exit');
    await writeFile(join(home, 'go'), '');
    const journal = join(home, '.local/state/podready/journal', `${RUN}.ndjson`);
    while (!(await readFile(journal, 'utf8')).includes('"status":"done"')) await sleep(20);
    assert.ok(await isThere('ended'));
    await sleep(100);
    assert.not(await isThere('next'), 'and nothing after it');
    await rm(home, { recursive: true });
  });
});

const APPLY = new URL('../../src/engine/apply.ts', import.meta.url).href;
const LOCAL = new URL('../../src/transport/local.ts', import.meta.url).href;
