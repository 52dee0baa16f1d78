import { iptablesFlavours } from '../../../checks/firewall/iptables-flavours.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { firewallOf } from '../../helpers/network-facts.ts';
import { legacyRules, recordedRules, rulesFrom } from '../../helpers/packet-rules.ts';

const noRoot = unreadable('denied', 'this needs root');
const legacy = firewallOf({ legacyTables: ['filter'], nfTables: true });

testCheck(iptablesFlavours, {
  pass: [
    {
      name: 'only nftables',
      facts: { firewall: legacy, packetRules: recordedRules('trixie-netavark') },
    },
    {
      name: 'legacy tables without rules',
      facts: {
        firewall: legacy,
        packetRules: rulesFrom(
          '@nft no\n@begin iptables-legacy\n*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n\n@end 0\n',
        ),
      },
    },
    {
      name: 'without root, no legacy table in the kernel',
      facts: { firewall: firewallOf({ nfTables: true }), packetRules: noRoot },
    },
  ],
  fail: [
    {
      name: 'rules in both',
      facts: { firewall: legacy, packetRules: recordedRules('bookworm-both-flavours') },
      findings: [
        { messageId: 'both', data: { legacy: 'nat, filter', nft: 'iptables-nft filter' } },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'only legacy',
      facts: { firewall: legacy, packetRules: legacyRules(':INPUT DROP [0:0]') },
    },
  ],
  unknown: [
    {
      name: 'legacy rules, and nft is not there',
      facts: {
        firewall: legacy,
        packetRules: { ...legacyRules(':INPUT DROP [0:0]'), missing: ['nft is not installed'] },
      },
    },
    { name: 'no root, and a legacy table', facts: { firewall: legacy, packetRules: noRoot } },
    {
      name: 'a listing failed',
      facts: {
        firewall: legacy,
        packetRules: { ...legacyRules(), missing: ['iptables-legacy ended with exit code 1'] },
      },
    },
  ],
});
