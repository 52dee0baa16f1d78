import { networkSubnets } from '../../../checks/network/network-subnets.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  alice,
  hostNetworkOf,
  networkConfigOf,
  root,
  settingsOf,
  toolsOf,
  versionsOf,
} from '../../helpers/network-facts.ts';
import type { Route } from '../../../src/parse/proc-net.ts';
import { parseIpv4Range } from '../../../src/domain/ipv4-range.ts';

const FILE = '/home/alice/.local/share/containers/storage/networks/lab.json';
const own = networkConfigOf({
  netavark: [FILE],
  subnets: [{ file: FILE, subnet: '10.89.0.0/24' }],
});

function routed(device: string, network: string): ReturnType<typeof hostNetworkOf> {
  const route: Route = {
    device,
    destination: parseIpv4Range(network) ?? [0, 0],
    gateway: 0,
    isDefault: false,
  };
  const base = hostNetworkOf();
  return hostNetworkOf({ routes: [...base.routes, route] });
}

const healthy = {
  hostNetwork: routed('eth0', '10.0.2.0/24'),
  networkConfig: own,
  user: alice,
  tools: toolsOf('podman', 'netavark'),
  versions: versionsOf({ podman: '5.4.2' }),
  containersConf: settingsOf(),
};

testCheck(networkSubnets, {
  pass: [
    { name: 'another network', facts: healthy },
    {
      name: 'the bridge itself',
      facts: { ...healthy, hostNetwork: routed('podman1', '10.89.0.0/24') },
    },
    {
      name: 'a whole private network',
      facts: { ...healthy, hostNetwork: routed('tun0', '10.0.0.0/8') },
    },
    { name: 'half of everything', facts: { ...healthy, hostNetwork: routed('wg0', '0.0.0.0/1') } },
    {
      name: 'a bridge that Podman was given',
      facts: {
        ...healthy,
        hostNetwork: { ...routed('br0', '10.89.0.0/24'), bridges: ['br0'] },
      },
    },
    {
      name: 'a subnet that is none',
      facts: {
        ...healthy,
        networkConfig: networkConfigOf({ subnets: [{ file: FILE, subnet: '10.89.0.999/24' }] }),
      },
    },
    {
      name: 'a default network of somebody’s own',
      facts: {
        ...healthy,
        hostNetwork: routed('tun0', '10.88.3.0/24'),
        containersConf: settingsOf({ 'network.default_subnet': '10.200.0.0/16' }),
      },
      needs: ['rootful'],
    },
  ],
  fail: [
    {
      name: 'a VPN routes there',
      facts: { ...healthy, hostNetwork: routed('tun0', '10.89.0.0/16') },
      needs: ['run'],
      findings: [
        {
          messageId: 'overlap',
          data: {
            network: 'lab',
            subnet: '10.89.0.0/24',
            where: FILE,
            route: '10.89.0.0/16',
            device: 'tun0',
          },
          evidence: [{ found: '10.89.0.0/16 dev tun0' }],
        },
      ],
    },
    {
      name: 'one host of the default network',
      facts: {
        ...healthy,
        user: root,
        networkConfig: networkConfigOf(),
        hostNetwork: routed('eth1', '10.88.7.9/32'),
      },
      findings: [{ messageId: 'overlap' }],
    },
  ],
  notApplicable: [
    {
      name: 'no own network, and no rootful containers',
      facts: {
        ...healthy,
        networkConfig: networkConfigOf(),
        hostNetwork: routed('tun0', '10.88.0.0/16'),
      },
      needs: ['run'],
    },
    { name: 'no podman', facts: { ...healthy, versions: {} } },
  ],
});
