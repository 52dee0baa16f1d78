import * as assert from 'uvu/assert';
import { addressNumber, addressRange, protocolNumber } from '../../src/parse/packet-rules.ts';
import { describe } from '../helpers/describe.ts';

describe('addresses of rules', (it) => {
  it('reads networks with a length or a mask', () => {
    assert.equal(addressRange('10.88.0.0/16'), [0x0a_58_00_00, 0x0a_58_ff_ff]);
    assert.equal(addressRange('10.0.0.0/255.0.0.0'), [0x0a_00_00_00, 0x0a_ff_ff_ff]);
    assert.equal(addressRange('127.0.0.1'), [0x7f_00_00_01, 0x7f_00_00_01]);
    assert.equal(addressRange('0.0.0.0', 0), [0, 0xff_ff_ff_ff]);
    assert.equal(addressRange('255.255.255.255/255.255.255.255'), [0xff_ff_ff_ff, 0xff_ff_ff_ff]);
  });

  it('refuses what is none', () => {
    for (const text of [
      '',
      'localhost',
      '10.0.0.256',
      '10.0.0.0/33',
      '10.0.0.0/0.255.0.0',
      '::1',
    ]) {
      assert.is(addressRange(text), undefined, text);
    }
    assert.is(addressNumber('1.2.3'), undefined);
  });

  it('knows protocols by name and number', () => {
    assert.equal(['tcp', '17', 'ICMPv6', 'whatever'].map(protocolNumber), [6, 17, 58, 256]);
  });
});
