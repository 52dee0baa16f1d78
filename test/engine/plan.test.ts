import * as assert from 'uvu/assert';
import {
  hasChanges,
  planHost,
  type PlanRequest,
  withConsent,
  withoutRoot,
} from '../../src/engine/plan.ts';
import { unreadable } from '../../src/model/fact.ts';
import type { AnyFix, Effect, Plan, Step } from '../../src/model/fix.ts';
import { describe } from '../helpers/describe.ts';
import { needsOf } from '../helpers/fix-tester.ts';
import { result } from '../helpers/reports.ts';

function step(
  name: string,
  given: { readonly effect?: Effect; readonly summary?: string } = {},
): Step {
  return {
    kind: 'run',
    summary: given.summary ?? `Run ${name}`,
    as: 'root',
    effect: given.effect ?? 'safe',
    undo: 'none',
    argv: [name],
  };
}

function write(path: string, content: string): Step {
  return {
    kind: 'write-file',
    summary: `Write ${path}`,
    as: 'root',
    effect: 'safe',
    undo: 'exact',
    path,
    content,
    mode: 0o644,
    before: null,
  };
}

function fix(id: string, plan: Plan | Step, meta: Partial<AnyFix['meta']> = {}): AnyFix {
  const made: Plan =
    'outcome' in plan ? plan : { outcome: 'change', steps: [plan], afterwards: [], notes: [] };
  return {
    meta: {
      id,
      title: id,
      description: id,
      effect: 'safe',
      after: [],
      since: '0.1.0',
      references: ['https://example.org/'],
      ...meta,
    },
    requires: [],
    plan: () => made,
  };
}

function failed(check: string, fixes: readonly string[], given: object = {}) {
  return result({ check, status: 'fail', fixes, ...given });
}

function plan(given: Partial<PlanRequest>) {
  return planHost({
    facts: {},
    results: [],
    needs: needsOf([]),
    only: new Set(),
    fixes: [],
    ...given,
  });
}

const ids = ({ fixes }: ReturnType<typeof plan>) => fixes.map(({ id }) => id);

describe('planHost', (it) => {
  const fixes = [fix('a', step('a')), fix('b', step('b')), fix('c', step('c'))];

  it('takes the fixes of root causes, not of what follows from them, nor of notes', () => {
    const results = [
      failed('one', ['a']),
      failed('two', ['b'], { explainedBy: 'one' }),
      failed('three', ['c'], { severity: 'info' }),
      result({ check: 'four', fixes: ['c'] }),
    ];
    assert.equal(ids(plan({ results, fixes })), ['a']);
  });

  it('says which checks a fix repairs', () => {
    const results = [failed('one', ['a']), failed('two', ['a'], { explainedBy: 'one' })];
    assert.equal(plan({ results, fixes }).fixes[0]?.repairs, ['one', 'two']);
  });

  it('takes those that are named, whatever the checks say', () => {
    const results = [failed('one', ['a'])];
    assert.equal(ids(plan({ results, fixes, only: new Set(['c']) })), ['c']);
  });

  it('takes the fixes of a check that is named, also of a note', () => {
    const results = [failed('one', ['a']), failed('two', ['b'], { severity: 'info' })];
    assert.equal(ids(plan({ results, fixes, only: new Set(['two']) })), ['b']);
  });

  it('leaves out what has nothing to do, and keeps what cannot be done with its reason', () => {
    const plans = [
      fix('a', { outcome: 'noop', because: 'fine' }),
      fix('b', { outcome: 'blocked', because: 'no disk' }),
      fix('c', { outcome: 'manual', because: 'decide', commands: [] }),
    ];
    const made = plan({ results: [failed('one', ['a', 'b', 'c'])], fixes: plans });
    assert.equal(ids(made), ['b', 'c']);
    assert.not.ok(hasChanges(made));
  });

  it('puts a fix behind those that it comes after, and names only those of this plan', () => {
    const ordered = [
      fix('a', step('a'), { after: ['b', 'absent'] }),
      fix('b', step('b'), { after: ['c'] }),
      fix('c', step('c'), { after: ['a'] }),
    ];
    const made = plan({ results: [failed('one', ['a', 'b', 'c'])], fixes: ordered });
    assert.equal(ids(made), ['c', 'b', 'a']);
    assert.equal(made.fixes.at(-1)?.after, ['b']);
  });

  it('does not plan on a guess when a required fact is unreadable, or the fix throws', () => {
    const blind: AnyFix = { ...fix('a', step('a')), requires: ['user'] };
    const broken: AnyFix = {
      ...fix('b', step('b')),
      plan() {
        throw new Error('oops');
      },
    };
    const { fixes: planned } = plan({
      results: [failed('one', ['a', 'b'])],
      fixes: [blind, broken],
      facts: { user: unreadable('denied', 'id is not readable') },
    });
    assert.equal(
      planned.map((one) => one.plan),
      [
        { outcome: 'blocked', because: 'id is not readable' },
        { outcome: 'blocked', because: 'defect in the fix: oops' },
      ],
    );
  });
});

describe('what could not be judged', (it) => {
  it('is told, but for the notes', () => {
    const results = [
      result({ check: 'a', status: 'unknown', severity: 'error' }),
      result({ check: 'b', status: 'unknown', severity: 'info' }),
      result({ check: 'c', status: 'pass' }),
    ];
    assert.equal(plan({ results }).unjudged, ['a']);
  });
});

describe('what has to be named', (it) => {
  const loose = fix('a', step('a', { effect: 'loosens' }), {
    effect: 'loosens',
    gains: 'Everybody.',
  });
  const asked = fix('b', step('b'), { onlyById: true });
  const results = [failed('one', ['a', 'b'])];

  it('is shown and not done otherwise', () => {
    const made = plan({ results, fixes: [loose, asked] });
    assert.equal(ids(made), []);
    assert.match(made.withheld[0]?.because ?? '', /--only a/);
    assert.match(made.withheld[1]?.because ?? '', /--only b/);
  });

  it('is not done when only its check is named', () => {
    assert.equal(ids(plan({ results, fixes: [loose, asked], only: new Set(['one']) })), []);
  });

  it('is done when it is named, and says who gains what', () => {
    const made = plan({ results, fixes: [loose, asked], only: new Set(['a', 'b']) });
    assert.equal(ids(made), ['a', 'b']);
    assert.is(made.fixes[0]?.gains, 'Everybody.');
    assert.equal(ids(withConsent(made, 'safe')), ['a', 'b']);
  });
});

describe('withConsent', (it) => {
  it('keeps back what stops something, unless that is allowed', () => {
    const stop = fix('a', step('a', { effect: 'disruptive' }), { effect: 'disruptive' });
    const made = plan({
      results: [failed('one', ['a', 'b'])],
      fixes: [stop, fix('b', step('b'))],
    });
    const safe = withConsent(made, 'safe');
    assert.equal(ids(safe), ['b']);
    assert.match(safe.withheld[0]?.because ?? '', /--yes=disruptive/);
    assert.equal(ids(withConsent(made, 'disruptive')), ['a', 'b']);
  });
});

describe('withoutRoot', (it) => {
  const own = (name: string): Step => ({ ...step(name), as: 'user' });

  it('keeps what the user can do, and not what comes after something else', () => {
    const made = plan({
      results: [failed('one', ['own', 'root', 'then', 'last'])],
      fixes: [
        fix('own', own('a')),
        fix('root', { outcome: 'change', steps: [own('b'), step('c')], afterwards: [] }),
        fix('then', own('d'), { after: ['root'] }),
        fix('last', own('e'), { after: ['then'] }),
      ],
    });
    const left = withoutRoot(made);
    assert.equal(ids(left), ['own']);
    assert.equal(
      left.withheld.map(({ fix: { id }, because }) => `${id}: ${because}`),
      ['root: it needs root', 'then: it comes after root', 'last: it comes after then'],
    );
  });

  it('keeps what is no change', () => {
    const made = plan({
      results: [failed('one', ['a'])],
      fixes: [fix('a', { outcome: 'blocked', because: 'no ids' })],
    });
    assert.equal(withoutRoot(made), made);
  });
});

describe('steps of two fixes', (it) => {
  const results = [failed('one', ['a']), failed('two', ['b'])];

  it('are done once, whatever they are called', () => {
    const twice = [fix('a', step('x')), fix('b', step('x', { summary: 'Otherwise called' }))];
    const made = plan({ results, fixes: twice });
    assert.equal(ids(made), ['a']);
    assert.equal(made.fixes[0]?.repairs, ['one', 'two']);
  });

  it('do not write the same file twice', () => {
    const twice = [fix('a', write('/etc/x', '1')), fix('b', write('/etc/x', '2'))];
    const { fixes } = plan({ results, fixes: twice });
    assert.match(JSON.stringify(fixes[1]?.plan), /blocked.*also written by a/);
  });
});
