import { defaultRoute } from '../../../checks/network/default-route.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  alice,
  hostNetworkOf,
  root,
  settingsOf,
  toolsOf,
  versionsOf,
} from '../../helpers/network-facts.ts';

const facts = {
  hostNetwork: hostNetworkOf(),
  tools: toolsOf('podman', 'pasta'),
  versions: versionsOf({ podman: '5.4.2' }),
  containersConf: settingsOf(),
  user: alice,
};
const offline = { ...facts, hostNetwork: hostNetworkOf({ routes: [] }) };

testCheck(defaultRoute, {
  pass: [
    { name: 'IPv4', facts },
    {
      name: 'only IPv6',
      facts: { ...facts, hostNetwork: hostNetworkOf({ routes: [], defaultDevices6: ['eth0'] }) },
    },
  ],
  fail: [
    {
      name: 'neither',
      facts: offline,
      findings: [{ messageId: 'none', evidence: [{ where: '/proc/net/route' }] }],
    },
    {
      name: 'a kernel without IPv6',
      facts: { ...facts, hostNetwork: hostNetworkOf({ routes: [], defaultDevices6: undefined }) },
      findings: [{ messageId: 'none' }],
    },
  ],
  notApplicable: [
    { name: 'slirp4netns', facts: { ...offline, versions: versionsOf({ podman: '4.3.1' }) } },
    { name: 'root', facts: { ...offline, user: root } },
    {
      name: 'options of pasta',
      facts: {
        ...offline,
        containersConf: settingsOf({ 'network.pasta_options': ['-i', 'eth1'] }),
      },
    },
    { name: 'no Podman', facts: { ...offline, versions: {} } },
  ],
});
