import * as assert from 'uvu/assert';
import { explain, rootCausesOf } from '../../src/engine/causes.ts';
import { evaluate, toResult } from '../../src/engine/evaluate.ts';
import type { AnyCheck, Consequence, Severity } from '../../src/model/check.ts';
import type { Needs } from '../../src/model/need.ts';
import { describe } from '../helpers/describe.ts';

const needs: Needs = { names: new Set(['run']), ports: [] };

interface Told {
  readonly fails?: boolean;
  readonly severity?: Severity;
  readonly explains?: readonly Consequence[];
  readonly follows?: readonly Consequence[];
  readonly need?: 'run' | 'api';
  /** The file that its finding names. */
  readonly file?: string;
}

function check(
  id: string,
  {
    fails = true,
    severity = 'error',
    explains = [],
    follows = [],
    need = 'run',
    file = '/x',
  }: Told,
): AnyCheck {
  return {
    meta: {
      id,
      area: 'subid',
      title: `${id} is right`,
      failureTitle: `${id} is wrong`,
      description: 'A check made for this test.',
      severity,
      needs: [need],
      covers: [],
      since: '0.1.0',
      references: ['https://example.org/'],
      messages: { broken: 'broken {{what}}' },
      commands: { broken: ['repair {{what}}'] },
      fixes: ['repair'],
    },
    requires: [],
    evaluate: () =>
      fails
        ? {
            status: 'fail',
            findings: [
              {
                messageId: 'broken',
                data: { what: "it's", file },
                evidence: [{ kind: 'file', where: '/x', found: 'a', expected: 'b' }],
              },
            ],
          }
        : { status: 'pass' },
    explains: () => explains,
    follows: () => follows,
  };
}

function run(checks: readonly AnyCheck[]): ReturnType<typeof explain> {
  const evaluations = checks.map((one) => evaluate(one, {}, needs));
  return explain(
    evaluations,
    evaluations.map((one) => toResult(one, needs)),
  );
}

describe('explain', (it) => {
  it('folds a consequence under its cause, through a chain', () => {
    const results = run([
      check('effect', {}),
      check('middle', { explains: [{ check: 'effect' }] }),
      check('cause', { explains: [{ check: 'middle', messageId: 'broken' }] }),
    ]);
    assert.equal(
      results.map(({ check: id, explainedBy }) => [id, explainedBy]),
      [
        ['effect', 'cause'],
        ['middle', 'cause'],
        ['cause', null],
      ],
    );
    assert.equal(
      rootCausesOf(results).map(({ check: id, explains }) => [id, explains]),
      [['cause', ['effect', 'middle']]],
    );
  });

  it('leaves two faults that do not explain each other as two root causes', () => {
    const results = run([check('one', { severity: 'warning' }), check('two', {})]);
    assert.equal(
      rootCausesOf(results).map(({ check: id }) => id),
      ['two', 'one'],
    );
  });

  it('does not fold a finding that the cause does not name', () => {
    const results = run([
      check('effect', {}),
      check('cause', { explains: [{ check: 'effect', messageId: 'other' }] }),
    ]);
    assert.is(rootCausesOf(results).length, 2);
  });

  it('is not explained by a check that passed', () => {
    const results = run([
      check('effect', {}),
      check('healthy', { fails: false, explains: [{ check: 'effect' }] }),
    ]);
    assert.is(results[0]?.explainedBy, null);
  });

  it('never hides an error under a note', () => {
    const results = run([
      check('effect', {}),
      check('note', { need: 'api', explains: [{ check: 'effect' }] }),
    ]);
    assert.equal(
      rootCausesOf(results).map(({ check: id }) => id),
      ['effect'],
    );
  });

  it('folds an outcome under the likeliest of the failures that it may follow from', () => {
    const results = run([
      check('other', {}),
      check('outcome', {
        follows: [
          { check: 'healthy' },
          { check: 'middle', messageId: 'other' },
          { check: 'middle', messageId: 'broken' },
          { check: 'other' },
        ],
      }),
      check('healthy', { fails: false }),
      check('middle', {}),
      check('root', { explains: [{ check: 'middle' }] }),
    ]);
    assert.equal(
      results.map(({ explainedBy }) => explainedBy),
      [null, 'root', null, 'root', null],
    );
  });

  it('leaves an outcome that nothing explains as the finding itself', () => {
    const results = run([
      check('outcome', { follows: [{ check: 'healthy' }, { check: 'note' }] }),
      check('note', { need: 'api' }),
    ]);
    assert.equal(
      rootCausesOf(results).map(({ check: id }) => id),
      ['outcome'],
    );
  });

  it('keeps all of a circle as root causes', () => {
    const results = run([
      check('a', { explains: [{ check: 'b' }] }),
      check('b', { explains: [{ check: 'a' }] }),
    ]);
    assert.is(rootCausesOf(results).length, 2);
  });
});

describe('toResult', (it) => {
  it('fills messages with data, and commands with quoted data', () => {
    const [result] = run([check('one', {})]);
    assert.is(result?.findings[0]?.message, "broken it's");
    assert.equal(result?.commands, [String.raw`repair 'it'\''s'`]);
    assert.is(result?.title, 'one is wrong');
  });

  it('lowers a check whose need nobody asked for to a note', () => {
    assert.is(run([check('one', { need: 'api' })])[0]?.severity, 'info');
  });

  it('folds only what names a file below the directory', () => {
    const home = check('home', {
      explains: ['conf', 'other', 'same'].map((one) => ({ check: one, below: '/home/alice' })),
    });
    const results = run([
      home,
      check('conf', { file: '/home/alice/.config/containers/containers.conf' }),
      check('other', { file: '/home/alice2/storage.conf' }),
      check('same', { file: '/home/alice' }),
    ]);
    assert.equal(
      results.map(({ explainedBy }) => explainedBy),
      [null, 'home', null, 'home'],
    );
  });
});

describe('evaluate', (it) => {
  it('answers unknown when a required fact is unreadable or was not gathered', () => {
    const needy: AnyCheck = { ...check('one', { fails: false }), requires: ['user'] };
    assert.is(evaluate(needy, {}, needs).verdict.status, 'unknown');
    const denied = { state: 'unreadable', reason: 'denied', because: 'not allowed' } as const;
    assert.equal(evaluate(needy, { user: denied }, needs).verdict, {
      status: 'unknown',
      because: 'not allowed',
    });
  });

  it('hands over an unreadable fact that is only consulted', () => {
    const seen: unknown[] = [];
    const curious: AnyCheck = {
      ...check('one', {}),
      consults: ['user'],
      evaluate: (facts: unknown) => {
        seen.push(facts);
        return { status: 'pass' };
      },
    };
    assert.is(evaluate(curious, {}, needs).verdict.status, 'pass');
    assert.match(JSON.stringify(seen), 'not-gathered');
  });

  it('answers unknown for a check that throws', () => {
    const broken: AnyCheck = {
      ...check('one', {}),
      evaluate: () => {
        throw new Error('oops');
      },
    };
    assert.equal(evaluate(broken, {}, needs).verdict, {
      status: 'unknown',
      because: 'defect in the check: oops',
    });
  });
});
