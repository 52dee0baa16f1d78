import { ipv6Address } from '../../../checks/network/ipv6-address.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  alice,
  hostNetworkOf,
  root,
  settingsOf,
  toolsOf,
  versionsOf,
} from '../../helpers/network-facts.ts';

const one = { device: 'eth0', address: 'fd000009000000000000000000000001', duplicate: false };
const withAddresses = (...addresses6: readonly (typeof one)[]) =>
  hostNetworkOf({ defaultDevices6: ['eth0'], addresses6 });
const healthy = {
  hostNetwork: withAddresses(one),
  tools: toolsOf('podman', 'pasta'),
  versions: versionsOf({ podman: '5.4.2' }),
  containersConf: settingsOf(),
  user: alice,
};
const duplicate = { ...one, duplicate: true };
const broken = { ...healthy, hostNetwork: withAddresses(duplicate) };

testCheck(ipv6Address, {
  pass: [
    { name: 'an address', facts: healthy },
    { name: 'one of two', facts: { ...healthy, hostNetwork: withAddresses(duplicate, one) } },
    { name: 'only a link-local one', facts: { ...healthy, hostNetwork: withAddresses() } },
    {
      name: 'of another interface',
      facts: { ...healthy, hostNetwork: withAddresses(one, { ...duplicate, device: 'eth1' }) },
    },
  ],
  fail: [
    {
      name: 'another host has it',
      facts: broken,
      findings: [
        {
          messageId: 'duplicate',
          data: { device: 'eth0', address: 'fd00:9:0:0:0:0:0:1' },
          evidence: [{ where: '/proc/net/if_inet6' }],
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'no IPv6', facts: { ...healthy, hostNetwork: hostNetworkOf() } },
    { name: 'root', facts: { ...broken, user: root } },
    { name: 'slirp4netns', facts: { ...broken, versions: versionsOf({ podman: '4.3.1' }) } },
    { name: 'no podman', facts: { ...broken, versions: {} } },
    {
      name: 'pasta is told what to do',
      facts: { ...broken, containersConf: settingsOf({ 'network.pasta_options': ['-4'] }) },
    },
  ],
});
