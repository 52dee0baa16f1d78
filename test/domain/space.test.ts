import * as assert from 'uvu/assert';
import { sizeText } from '../../src/domain/space.ts';
import { describe } from '../helpers/describe.ts';

describe('space', (it) => {
  it('writes sizes for people', () => {
    assert.is(sizeText(0), '0 MiB');
    assert.is(sizeText(3.9 * 2 ** 20), '3 MiB');
    assert.is(sizeText(1.5 * 2 ** 30), '1.5 GiB');
  });
});
