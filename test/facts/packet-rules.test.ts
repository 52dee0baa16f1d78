import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { packetRules } from '../../src/facts/packet-rules.ts';
import { describe } from '../helpers/describe.ts';
import { recordedRules, rulesFrom } from '../helpers/packet-rules.ts';

describe('packetRules', (it) => {
  it('takes tables of iptables-nft from its own listing', () => {
    const rules = recordedRules('bookworm-both-flavours');
    assert.equal(rules.missing, []);
    assert.equal(rules.nftTables, ['ip filter']);
    assert.equal(rules.iptablesNft, ['filter']);
    assert.equal(rules.iptablesLegacy, ['nat', 'filter']);
    const tables = new Set(rules.chains.map(({ table }) => table));
    assert.equal(
      [...tables],
      ['iptables-nft filter', 'iptables-legacy nat', 'iptables-legacy filter'],
    );
  });

  it('a kernel without nf_tables has no rules', () => {
    assert.equal(rulesFrom('@nft no\n'), {
      chains: [],
      nftTables: [],
      iptablesNft: [],
      iptablesLegacy: [],
      missing: [],
    });
  });

  it('names what could not be read', () => {
    assert.equal(rulesFrom('@nft yes\n@missing nft nft\n').missing, ['nft is not installed']);
    assert.equal(rulesFrom('@nft yes\n@begin nft\n\n@end 1\n').missing, [
      'nft ended with exit code 1',
    ]);
    assert.equal(rulesFrom('@nft yes\n@begin nft\n{"nft').missing, ['nft did not end']);
    assert.equal(rulesFrom('@nft yes\n@begin nft\nx\n@end 0\n').missing, [
      'the output of nft is not JSON',
    ]);
    assert.is(rulesFrom('@nft unclear\n').missing.length, 1);
  });

  it('is unreadable when the probe said nothing', () => {
    assert.is(packetRules.parse({ stdout: '', exitCode: 0 }).state, 'unreadable');
  });

  it('never throws', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('@nft yes', '@begin nft', '@end 0', '@missing a b'),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        packetRules.parse({ stdout: lines.join('\n'), exitCode: 0 });
      }),
    );
  });
});
