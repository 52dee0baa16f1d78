import { hasRootlessTool, isRoot, podmanNetwork } from '../../src/domain/podman-network.ts';
import { podmanProfile } from '../../src/domain/podman-profile.ts';
import { rootlessNetwork } from '../../src/domain/rootless-network.ts';
import { whyUnseen } from '../../src/domain/unseen-helper.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** Podman before 4.1 only: a later one refuses to start, of which `rootless-network-tool` speaks. */
export const rootlessNetworkSetup = defineCheck({
  meta: {
    id: 'rootless-network-setup',
    area: 'network',
    title: 'Rootless containers get a network',
    failureTitle: 'Rootless containers start without a network',
    description:
      'Containers run, and reach nobody: they have no interface but lo, and ports that they publish lead nowhere.',
    severity: 'warning',
    needs: ['run', 'api'],
    covers: ['F093'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/pull/13640',
      'https://github.com/containers/podman/issues/1234',
    ],
    messages: {
      loopback:
        'Podman {{version}} connects rootless containers with slirp4netns, which is not on the PATH: it starts them without a network.',
    },
    commands: { loopback: ['sudo apt-get install slirp4netns'] },
    fixes: ['helper-packages'],
  },
  requires: ['tools', 'versions', 'containersConf', 'user'],
  consults: ['configuredPaths'],
  evaluate(facts) {
    const host = podmanNetwork(facts);
    if ('because' in host) return notApplicable(host.because);
    if (isRoot(facts.user)) {
      return notApplicable('the target user is root, whose containers are on a bridge');
    }
    const { podman, settings } = host;
    const network = rootlessNetwork(podman, settings);
    if (!podmanProfile(podman).startsWithoutNetworkTool || !('tool' in network)) {
      return notApplicable(`Podman ${podman.text} starts no container without its network`);
    }
    const isThere = hasRootlessTool(network.tool, host, facts.configuredPaths);
    if (isThere === null) return unknown(whyUnseen(host.tools));
    if (isThere) return pass;
    return fail(
      'loopback',
      { version: podman.text },
      {
        kind: 'command',
        where: 'command -v slirp4netns',
        found: 'not found',
        expected: 'slirp4netns',
      },
    );
  },
});
