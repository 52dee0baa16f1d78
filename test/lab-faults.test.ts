/** The lab's faults name checks, messages and fixes that exist. The lab itself needs virtual machines; this does not. */
import * as assert from 'uvu/assert';
import { checks } from '../checks/index.ts';
import { fixes } from '../fixes/index.ts';
import { describe } from './helpers/describe.ts';
import { faults } from './lab/faults/index.ts';
import { fixedTwelve } from './lab/choice.ts';

describe('every fault of the lab', (it) => {
  for (const { id, expect, fix } of faults) {
    it(id, () => {
      const check = checks.find(({ meta }) => meta.id === expect.check);
      if (check === undefined) throw new Error(`no check is called ${expect.check}`);
      if (expect.messageId !== undefined) {
        assert.ok(expect.messageId in check.meta.messages, `no message ${expect.messageId}`);
      }
      const effects = fixes
        .filter(({ meta }) => check.meta.fixes.includes(meta.id))
        .map(({ meta }) => meta.effect);
      if (fix.kind === 'auto') assert.ok(effects.includes('safe'), 'a fix without an id is safe');
      if (fix.kind === 'by-id') assert.ok(fixes.some(({ meta }) => meta.id === fix.id));
    });
  }
});

describe('the faults of every run', (it) => {
  it('are there, and all different', () => {
    const ids = fixedTwelve().map(({ fault }) => fault.id);
    assert.is(new Set(ids).size, 12);
  });

  it('come from every area of the whole but outcomes, which have a script of their own', () => {
    const areas = new Set([...faults.map(({ area }) => area), 'outcome']);
    assert.equal(
      [...areas].toSorted(),
      [...new Set(checks.map(({ meta }) => meta.area))].toSorted(),
    );
  });
});
