import * as assert from 'uvu/assert';
import { holdsLocks } from '../../src/domain/lock-memory.ts';
import { describe } from '../helpers/describe.ts';

describe('lock-memory', (it) => {
  it('knows the size that was measured', () => {
    assert.ok(holdsLocks(82_488, 2048));
    assert.not(holdsLocks(82_488, 4096));
    assert.not(holdsLocks(0, 2048));
  });

  it('rounds up to groups of 32', () => {
    assert.ok(holdsLocks(56 + 1288, 1));
    assert.ok(holdsLocks(56 + 1288, 32));
    assert.not(holdsLocks(56 + 1288, 33));
  });
});
