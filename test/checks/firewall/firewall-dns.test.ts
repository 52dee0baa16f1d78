import { firewallDns } from '../../../checks/firewall/firewall-dns.ts';
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
const onlyDefault = hostNetworkOf({
  bridges: ['podman0'],
  routes: [
    {
      device: 'podman0',
      destination: [0x0a_58_00_00, 0x0a_58_ff_ff],
      gateway: 0,
      isDefault: false,
    },
  ],
});

testCheck(firewallDns, {
  pass: [
    { name: 'netavark alone', facts: { ...facts, packetRules: recordedRules('trixie-netavark') } },
    {
      name: 'a rule for the bridge',
      facts: {
        ...facts,
        packetRules: legacyRules(
          ':INPUT DROP [0:0]',
          '-A INPUT -i podman+ -p udp -m udp --dport 53 -j ACCEPT',
        ),
      },
    },
  ],
  fail: [
    {
      name: 'ufw',
      facts: { ...facts, packetRules: recordedRules('bookworm-ufw') },
      findings: [
        {
          messageId: 'byUfw',
          data: {
            bridge: 'podman1',
            what: 'A DNS query from a container to podman1',
            rule: 'policy drop',
            chain: 'INPUT',
            table: 'iptables-nft filter',
          },
        },
      ],
    },
    {
      name: 'firewalld was reloaded while containers run',
      facts: { ...facts, packetRules: recordedRules('bookworm-firewalld') },
      findings: [{ messageId: 'byFirewalld' }],
    },
    {
      name: 'nothing runs yet',
      facts: {
        ...facts,
        hostNetwork: hostNetworkOf(),
        packetRules: nftChain({ hook: 'input', policy: 'drop' }),
      },
      findings: [{ messageId: 'byNft' }],
    },
    {
      name: 'iptables-legacy',
      facts: {
        ...facts,
        packetRules: legacyRules(':INPUT DROP [0:0]', '-A INPUT -i lo -j ACCEPT'),
      },
      findings: [{ messageId: 'byIptables' }],
    },
  ],
  notApplicable: [
    {
      name: 'only the default network',
      facts: { ...facts, hostNetwork: onlyDefault, packetRules: recordedRules('bookworm-ufw') },
    },
    {
      name: 'firewalld will be told',
      facts: {
        ...facts,
        hostNetwork: hostNetworkOf(),
        firewall: firewallOf({ units: [unit('firewalld', true, 'active')], nfTables: true }),
        packetRules: recordedRules('bookworm-firewalld'),
      },
    },
  ],
  unknown: [
    { name: 'no root', facts: { ...facts, packetRules: unreadable('denied', 'this needs root') } },
  ],
});
