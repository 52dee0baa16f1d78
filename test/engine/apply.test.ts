import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { type ApplyOptions, applyPlan } from '../../src/engine/apply.ts';
import { openJournal, parseJournal, unfinishedRuns } from '../../src/engine/journal.ts';
import type { HostPlan, PlannedFix } from '../../src/engine/plan.ts';
import type { Step } from '../../src/model/fix.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { type Transport, TransportError } from '../../src/transport/transport.ts';
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

async function apply(
  plan: HostPlan,
  given: Partial<ApplyOptions> = {},
  transport: Transport = new LocalTransport(),
) {
  const folder = await mkdtemp(join(tmpdir(), 'podready-journal-'));
  try {
    await using host = transport;
    await using journal = await openJournal(folder, host.target);
    const result = await applyPlan(host, plan, { journal, sudo: 'never', user: '', ...given });
    const entries = parseJournal(await readFile(journal.path, 'utf8'));
    return { result, entries, sessions: host.sessions };
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('applyPlan', (it) => {
  it('runs each step in a session of its own, and says so in the journal', async () => {
    const { result, entries, sessions } = await apply(planOf(fix('a', [run('true'), run('true')])));
    assert.is(sessions, 2);
    assert.equal(result.fixes[0]?.status, 'applied');
    assert.equal(result.fixes[0]?.afterwards, ['re-login']);
    assert.equal(
      entries.map(({ event }) => event),
      ['begin', 'step', 'step-end', 'step', 'step-end', 'end'],
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
    assert.equal(entries.at(-1)?.event, 'end');
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

  it('does not change anything when the journal cannot be written', async () => {
    const transport = new LocalTransport();
    const journal = {
      path: '/x',
      write: () => Promise.reject(new Error('no space left')),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    try {
      await applyPlan(transport, planOf(fix('a', [run('true')])), {
        journal,
        sudo: 'never',
        user: '',
      });
      assert.unreachable('the journal failed');
    } catch (error) {
      assert.match(String(error), /no space left/);
    }
    assert.is(transport.sessions, 0);
  });
});

describe('the journal', (it) => {
  it('is for its owner only, and a killed run is seen until a later one ends', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'podready-journal-'));
    try {
      const where = join(folder, 'podready', 'journal');
      const begin = {
        event: 'begin',
        schemaVersion: '1.0',
        host: 'alice@h/../x',
        fixes: ['a'],
      } as const;
      const killed = await openJournal(where, 'alice@h/../x');
      await killed.write(begin);
      await killed.write({ event: 'step', fix: 'a', index: 0, step: run('true') });
      await killed[Symbol.asyncDispose]();
      assert.is((await stat(killed.path)).mode & 0o777, 0o600);
      assert.is((await stat(where)).mode & 0o777, 0o700);
      assert.is((await readdir(where)).length, 1);
      const [found] = await unfinishedRuns(where, 'alice@h/../x');
      assert.equal(found?.step, { fix: 'a', summary: 'true' });
      assert.equal(await unfinishedRuns(where, 'other'), []);
      const whole = await openJournal(where, 'alice@h/../x');
      await whole.write(begin);
      await whole.write({ event: 'end', stopped: false });
      await whole[Symbol.asyncDispose]();
      assert.equal(await unfinishedRuns(where, 'alice@h/../x'), []);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('skips a line that was cut', () => {
    const text = '{"at":"x","event":"end","stopped":false}\n{"at":"x","event":"st';
    assert.is(parseJournal(text).length, 1);
  });
});
