import { firewallForwardRootful } from '../../../checks/firewall/firewall-forward-rootful.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { firewallOf, hostNetworkOf } from '../../helpers/network-facts.ts';
import { legacyRules, nftChain, recordedRules, rulesFrom } from '../../helpers/packet-rules.ts';

const facts = { firewall: firewallOf({ nfTables: true }), hostNetwork: hostNetworkOf() };
const needs = ['rootful', 'publish:8080'] as const;
const DNAT = { match: { op: 'in', left: { ct: { key: 'status' } }, right: 'dnat' } };
const FIREWALLD =
  '@nft yes\n@begin nft\n{"nftables": [{"chain": {"family": "inet", "table": "firewalld", "name": "f", "type": "filter", "hook": "forward", "prio": 10, "policy": "drop"}}]}\n\n@end 0\n';

testCheck(firewallForwardRootful, {
  pass: [
    {
      name: 'netavark with nftables',
      needs,
      facts: { ...facts, packetRules: recordedRules('trixie-netavark') },
    },
    {
      name: 'netavark with iptables',
      needs,
      facts: { ...facts, packetRules: recordedRules('bookworm-netavark') },
    },
    {
      name: 'firewalld forwards what was translated',
      needs,
      facts: { ...facts, packetRules: recordedRules('bookworm-firewalld') },
    },
    {
      name: 'a rule for translated connections',
      needs,
      facts: {
        ...facts,
        packetRules: nftChain({ hook: 'forward', policy: 'drop' }, [DNAT, { accept: null }]),
      },
    },
  ],
  fail: [
    {
      name: 'ufw',
      needs,
      facts: { ...facts, packetRules: recordedRules('bookworm-ufw') },
      findings: [{ messageId: 'byUfw' }],
    },
    {
      name: 'Docker',
      needs,
      facts: {
        ...facts,
        packetRules: legacyRules(':FORWARD DROP [0:0]', '-A FORWARD -o docker0 -j ACCEPT'),
      },
      findings: [{ messageId: 'byIptables', evidence: [{ found: 'policy drop' }] }],
    },
    {
      name: 'a table beside that of netavark',
      needs,
      facts: {
        ...facts,
        packetRules: {
          ...recordedRules('trixie-netavark'),
          chains: [
            ...recordedRules('trixie-netavark').chains,
            ...nftChain({ hook: 'forward', policy: 'drop' }).chains,
          ],
        },
      },
      findings: [{ messageId: 'byNft' }],
    },
    {
      name: 'a policy of firewalld',
      needs,
      facts: { ...facts, packetRules: rulesFrom(FIREWALLD) },
      findings: [{ messageId: 'byFirewalld' }],
    },
  ],
  notApplicable: [
    { name: 'no port', needs: ['rootful'], facts: { ...facts, packetRules: legacyRules() } },
  ],
  unknown: [
    {
      name: 'no root',
      needs,
      facts: { ...facts, packetRules: unreadable('denied', 'this needs root') },
    },
    {
      name: 'the port in the container is not known',
      needs,
      facts: {
        ...facts,
        packetRules: legacyRules(':FORWARD DROP [0:0]', '-A FORWARD -p tcp --dport 80 -j ACCEPT'),
      },
      because: /port in the container/u,
    },
  ],
});
