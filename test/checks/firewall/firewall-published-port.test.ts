import { firewallPublishedPort } from '../../../checks/firewall/firewall-published-port.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { firewallOf } from '../../helpers/network-facts.ts';
import { legacyRules, nftChain, recordedRules, rulesFrom } from '../../helpers/packet-rules.ts';

const facts = { firewall: firewallOf({ nfTables: true }) };
const needs = ['publish:8080'] as const;
const noRoot = unreadable('denied', 'this needs root');
const onLoopback = { match: { op: '==', left: { meta: { key: 'iifname' } }, right: 'lo' } };

/** Rules of one chain under other names, as ufw and firewalld have them. */
function renamed(table: string, chain: string): string {
  const where = { family: 'inet', table };
  const nftables = [
    { chain: { ...where, name: chain, type: 'filter', hook: 'input', prio: 0, policy: 'drop' } },
    { rule: { ...where, chain, handle: 1, expr: [onLoopback, { drop: null }] } },
  ];
  return `@nft yes\n@begin nft\n${JSON.stringify({ nftables })}\n\n@end 0\n`;
}

testCheck(firewallPublishedPort, {
  pass: [
    {
      name: 'ufw accepts the loopback',
      needs,
      facts: { ...facts, packetRules: recordedRules('bookworm-ufw') },
    },
    {
      name: 'firewalld too',
      needs,
      facts: { ...facts, packetRules: recordedRules('bookworm-firewalld') },
    },
    {
      name: 'no packet filter at all',
      needs,
      facts: { firewall: firewallOf(), packetRules: noRoot },
    },
  ],
  fail: [
    {
      name: 'a rule on the loopback',
      needs,
      facts: { ...facts, packetRules: nftChain({ hook: 'input' }, [onLoopback, { drop: null }]) },
      findings: [
        {
          messageId: 'byNft',
          data: {
            port: 8080,
            what: 'A connection from this host to port 8080',
            rule: 'iifname lo drop # handle 1',
            chain: 'c',
            family: 'inet',
            table: 'filter',
          },
        },
      ],
    },
    {
      name: 'output to the loopback',
      needs,
      facts: {
        ...facts,
        packetRules: legacyRules(':OUTPUT ACCEPT [0:0]', '-A OUTPUT -o lo -j REJECT'),
      },
      findings: [{ messageId: 'byIptables' }],
    },
    {
      name: 'in a table of firewalld',
      needs,
      facts: { ...facts, packetRules: rulesFrom(renamed('firewalld', 'filter_INPUT')) },
      findings: [{ messageId: 'byFirewalld' }],
    },
    {
      name: 'in a chain of ufw',
      needs,
      facts: { ...facts, packetRules: rulesFrom(renamed('filter', 'ufw-before-input')) },
      findings: [{ messageId: 'byUfw' }],
    },
  ],
  notApplicable: [
    { name: 'no port', needs: ['publish'], facts: { ...facts, packetRules: noRoot } },
    {
      name: 'a rootful container has it',
      needs,
      facts: { ...facts, packetRules: recordedRules('trixie-netavark') },
    },
  ],
  unknown: [{ name: 'no root', needs, facts: { ...facts, packetRules: noRoot } }],
});
