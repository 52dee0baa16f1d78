import { firewallContainerEgress } from '../../../checks/firewall/firewall-container-egress.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  BRIDGED,
  firewallOf,
  hostNetworkOf,
  settingsOf,
  unit,
  versionsOf,
} from '../../helpers/network-facts.ts';
import { legacyRules, nftChain, recordedRules } from '../../helpers/packet-rules.ts';

const facts = {
  firewall: firewallOf({ nfTables: true }),
  hostNetwork: hostNetworkOf(BRIDGED),
  versions: versionsOf({ netavark: '1.14.0' }),
  containersConf: settingsOf(),
};
const firewalld = firewallOf({ nfTables: true, units: [unit('firewalld', true, 'active')] });

testCheck(firewallContainerEgress, {
  pass: [
    {
      name: 'netavark with nftables',
      facts: { ...facts, packetRules: recordedRules('trixie-netavark') },
    },
    {
      name: 'netavark with iptables',
      facts: { ...facts, packetRules: recordedRules('bookworm-netavark') },
    },
  ],
  fail: [
    {
      name: 'ufw, once for each bridge',
      facts: { ...facts, packetRules: recordedRules('bookworm-ufw') },
      findings: [{ messageId: 'byUfw' }, { messageId: 'byUfw' }],
    },
    {
      name: 'firewalld was reloaded while containers run',
      facts: { ...facts, firewall: firewalld, packetRules: recordedRules('bookworm-firewalld') },
      findings: [{ messageId: 'byFirewalld' }, { messageId: 'byFirewalld' }],
    },
    {
      name: 'nothing runs, and the table of netavark will not help',
      facts: {
        ...facts,
        hostNetwork: hostNetworkOf(),
        packetRules: nftChain({ hook: 'forward', policy: 'drop' }),
      },
      findings: [{ messageId: 'byNft', evidence: [{ where: 'inet filter c' }] }],
    },
    {
      name: 'iptables-legacy',
      facts: {
        ...facts,
        hostNetwork: hostNetworkOf(),
        packetRules: legacyRules(':FORWARD DROP [0:0]'),
      },
      findings: [{ messageId: 'byIptables' }],
    },
  ],
  notApplicable: [
    {
      name: 'nothing runs, and netavark adds its rules to iptables',
      facts: {
        ...facts,
        hostNetwork: hostNetworkOf(),
        versions: versionsOf({ netavark: '1.4.0' }),
        packetRules: recordedRules('bookworm-ufw'),
      },
    },
    {
      name: 'nothing runs, and firewalld will be told',
      facts: {
        ...facts,
        hostNetwork: hostNetworkOf(),
        firewall: firewalld,
        packetRules: recordedRules('bookworm-firewalld'),
      },
    },
  ],
  unknown: [
    { name: 'no root', facts: { ...facts, packetRules: unreadable('denied', 'this needs root') } },
  ],
});
