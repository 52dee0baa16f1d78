import { isRoot, podmanNetwork } from '../../src/domain/podman-network.ts';
import { rootlessNetwork } from '../../src/domain/rootless-network.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/**
 * pasta copies addresses and routes of the card behind the default route. Without one, older versions
 * refuse to start; newer ones start a container that has only its loopback (measured with 2025_05_03).
 */
export const defaultRoute = defineCheck({
  meta: {
    id: 'default-route',
    area: 'network',
    title: 'The host has a default route for pasta to copy',
    failureTitle: 'The host has no default route for pasta to copy',
    description:
      'Rootless containers get no network but their loopback, or do not start, as pasta is older.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F096'],
    since: '0.1.0',
    references: [
      'https://passt.top/passt/about/',
      'https://github.com/containers/podman/issues/21896',
    ],
    messages: {
      none: 'Neither IPv4 nor IPv6 has a default route: pasta finds no interface to connect containers to.',
    },
    commands: {
      none: ['ip -4 route show default', 'ip -6 route show default', 'networkctl status'],
    },
    fixes: [],
  },
  requires: ['hostNetwork', 'tools', 'versions', 'containersConf', 'user'],
  evaluate(facts) {
    const host = podmanNetwork(facts);
    if ('because' in host) return notApplicable(host.because);
    if (isRoot(facts.user)) {
      return notApplicable('the target user is root, whose containers are on a bridge');
    }
    const network = rootlessNetwork(host.podman, host.settings);
    if (!('tool' in network) || network.tool !== 'pasta') {
      return notApplicable('rootless containers are not connected by pasta');
    }
    if (host.settings.has('network.pasta_options')) {
      return notApplicable('pasta_options of containers.conf may name an interface');
    }
    if (facts.hostNetwork.state === 'absent') return notApplicable(facts.hostNetwork.because);
    const { routes, defaultDevices6 } = facts.hostNetwork.value;
    const hasRoute = routes.some(({ isDefault }) => isDefault);
    if (hasRoute || (defaultDevices6 ?? []).length > 0) return pass;
    return fail(
      'none',
      {},
      {
        kind: 'kernel',
        where: '/proc/net/route',
        found: `${routes.length} routes, none of them the default`,
        expected: 'a default route',
      },
    );
  },
});
