import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { formatIpv4Range, parseIpv4Range, rangesOverlap } from '../../src/domain/ipv4-range.ts';
import { describe } from '../helpers/describe.ts';

describe('ranges of IPv4 addresses', (it) => {
  it('reads a network, whatever address in it is written', () => {
    assert.equal(parseIpv4Range('10.88.0.1/16'), [0x0a_58_00_00, 0x0a_58_ff_ff]);
    assert.is(formatIpv4Range(parseIpv4Range('10.88.0.1/16') ?? [0, 0]), '10.88.0.0/16');
    assert.is(formatIpv4Range(parseIpv4Range('255.1.2.3/32') ?? [0, 0]), '255.1.2.3/32');
  });

  it('takes nothing else', () => {
    for (const text of [
      '',
      '10.88.0.0',
      '10.88.0/16',
      '10.88.0.256/16',
      '10.0.0.0/33',
      'fd00::/64',
    ]) {
      assert.is(parseIpv4Range(text), undefined, text);
    }
  });

  it('writes what it reads', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, length) => {
        const range = parseIpv4Range(`${address}/${length}`) ?? [0, 0];
        assert.equal(parseIpv4Range(formatIpv4Range(range)), range);
        assert.ok(rangesOverlap(range, range));
      }),
    );
  });
});
