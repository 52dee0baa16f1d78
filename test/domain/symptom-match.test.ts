import * as assert from 'uvu/assert';
import { symptomMatcher } from '../../src/domain/symptom-match.ts';
import type { Symptom } from '../../src/model/symptom.ts';
import { describe } from '../helpers/describe.ts';

function symptom(id: string, text: string, isVague = false): Symptom {
  const causes: Symptom['causes'] = [{ check: 'linger', because: 'A.' }];
  return { id, title: id, covers: [], texts: [text], causes, references: ['x'], isVague };
}

const match = symptomMatcher([
  symptom('apples', 'orchard: could not find apples: exec: basket missing'),
  symptom('pears', 'orchard: could not find pears: exec: basket missing'),
  symptom('ladder', 'ladder {path} is too short for tree {name}'),
  symptom('vague', 'permission denied', true),
]);

function ids(message: string): readonly string[] {
  return match(message).map(({ symptom }) => symptom.id);
}

describe('symptomMatcher', (it) => {
  it('tells texts apart that differ in one word', () => {
    assert.equal(ids('orchard: could not find pears: exec: basket missing'), ['pears']);
    assert.equal(ids('orchard: could not find apples: exec: basket missing'), ['apples']);
  });

  it('names all that are in a message, the better known first', () => {
    const both =
      'ladder /a/b is too short for tree x\norchard: could not find pears: exec: basket missing';
    assert.equal([...ids(both)].toSorted(), ['ladder', 'pears']);
  });

  it('lets anything stand where a placeholder is', () => {
    assert.equal(ids('ladder "the old one in the shed" is too short for tree 7'), ['ladder']);
  });

  it('wants the words in their order', () => {
    assert.equal(ids('tree short ladder'), []);
  });

  it('takes a vague text only for want of a better, and only of containers', () => {
    assert.equal(ids('Permission denied'), ['vague']);
    assert.equal(ids('crun: something odd: permission denied'), ['vague']);
    assert.equal(ids('ladder /x is too short for tree y: permission denied'), ['ladder']);
    assert.equal(ids("ls: cannot open directory '/root': Permission denied"), []);
  });

  it('looks at the end of a long message, and is done soon', () => {
    const begun = performance.now();
    const noise = 'orchard could not find the basket of plums\n'.repeat(50_000);
    assert.equal(ids(`${noise}ladder /x is too short for tree y`).includes('ladder'), true);
    assert.ok(performance.now() - begun < 10_000);
  });
});
