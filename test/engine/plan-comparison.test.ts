import * as assert from 'uvu/assert';
import { comparePlans } from '../../src/engine/plan-comparison.ts';
import type { Step } from '../../src/model/fix.ts';
import type { SavedFix, SavedHost } from '../../src/model/saved-plan.ts';
import { describe } from '../helpers/describe.ts';
import { sampleSteps, savedFix, savedHost } from '../helpers/plans.ts';

/** The differences as `fix/step what`. */
function differences(saved: SavedHost, now: SavedHost): readonly string[] {
  return comparePlans(saved, now).map(
    ({ fix, step, what }) => `${fix ?? '-'}/${step?.number ?? '-'} ${what}`,
  );
}

function withFix(given: Partial<SavedFix>): SavedHost {
  const [, ...others] = savedHost().fixes;
  return savedHost({ fixes: [savedFix(given), ...others] });
}

function withSteps(steps: readonly Step[]): SavedHost {
  return withFix({
    plan: {
      outcome: 'change',
      steps: steps as typeof sampleSteps,
      afterwards: ['re-login'],
      notes: ['a note'],
    },
  });
}

/** The value, but not the same one. */
function otherThan(value: unknown): unknown {
  if (Array.isArray(value)) return [...(value as unknown[]), 'added'];
  if (typeof value === 'object') return { ...value, added: true };
  return typeof value === 'string' ? `${value}!` : typeof value === 'number' ? value + 1 : !value;
}

describe('two plans', (it) => {
  it('are equal when nothing but the time differs, whatever the order of properties', () => {
    const reversed = (_: string, value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).toReversed())
        : value;
    const read = JSON.parse(JSON.stringify(savedHost()), reversed) as SavedHost;
    assert.equal(differences(read, savedHost({ at: '2026-02-03T04:05:06.789Z' })), []);
  });

  for (const [at, step] of sampleSteps.entries()) {
    for (const [name, value] of Object.entries(step)) {
      it(`differ when the ${name} of a step of kind ${step.kind} does`, () => {
        const other = { ...step, [name]: otherThan(value) };
        const now = withSteps(sampleSteps.with(at, other));
        const what = name === 'kind' ? 'step' : name;
        assert.equal(differences(savedHost(), now), [`some-fix/${at + 1} ${what}`]);
        assert.equal(differences(now, savedHost()), [`some-fix/${at + 1} ${what}`]);
      });
    }
  }

  it('differ when a step is added, left out, or has another place', () => {
    const [first, second, third] = [1, 2, 3].map((at) => sampleSteps[at]) as [Step, Step, Step];
    const saved = withSteps([first, second]);
    assert.equal(differences(saved, withSteps([first, second, third])), ['some-fix/3 step']);
    assert.equal(differences(saved, withSteps([first])), ['some-fix/2 step']);
    assert.equal(differences(saved, withSteps([second, first])), [
      'some-fix/1 step',
      'some-fix/2 step',
    ]);
    const [difference] = comparePlans(saved, withSteps([first]));
    assert.equal(difference?.step, { number: 2, summary: second.summary });
  });

  it('differ when an optional property of a step is gone', () => {
    const [run, ...others] = sampleSteps;
    const { undoArgv: _, ...without } = run as Extract<Step, { kind: 'run' }>;
    assert.equal(differences(savedHost(), withSteps([without, ...others])), [
      'some-fix/1 undoArgv',
    ]);
  });

  for (const [given, what] of [
    [{ title: 'x' }, 'title'],
    [{ effect: 'loosens' }, 'effect'],
    [{ gains: 'everybody' }, 'gains'],
    [{ repairs: ['other-check'] }, 'repairs'],
    [{ after: ['linger'] }, 'after'],
    [{ plan: { ...savedFix().plan, afterwards: ['reboot'] } as SavedFix['plan'] }, 'afterwards'],
    [{ plan: { ...savedFix().plan, notes: ['web runs'] } as SavedFix['plan'] }, 'notes'],
    [{ plan: { outcome: 'blocked', because: 'no free ids' } }, 'outcome'],
  ] as const satisfies readonly (readonly [Partial<SavedFix>, string])[]) {
    it(`differ when ${what} of a fix does`, () => {
      assert.equal(differences(savedHost(), withFix(given)), [`some-fix/- ${what}`]);
    });
  }

  it('differ when what podready does not do differs', () => {
    const fixes = savedHost().fixes.map(({ plan, ...rest }): SavedFix => ({
      ...rest,
      plan: plan.outcome === 'change' ? plan : { ...plan, because: 'another reason' },
    }));
    assert.equal(differences(savedHost(), savedHost({ fixes })), [
      'blocked-fix/- because',
      'manual-fix/- because',
    ]);
  });

  it('differ when a fix is added, left out, repeated, or has another place', () => {
    const { fixes } = savedHost();
    const [first, second, third] = fixes as [SavedFix, SavedFix, SavedFix];
    const less = savedHost({ fixes: [first, second] });
    assert.equal(differences(savedHost(), less), ['manual-fix/- fix']);
    assert.equal(differences(less, savedHost()), ['manual-fix/- fix']);
    const moved = savedHost({ fixes: [second, first, third] });
    assert.equal(differences(savedHost(), moved), ['-/- order']);
    assert.equal(differences(savedHost({ fixes: [...fixes, third] }), savedHost()), ['-/- order']);
  });

  for (const [given, what] of [
    [{ local: true }, 'local'],
    [{ user: 'bob' }, 'user'],
    [{ needs: ['run'] }, 'needs'],
    [{ withheld: [] }, 'withheld'],
    [{ unjudged: ['firewall-dns', 'linger'] }, 'unjudged'],
  ] as const satisfies readonly (readonly [Partial<SavedHost>, string])[]) {
    it(`differ when ${what} of the host does`, () => {
      assert.equal(differences(savedHost(), savedHost(given)), [`-/- ${what}`]);
    });
  }
});
