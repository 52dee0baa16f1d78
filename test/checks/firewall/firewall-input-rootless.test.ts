import { firewallInputRootless } from '../../../checks/firewall/firewall-input-rootless.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { alice, firewallOf, hostNetworkOf, root, unit } from '../../helpers/network-facts.ts';
import { legacyRules, nftChain, recordedRules } from '../../helpers/packet-rules.ts';

const facts = {
  firewall: firewallOf({ nfTables: true }),
  hostNetwork: hostNetworkOf(),
  user: alice,
};
const needs = ['publish:8080'] as const;
const noRoot = unreadable('denied', 'this needs root');

testCheck(firewallInputRootless, {
  pass: [
    { name: 'no rules', needs, facts: { ...facts, packetRules: nftChain({ hook: 'forward' }) } },
    {
      name: 'only netavark',
      needs: ['publish:8090'],
      facts: { ...facts, packetRules: recordedRules('trixie-netavark') },
    },
    {
      name: 'ufw allows the port',
      needs: ['publish:22'],
      facts: { ...facts, packetRules: recordedRules('bookworm-ufw') },
    },
    {
      name: 'without root, a kernel without any packet filter',
      needs,
      facts: { ...facts, firewall: firewallOf(), packetRules: noRoot },
    },
  ],
  fail: [
    {
      name: 'ufw',
      needs,
      facts: { ...facts, packetRules: recordedRules('bookworm-ufw') },
      findings: [
        {
          messageId: 'byUfw',
          data: {
            port: 8080,
            what: 'A connection from another host to port 8080',
            rule: 'policy drop',
            chain: 'INPUT',
            table: 'iptables-nft filter',
          },
          evidence: [{ kind: 'kernel', where: 'iptables-nft filter INPUT', found: 'policy drop' }],
        },
      ],
    },
    {
      name: 'firewalld, for one port of two',
      needs: ['publish:8080', 'publish:22'],
      facts: { ...facts, packetRules: recordedRules('bookworm-firewalld') },
      findings: [{ messageId: 'byFirewalld' }],
    },
    {
      name: 'own nftables',
      needs,
      facts: { ...facts, packetRules: nftChain({ hook: 'input', policy: 'drop' }) },
      findings: [{ messageId: 'byNft' }],
    },
    {
      name: 'own iptables-legacy',
      needs,
      facts: { ...facts, packetRules: legacyRules(':INPUT DROP [0:0]') },
      findings: [{ messageId: 'byIptables' }],
    },
  ],
  notApplicable: [
    { name: 'no port', needs: ['publish'], facts: { ...facts, packetRules: noRoot } },
    { name: 'root', needs, facts: { ...facts, user: root, packetRules: noRoot } },
    {
      name: 'a rootful container has the port',
      needs,
      facts: { ...facts, packetRules: recordedRules('trixie-netavark') },
      because: /sent elsewhere by .*dnat/u,
    },
  ],
  unknown: [
    { name: 'no root', needs, facts: { ...facts, packetRules: noRoot }, because: /only root/u },
    {
      name: 'no root, firewalld active',
      needs,
      facts: {
        ...facts,
        firewall: firewallOf({ units: [unit('firewalld', true, 'active')], nfTables: true }),
        packetRules: noRoot,
      },
      because: /firewalld is in use/u,
    },
    {
      name: 'no root, ufw enabled',
      needs,
      facts: {
        ...facts,
        firewall: firewallOf({
          nfTables: true,
          lines: [{ file: '/etc/ufw/ufw.conf', line: 6, text: 'ENABLED=yes' }],
        }),
        packetRules: noRoot,
      },
      because: /ufw is in use/u,
    },
    {
      name: 'something could not be read',
      needs,
      facts: { ...facts, packetRules: { ...legacyRules(), missing: ['nft is not installed'] } },
      because: /nft is not installed/u,
    },
    {
      name: 'a rule that is not modelled',
      needs,
      facts: {
        ...facts,
        packetRules: legacyRules(
          ':INPUT DROP [0:0]',
          '-A INPUT -m set --match-set x src -j ACCEPT',
        ),
      },
      because: /-m set/u,
    },
  ],
});
