import * as assert from 'uvu/assert';
import { causesOf, judgeCauses, needsToDecide } from '../../src/engine/diagnose.ts';
import { select } from '../../src/engine/select.ts';
import type { Cause, Symptom } from '../../src/model/symptom.ts';
import { describe } from '../helpers/describe.ts';
import { hostReport, result } from '../helpers/reports.ts';

function symptom(id: string, ...causes: readonly [Cause, ...Cause[]]): Symptom {
  return { id, title: id, covers: [], texts: ['x'], causes, references: ['https://example.org'] };
}

function causes(...given: readonly [Cause, ...Cause[]]): ReturnType<typeof causesOf> {
  return causesOf([{ symptom: symptom('a', ...given), text: 'x', score: 1 }]);
}

const manual: Cause = { because: 'Something else.', byHand: 'Look there.' };
const finding = { messageId: 'missing', message: 'None.', data: {}, evidence: [] };
const noNeeds = { names: new Set<never>(), ports: [] };

describe('causesOf', (it) => {
  it('names the causes of the likeliest symptom first, each once', () => {
    const first = symptom('a', { check: 'linger', because: 'A.' }, manual);
    const second = symptom('b', { check: 'linger', because: 'B.' }, { check: 'x', because: 'C.' });
    const found = causesOf([
      { symptom: first, text: 'x', score: 2 },
      { symptom: second, text: 'x', score: 1 },
    ]);
    assert.equal(
      found.map(({ symptom, cause }) => [symptom, cause.because]),
      [
        ['a', 'A.'],
        ['a', 'Something else.'],
        ['b', 'C.'],
      ],
    );
  });
});

describe('judgeCauses', (it) => {
  it('puts what is confirmed first, then what is open, and what is ruled out last', () => {
    const judged = judgeCauses(
      causes(
        { check: 'passes', because: 'A.' },
        manual,
        { check: 'unknown', because: 'B.' },
        { check: 'follows', because: 'C.' },
        { check: 'fails', because: 'D.' },
        { check: 'not-asked', because: 'E.' },
      ),
      hostReport({
        results: [
          result({ check: 'passes' }),
          result({ check: 'unknown', status: 'unknown', because: 'needs root' }),
          result({ check: 'follows', status: 'fail', findings: [finding], explainedBy: 'fails' }),
          result({ check: 'fails', status: 'fail', findings: [finding] }),
        ],
      }),
    );
    assert.equal(
      judged.map(({ cause, state, undecidedBecause }) => [cause.because, state, undecidedBecause]),
      [
        ['D.', 'confirmed', null],
        ['C.', 'confirmed', null],
        ['B.', 'undecided', 'needs root'],
        ['E.', 'undecided', 'the host was not looked at'],
        ['Something else.', 'by-hand', null],
        ['A.', 'ruled-out', null],
      ],
    );
  });

  it('rules out a failure that is another one than the message comes from', () => {
    const stateWith = (messageId: string): unknown =>
      judgeCauses(
        causes({ check: 'fails', messageId, because: 'A.' }),
        hostReport({ results: [result({ check: 'fails', status: 'fail', findings: [finding] })] }),
      )[0]?.state;
    assert.is(stateWith('missing'), 'confirmed');
    assert.is(stateWith('tooFew'), 'ruled-out');
  });
});

describe('needsToDecide', (it) => {
  it('asks for what the checks serve, and for the port of the message', () => {
    const { checks } = select({ only: ['linger', 'unprivileged-ports', 'subuid-range'], skip: [] });
    const message = 'cannot expose privileged port 80: listen tcp 0.0.0.0:80: bind: denied';
    const needs = needsToDecide(checks, noNeeds, message);
    assert.equal([...needs.names].toSorted(), ['boot', 'publish']);
    assert.equal(needs.ports, [80]);
    assert.equal(needsToDecide(checks, noNeeds, 'port 99999').ports, []);
  });

  it('asks for no port where no check is about ports', () => {
    const { checks } = select({ only: ['subuid-range'], skip: [] });
    assert.equal(needsToDecide(checks, noNeeds, 'port 80'), noNeeds);
  });
});
