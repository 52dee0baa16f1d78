import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseNft } from '../../src/parse/nft.ts';
import { describeNft } from '../../src/parse/nft-text.ts';
import { describe } from '../helpers/describe.ts';
import { recordedOutput } from '../helpers/packet-rules.ts';

const NETAVARK = recordedOutput('trixie-netavark').split('\n')[2] ?? '';

describe('nft', (it) => {
  it('reads chains, hooks and rules of a recorded ruleset', () => {
    const { chains, tables } = parseNft(NETAVARK) ?? { chains: [], tables: [] };
    assert.equal(tables, ['inet netavark']);
    const postrouting = chains.find(({ name }) => name === 'POSTROUTING');
    assert.ok(postrouting);
    assert.equal(postrouting.base, {
      hook: 'postrouting',
      priority: 100,
      policy: 'accept',
      type: 'nat',
      devices: [],
    });
    assert.equal(
      postrouting.rules.map(({ text }) => text),
      [
        'mark & 8192 8192 masquerade # handle 11',
        'ip saddr 10.89.0.0/24 jump nv_f2eee2a4_10_89_0_0_nm24 # handle 26',
        'ip saddr 10.88.0.0/16 jump nv_2f259bab_10_88_0_0_nm16 # handle 50',
      ],
    );
  });

  it('leaves out families that IPv4 packets never see', () => {
    const chain = (family: string) => ({ chain: { family, table: 't', name: 'c', hook: 'input' } });
    const json = JSON.stringify({ nftables: [chain('ip6'), chain('bridge'), chain('ip')] });
    assert.equal(
      parseNft(json)?.chains.map(({ table }) => table),
      ['ip t'],
    );
  });

  it('looks up named sets of the same table only', () => {
    const rule = {
      family: 'ip',
      table: 't',
      chain: 'c',
      handle: 1,
      expr: [
        { match: { op: '==', left: { payload: { protocol: 'th', field: 'dport' } }, right: '@s' } },
      ],
    };
    const set = (table: string) => ({
      set: { family: 'ip', table, name: 's', elem: [{ elem: { val: 80, comment: 'web' } }] },
    });
    const chain = { chain: { family: 'ip', table: 't', name: 'c' } };
    const kinds = (table: string) =>
      parseNft(
        JSON.stringify({ nftables: [set(table), chain, { rule }] }),
      )?.chains[0]?.rules[0]?.steps.map(({ kind }) => kind);
    assert.equal(kinds('t'), ['numbers']);
    assert.equal(kinds('other'), ['unclear']);
  });

  it('refuses what is no ruleset', () => {
    for (const text of ['', '{', '[]', '{"nftables": 1}', 'null'])
      assert.is(parseNft(text), undefined);
  });

  it('writes rules about as nft lists them', () => {
    const left = { payload: { protocol: 'tcp', field: 'dport' } };
    assert.is(
      describeNft({ match: { op: '!=', left, right: { set: [1, { range: [2, 3] }] } } }),
      'tcp dport != { 1, 2-3 }',
    );
    assert.is(describeNft({ jump: { target: 'x' } }), 'jump x');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseNft(text)));
    const object = fc.oneof(
      fc.jsonValue(),
      fc.record({ rule: fc.record({ family: fc.constant('ip'), expr: fc.array(fc.jsonValue()) }) }),
      fc.record({ chain: fc.jsonValue() }),
      fc
        .tuple(
          fc.constantFrom('match', 'vmap', 'mangle', 'jump', 'set', 'limit', '&'),
          fc.jsonValue(),
        )
        .map(([key, value]) => ({
          rule: { family: 'ip', table: 't', chain: 'c', expr: [{ [key]: value }] },
        })),
    );
    fc.assert(
      fc.property(fc.array(object), (nftables) => void parseNft(JSON.stringify({ nftables }))),
    );
  });
});
