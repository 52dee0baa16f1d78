import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseIptablesSave } from '../../src/parse/iptables-save.ts';
import { splitIptablesLine } from '../../src/parse/iptables-words.ts';
import type { RuleStep } from '../../src/parse/packet-rules.ts';
import { describe } from '../helpers/describe.ts';

function stepsOf(rule: string): readonly RuleStep[] {
  const { chains } = parseIptablesSave(
    `*filter\n:INPUT ACCEPT [0:0]\n-A INPUT ${rule}\nCOMMIT\n`,
    'x',
  );
  return chains[0]?.rules[0]?.steps ?? [];
}

describe('iptables-save', (it) => {
  it('reads tables, policies and hooks', () => {
    const { chains, tables, malformed } = parseIptablesSave(
      '# Generated\n*nat\n:POSTROUTING ACCEPT [1:2]\n:own - [0:0]\nCOMMIT\n*filter\n:INPUT DROP [0:0]\nCOMMIT\n# Completed\n',
      'iptables-nft',
    );
    assert.equal(tables, ['nat', 'filter']);
    assert.is(malformed, 0);
    assert.equal(
      chains.map(({ table, name, base }) => [table, name, base?.priority, base?.policy]),
      [
        ['iptables-nft nat', 'POSTROUTING', 100, 'accept'],
        ['iptables-nft nat', 'own', undefined, undefined],
        ['iptables-nft filter', 'INPUT', 0, 'drop'],
      ],
    );
  });

  it('keeps quoted words together', () => {
    assert.equal(splitIptablesLine('--comment "a \\"b\\" c" -j DROP'), [
      '--comment',
      'a "b" c',
      '-j',
      'DROP',
    ]);
  });

  it('reads the matches that it knows', () => {
    const kinds = (rule: string) => stepsOf(rule).map(({ kind }) => kind);
    assert.equal(kinds('-s 10.0.0.0/8 -i eth+ -p tcp -m tcp --dport 80 -j ACCEPT'), [
      'numbers',
      'names',
      'numbers',
      'numbers',
      'accept',
    ]);
    assert.equal(kinds('-m multiport --ports 1,2:3 -m comment --comment "x y" -j DROP'), [
      'any',
      'drop',
    ]);
    assert.equal(kinds('-m conntrack --ctstate NEW,RELATED -j RETURN'), ['words', 'return']);
    assert.equal(kinds('-m addrtype ! --dst-type LOCAL -g own'), ['words', 'goto']);
    assert.equal(kinds('-p icmp -m icmp --icmp-type 8 -j ACCEPT'), ['numbers', 'never', 'accept']);
    assert.equal(kinds('-m rpfilter --validmark --invert -j DROP'), ['words', 'words', 'drop']);
    assert.equal(kinds('-m mark --mark 0x1/0xff -j MARK --set-xmark 0x2/0x2'), ['bits', 'mark']);
    assert.equal(kinds('-p tcp --syn -j CT --notrack'), ['numbers', 'bits', 'notrack']);
    assert.equal(kinds('-j LOG --log-prefix "x"'), []);
    assert.equal(kinds('-p tcp -j REDIRECT --to-ports 8080'), ['numbers', 'rewrite']);
  });

  it('says of everything else that it may hold or not', () => {
    for (const rule of [
      '-m set --match-set x src',
      '-m hashlimit --hashlimit-name x',
      '-f',
      '-s host',
    ]) {
      assert.ok(
        stepsOf(`${rule} -j ACCEPT`).some(({ kind }) => kind === 'unclear'),
        rule,
      );
    }
  });

  it('turns `+` into a prefix, and keeps `!`', () => {
    assert.equal(stepsOf('! -i veth+ -j DROP')[0], {
      kind: 'names',
      field: 'iifname',
      patterns: ['veth*'],
      negated: true,
    });
  });

  it('knows which tables are not its own', () => {
    const text = "# Table `filter' is incompatible, use 'nft' tool.\n";
    assert.equal(parseIptablesSave(text, 'x').incompatible, ['filter']);
  });

  it('counts lines that it does not know', () => {
    assert.is(parseIptablesSave('*filter\niptables: oh\nCOMMIT\n', 'x').malformed, 1);
  });

  it('never throws', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string().map((rest) => `-A INPUT ${rest}`),
      fc.string().map((rest) => `:${rest}`),
      fc.constantFrom('*filter', 'COMMIT', '-A', '[1:2] -A x -j'),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        parseIptablesSave(lines.join('\n'), 'x');
      }),
    );
  });
});
