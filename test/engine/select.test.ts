import * as assert from 'uvu/assert';
import { select } from '../../src/engine/select.ts';
import type { AnyCheck } from '../../src/model/check.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';

const named = (id: string, area: string): AnyCheck =>
  ({
    meta: { id, area, needs: ['run'] },
    requires: [],
    evaluate: () => ({ status: 'pass' }),
  }) as unknown as AnyCheck;
const all = [
  named('subuid-range', 'subid'),
  named('subid-overlap', 'subid'),
  named('linger', 'session'),
];
const ids = (only: string[], skip: string[] = []): string[] =>
  select({ only, skip }, all).checks.map(({ meta }) => meta.id);

function message(only: string[], skip: string[] = []): string {
  try {
    ids(only, skip);
  } catch (error) {
    assert.instance(error, UsageError);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('nothing was thrown');
}

describe('select', (it) => {
  it('takes all, an area, an id, and leaves out what is skipped', () => {
    assert.is(ids([]).length, 3);
    assert.equal(ids(['subid']), ['subuid-range', 'subid-overlap']);
    assert.equal(ids(['subid', 'linger'], ['subuid-range']), ['subid-overlap', 'linger']);
  });

  it('names the nearest name for an unknown one', () => {
    assert.match(message(['subuid-rnge']), "did you mean 'subuid-range'");
    assert.match(message([], ['lingr']), "did you mean 'linger'");
    assert.match(message(['qqqqqqqq']), "unknown check or area 'qqqqqqqq'");
  });

  it('refuses a selection that leaves nothing', () => {
    assert.match(message(['linger'], ['session']), 'leaves no check');
  });
});
