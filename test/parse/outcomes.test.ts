import * as assert from 'uvu/assert';
import { parseOutcomes, tookTooLong } from '../../src/parse/outcomes.ts';
import { describe } from '../helpers/describe.ts';
import { outcomesText } from '../helpers/outcomes.ts';

describe('parseOutcomes', (it) => {
  it('reads every step, what was said and what was read', () => {
    const { steps, toolless, limit, complete, name, left } = parseOutcomes(outcomesText());
    assert.is(steps.size, 8);
    assert.equal(steps.get('memory'), {
      exitCode: 0,
      said: ['limit 67108864'],
      read: new Map(),
    });
    assert.is(steps.get('owner')?.read.get('uid'), '100000');
    assert.is(steps.get('port')?.read.get('at'), '127.0.0.1:46311');
    assert.equal([limit, complete, name, left, toolless.size], [40, true, 'podready-f0', [], 0]);
  });

  it('is never complete, and never throws, when the text is cut anywhere', () => {
    const text = outcomesText();
    for (let at = 0; at < text.length; at++) {
      const { complete, steps } = parseOutcomes(text.slice(0, at));
      assert.is(complete, false);
      for (const { exitCode } of steps.values()) assert.is(exitCode, 0);
    }
  });

  it('knows what has no tool, what took too long and what was left', () => {
    const text = outcomesText({ port: ['tool none'], names: ['exit 124'] }, [
      'left network',
      'left image',
      'end',
    ]);
    const { steps, toolless, left } = parseOutcomes(text);
    assert.equal([...toolless], ['port']);
    assert.is(steps.has('port'), false);
    const names = steps.get('names');
    assert.ok(names !== undefined && tookTooLong(names));
    assert.equal(left, ['network', 'image']);
  });

  it('does not take a container’s words for its own', () => {
    const { complete, left } = parseOutcomes('run exit 0\nrun said end\nrun said left image\n');
    assert.is(complete, false);
    assert.equal(left, []);
  });
});
