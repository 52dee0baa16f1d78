import * as assert from 'uvu/assert';
import type { z } from 'zod';
import { type Records, readRuns } from '../../src/engine/runs.ts';
import { facts } from '../../src/facts/index.ts';
import type { RepairStep, Step } from '../../src/model/fix.ts';
import { type repairStep } from '../../src/model/journal-schema.ts';
import { describe } from '../helpers/describe.ts';
import type { Answer } from '../helpers/fake-host.ts';
import { journalOf, linesOf, STEPS } from '../helpers/journals.ts';
import type { Immutable, Same } from '../helpers/types.ts';

// Does not compile when the schema and the type are not the same.
const schemaIsTheType: Same<Immutable<z.infer<typeof repairStep>>, Immutable<RepairStep>> = true;

const A = '20260102T030405Z-aaaaaa';
const B = '20260103T030405Z-bbbbbb';

function read(root: Answer, user: Answer = { stdout: '' }): Records {
  return readRuns({
    rootJournal: facts.rootJournal.parse({ exitCode: 0, ...root }),
    userJournal: facts.userJournal.parse({ exitCode: 0, ...user }),
  });
}

describe('readRuns', (it) => {
  it('brings both journals together, the newest run first, in the order of time', () => {
    const { runs, unread } = read(
      journalOf(
        { run: A, fix: 'linger', step: STEPS.linger, seen: 'linger=no', at: time(2) },
        { run: B, fix: 'cgroup-delegation', step: STEPS.dropIn, seen: 'folders=1' },
      ),
      journalOf({ run: A, fix: 'podman-socket-user', step: STEPS.socket, at: time(1) }),
    );
    assert.ok(schemaIsTheType);
    assert.equal(unread, []);
    assert.equal(
      runs.map(({ id, steps }) => [id, steps.map(({ fix }) => fix)]),
      [
        [B, ['cgroup-delegation']],
        [A, ['podman-socket-user', 'linger']],
      ],
    );
    assert.equal(runs[1]?.steps[1]?.step, STEPS.linger);
    assert.is(runs[1]?.steps[1]?.seen.get('linger'), 'no');
  });

  it('knows a step that never said how it ended', () => {
    const { runs } = read(journalOf({ run: A, fix: 'a', step: STEPS.linger, status: null }));
    assert.is(runs[0]?.steps[0]?.status, 'lost');
  });

  it('knows a run that was broken off between two steps, whichever journals they are in', () => {
    const first = { run: A, fix: 'linger', step: STEPS.linger, at: time(1), last: false } as const;
    const second = { run: A, fix: 'a', index: 1, step: STEPS.socket, at: time(2), last: true };
    const ended = (root: Answer, user?: Answer): boolean | undefined =>
      read(root, user).runs[0]?.ended;
    assert.is(ended(journalOf(first)), false);
    assert.is(ended(journalOf(first), journalOf(second)), true);
    assert.is(ended(journalOf(first), journalOf({ ...second, status: null })), false);
    const [, already = ''] = linesOf(second);
    const user = { stdout: `run ${A}.ndjson\n${already}\n` };
    assert.is(ended(journalOf(first), user), true, 'it was so already');
    const third = { ...first, fix: 'b', at: time(3) };
    assert.is(ended(journalOf(first, third), journalOf(second)), false, 'a second plan');
    assert.is(ended(journalOf({ run: A, fix: 'a', step: STEPS.linger })), true, 'an old journal');
  });

  it('knows what a later run took back, also when nothing was left to be done', () => {
    for (const status of ['done', 'already', 'refused'] as const) {
      const step: Step = { ...STEPS.linger, undoes: { run: A, index: 0 } };
      const { runs } = read(
        journalOf(
          { run: A, fix: 'linger', step: STEPS.linger },
          { run: B, fix: 'linger', step, status },
        ),
      );
      assert.is(runs[1]?.steps[0]?.undone, status !== 'refused', status);
      assert.is(runs[0]?.undoes, A);
    }
  });

  it("does not let a user's journal speak of root's steps", () => {
    const undo: Step = { ...STEPS.policy, undoes: { run: A, index: 0 } };
    const { runs } = read(
      journalOf({ run: A, fix: 'linger', step: STEPS.linger }),
      journalOf(
        { run: A, fix: 'cgroup-delegation', step: STEPS.dropIn },
        { run: B, fix: 'linger', step: undo },
      ),
    );
    const [, first] = runs;
    assert.equal(
      first?.steps.map(({ fix }) => fix),
      ['linger'],
    );
    assert.is(first?.steps[0]?.undone, false);
    assert.is(first?.unreadable, 1);
  });

  it('says which journal it could not read', () => {
    const { runs, unread } = read({ stdout: '', exitCode: 77 }, { stdout: '', exitCode: 65 });
    assert.equal(runs, []);
    assert.match(unread[0] ?? '', /\/var\/lib\/podready\/journal/u);
    assert.match(unread[1] ?? '', /others may write to it: it is not believed/u);
    assert.equal(read({ stdout: '', exitCode: 66 }, { stdout: '', exitCode: 66 }).unread, []);
  });

  it('believes nothing that no podready wrote', () => {
    const good = linesOf({ run: A, fix: 'linger', step: STEPS.linger }).join('\n');
    for (const hostile of [
      '|{"event":"begin"',
      '|null',
      '|[]',
      `|${'['.repeat(5000)}`,
      good.replaceAll('"fix":"linger"', String.raw`"fix":"\u001b[2J"`),
      good.replaceAll(A, '../../etc/passwd'),
      good.replaceAll(A, B),
      good.replace('"index":0', '"index":-1'),
      good.replace('"at":"2026', '"at":"yesterday'),
      good.replace('Enable linger', 'password=hunter2 <redacted>'),
    ]) {
      const { runs } = read({ stdout: `run ${A}.ndjson\n${hostile}\nrun x.ndjson\n${good}\n` });
      assert.equal(
        runs.flatMap(({ steps }) => steps),
        [],
        hostile,
      );
      assert.ok((runs[0]?.unreadable ?? 0) > 0, hostile);
    }
  });

  it('takes nothing for a step of a fix that fixes never plan', () => {
    const steps: readonly object[] = [
      { ...STEPS.dropIn, path: '/usr/bin/x' },
      { ...STEPS.dropIn, path: '/etc/../usr/bin/x' },
      { ...STEPS.dropIn, path: '/etc//x' },
      { ...STEPS.dropIn, path: 'etc/x' },
      { ...STEPS.dropIn, kind: 'shell', argv: ['rm', '-rf', '/'] },
      { ...STEPS.socket, unit: '--force' },
      { ...STEPS.socket, unit: '../x.socket' },
      { ...STEPS.linger, user: '-x' },
    ];
    for (const step of steps) {
      const { runs } = read(
        journalOf({ run: A, fix: 'a', step: { ...step, as: 'root' } as unknown as Step }),
      );
      assert.is(runs[0]?.steps[0]?.step, null, JSON.stringify(step));
    }
  });

  it('says that there is more than it reads', () => {
    assert.ok(read({ stdout: 'more\n' }).more);
  });
});

function time(second: number): string {
  return `2026-01-02T03:04:0${second}.000Z`;
}
