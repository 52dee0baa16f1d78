import {
  formatIpv4Range,
  parseIpv4Range,
  rangesOverlap,
  sizeOfRange,
} from '../../src/domain/ipv4-range.ts';
import { isRoot, podmanNetwork, usedBackend } from '../../src/domain/podman-network.ts';
import type { NetworkConfig } from '../../src/facts/network-config.ts';
import { defineCheck, type Finding, notApplicable, verdictOf } from '../../src/model/check.ts';
import type { Route } from '../../src/parse/proc-net.ts';
import { stringAt, type TomlSettings } from '../../src/parse/toml.ts';

/**
 * Podman chooses subnets that no interface has now (`GetFreeIPv4NetworkSubnet` of common/libnetwork); it
 * does not look at routes, and a VPN or a second Docker comes later.
 */
export const networkSubnets = defineCheck({
  meta: {
    id: 'network-subnets',
    area: 'network',
    title: 'Networks of containers are no networks that the host reaches otherwise',
    failureTitle: 'A network of containers hides a network that the host reaches',
    description:
      'What a container sends to an address of both networks never leaves the bridge: names resolve, and connections time out.',
    severity: 'warning',
    needs: ['run', 'rootful'],
    covers: ['F107'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/common/blob/main/docs/containers.conf.5.md',
      'https://github.com/containers/common/blob/main/libnetwork/internal/util/create.go',
      'https://docs.podman.io/en/latest/markdown/podman-network-create.1.html',
    ],
    messages: {
      overlap:
        'The network {{network}} of containers has {{subnet}} ({{where}}), and the host reaches {{route}} through {{device}}.',
    },
    commands: {
      overlap: [
        'ip -4 route show {{route}}',
        'grep -rns default_subnet /etc/containers "$HOME"/.config/containers',
        'podman network rm {{network}}   # the default one: set default_subnet in containers.conf',
        'podman network create --subnet 10.200.7.0/24 {{network}}',
      ],
    },
    fixes: [],
  },
  requires: ['hostNetwork', 'networkConfig', 'user', 'tools', 'versions', 'containersConf'],
  evaluate(facts, needs) {
    const { hostNetwork, networkConfig, user } = facts;
    const host = podmanNetwork(facts);
    if ('because' in host) return notApplicable(host.because);
    if (hostNetwork.state === 'absent') return notApplicable(hostNetwork.because);
    if (networkConfig.state === 'absent') return notApplicable(networkConfig.because);
    const isRootful = isRoot(user) || needs.names.has('rootful');
    const networks = [
      ...(isRootful ? [defaultNetwork(host.settings)] : []),
      ...(usedBackend(host, networkConfig.value).backend === 'netavark'
        ? ownNetworks(networkConfig.value)
        : []),
    ];
    if (networks.length === 0) return notApplicable('no network of containers has an own subnet');
    const { routes, bridges } = hostNetwork.value;
    const foreign = routes.filter((route) => isForeign(route) && !bridges.includes(route.device));
    return verdictOf(networks.flatMap((network) => findingOf(network, foreign) ?? []));
  },
});

interface Network {
  readonly name: string;
  readonly subnet: string;
  readonly where: string;
}

/** Rootful containers are on it unless they ask for another one. */
function defaultNetwork(settings: TomlSettings): Network {
  const setting = settings.get('network.default_subnet');
  const subnet = stringAt(settings, 'network.default_subnet');
  return setting === undefined || subnet === undefined
    ? { name: 'podman', subnet: '10.88.0.0/16', where: 'default_subnet of containers.conf' }
    : { name: 'podman', subnet, where: setting.file };
}

function ownNetworks({ subnets }: NetworkConfig): readonly Network[] {
  return subnets.map(({ file, subnet }) => ({
    name: file.slice(file.lastIndexOf('/') + 1).replace(/\.json$/u, ''),
    subnet,
    where: file,
  }));
}

/** Bridges of containers route to the very networks that they are for; so do bridges that Podman was given. */
const OF_CONTAINERS = /^(?:lo|veth.*|(?:cni-)?podman\d+|docker.*|br-[\da-f]{12})$/u;

/**
 * A private network as a whole (10.0.0.0/8, 172.16.0.0/12) is routed on many healthy hosts, and half of all
 * addresses by some VPNs: a network of containers in it hides little.
 */
const LARGEST = 2 ** 16;

function isForeign({ device, isDefault, destination }: Route): boolean {
  return !isDefault && !OF_CONTAINERS.test(device) && sizeOfRange(destination) <= LARGEST;
}

function findingOf(
  { name, subnet, where }: Network,
  routes: readonly Route[],
): Finding<'overlap'> | null {
  const range = parseIpv4Range(subnet);
  if (range === undefined) return null;
  const other = routes.find(({ destination }) => rangesOverlap(range, destination));
  if (other === undefined) return null;
  const route = formatIpv4Range(other.destination);
  return {
    messageId: 'overlap',
    data: { network: name, subnet, where, route, device: other.device },
    evidence: [
      {
        kind: 'kernel',
        where: '/proc/net/route',
        found: `${route} dev ${other.device}`,
        expected: `no route into ${subnet}`,
      },
    ],
  };
}
