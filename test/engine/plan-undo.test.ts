import * as assert from 'uvu/assert';
import { fixes } from '../../fixes/index.ts';
import { planUndo, runToUndo } from '../../src/engine/plan-undo.ts';
import { hasChanges, type HostPlan } from '../../src/engine/plan.ts';
import { readRuns } from '../../src/engine/runs.ts';
import { facts } from '../../src/facts/index.ts';
import type { Step } from '../../src/model/fix.ts';
import type { RecordedRun } from '../../src/model/journal.ts';
import { describe } from '../helpers/describe.ts';
import { journalOf, STEPS, type Written } from '../helpers/journals.ts';

const A = '20260102T030405Z-aaaaaa';
const B = '20260103T030405Z-bbbbbb';
const ALL: ReadonlySet<string> = new Set();

function runsOf(...written: readonly Written[]): readonly RecordedRun[] {
  const state = (as: Step['as']) =>
    facts.rootJournal.parse({
      exitCode: 0,
      ...journalOf(...written.filter(({ step }) => step.as === as)),
    });
  return readRuns({ rootJournal: state('root'), userJournal: state('user') }).runs;
}

function planOf(written: readonly Written[], only = ALL): HostPlan {
  const [run] = runsOf(...written);
  if (run === undefined) throw new Error('no run');
  return planUndo({ run, only, fixes });
}

function stepsOf({ fixes: planned }: HostPlan): readonly (readonly [string, ...unknown[]])[] {
  return planned.flatMap(({ plan }) =>
    plan.outcome === 'change'
      ? plan.steps.map((step) => [step.kind, step.undoes?.index] as const)
      : [],
  );
}

const RUN: readonly Written[] = [
  { run: A, fix: 'cgroup-delegation', index: 0, step: STEPS.dropIn, seen: 'folders=1', at: at(0) },
  { run: A, fix: 'cgroup-delegation', index: 1, step: STEPS.reload, at: at(1) },
  { run: A, fix: 'linger', index: 0, step: STEPS.linger, seen: 'linger=no', at: at(2) },
  { run: A, fix: 'system-migrate', index: 0, step: STEPS.migrate, at: at(3) },
  {
    run: A,
    fix: 'podman-socket-user',
    index: 0,
    step: STEPS.socket,
    seen: 'enabled=no active=no',
    at: at(4),
  },
];

describe('planUndo', (it) => {
  it('goes backwards; what only reads files again comes after them', () => {
    const plan = planOf(RUN);
    assert.equal(
      plan.fixes.map(({ id, effect }) => [id, effect]),
      [
        ['podman-socket-user', 'disruptive'],
        ['linger', 'disruptive'],
        ['cgroup-delegation', 'safe'],
      ],
    );
    assert.equal(stepsOf(plan), [
      ['disable-unit', 0],
      ['disable-linger', 0],
      ['remove-file', 0],
      ['run', 1],
    ]);
    const [step] = plan.fixes[2]?.plan.outcome === 'change' ? plan.fixes[2].plan.steps : [];
    assert.is(step?.kind === 'remove-file' && step.folders, 1);
  });

  it('lists what cannot be taken back, and leaves it', () => {
    assert.equal(
      planOf(RUN).withheld.map(({ fix, because }) => [fix.id, because]),
      [
        [
          'system-migrate',
          'Stays as it is: “Let Podman make its user namespace anew”: it cannot be taken back.',
        ],
      ],
    );
  });

  it('takes back the fix that is named alone, also when it is in use', () => {
    const plan = planOf(RUN, new Set(['linger']));
    const [step] = plan.fixes[0]?.plan.outcome === 'change' ? plan.fixes[0].plan.steps : [];
    assert.is(plan.fixes.length, 1);
    assert.is(step?.kind === 'disable-linger' && step.inUse, true);
  });

  it('leaves what changed nothing, and tries what may have changed something', () => {
    for (const [status, count] of [
      ['done', 1],
      ['failed', 1],
      ['changed-meanwhile', 1],
      [null, 1],
      ['already', 0],
      ['refused', 0],
    ] as const) {
      const plan = planOf([{ run: A, fix: 'linger', step: STEPS.linger, status }]);
      assert.is(plan.fixes.length, count, String(status));
    }
  });

  it('takes back no more than was done', () => {
    for (const [step, seen, because] of [
      [STEPS.linger, 'linger=yes', /alice lingered before/u],
      [STEPS.socket, 'enabled=yes active=yes', /enabled and active before/u],
    ] as const) {
      const plan = planOf([{ run: A, fix: 'a-fix', step, seen }]);
      assert.not.ok(hasChanges(plan));
      assert.match(plan.withheld[0]?.because ?? '', because);
    }
    const half = planOf([{ run: A, fix: 'a', step: STEPS.socket, seen: 'enabled=yes active=no' }]);
    const [step] = half.fixes[0]?.plan.outcome === 'change' ? half.fixes[0].plan.steps : [];
    assert.equal(step?.kind === 'disable-unit' && [step.disable, step.stop], [false, true]);
  });

  it('removes the packages that came, if they have names of packages', () => {
    const step: Step = {
      ...STEPS.linger,
      kind: 'install-package',
      manager: 'apt',
      packages: ['passt'],
      reinstall: false,
    };
    const packages = (left: string): unknown => {
      const plan = planOf([{ run: A, fix: 'helper-packages', step, left }]);
      const [first] = plan.fixes[0]?.plan.outcome === 'change' ? plan.fixes[0].plan.steps : [];
      return first?.kind === 'remove-packages' ? first.packages : null;
    };
    assert.equal(packages('installed=libx:i386,passt'), ['libx:i386', 'passt']);
    assert.equal(packages('installed=--purge,passt'), ['passt']);
    assert.is(packages('installed='), null);
    assert.is(packages(''), null);
  });

  it('runs nothing but what fixes take back by a program', () => {
    for (const undoArgv of [
      ['rm', '-rf', '/'],
      ['chmod', '4777', '/dev/net/tun/../../../bin/sh'],
      ['systemctl', 'daemon-reload', 'x'],
      ['sh', '-c', 'id'],
    ] as const) {
      const step: Step = { ...STEPS.reload, undoArgv };
      assert.not.ok(hasChanges(planOf([{ run: A, fix: 'a', step }])), undoArgv.join(' '));
    }
  });

  it('warns of what may lock a person out', () => {
    const step: Step = { ...STEPS.socket, as: 'root', manager: 'system', unit: 'ssh.service' };
    const [fix] = planOf([{ run: A, fix: 'sshd-service', step }]).fixes;
    assert.match((fix?.plan.outcome === 'change' && fix.plan.notes?.join(' ')) || '', /log in/u);
  });
});

describe('runToUndo', (it) => {
  const request = { only: ALL, fixes };

  it('is the newest run of which something is left, and no undo', () => {
    const undo: Step = { ...STEPS.socket, undoes: { run: B, index: 0 } };
    const runs = runsOf(
      ...RUN,
      { run: B, fix: 'podman-socket-user', step: STEPS.socket },
      { run: '20260104T030405Z-cccccc', fix: 'podman-socket-user', step: undo },
      { run: '20260105T030405Z-dddddd', fix: 'system-migrate', step: STEPS.migrate },
    );
    assert.is(runs.length, 4);
    assert.is(runToUndo(runs, null, request)?.id, A);
    assert.is(runToUndo(runs, B, request)?.id, B);
    assert.is(runToUndo(runs, '20260109T030405Z-eeeeee', request), undefined);
  });

  it('is the newest one that has the fix that is named', () => {
    const runs = runsOf(...RUN, { run: B, fix: 'policy-json', step: STEPS.policy });
    assert.is(runToUndo(runs, null, request)?.id, B);
    assert.is(runToUndo(runs, null, { ...request, only: new Set(['linger']) })?.id, A);
  });
});

function at(second: number): string {
  return `2026-01-02T03:04:0${second}.000Z`;
}
