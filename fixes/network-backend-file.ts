import { podmanNetwork, usedBackend } from '../src/domain/podman-network.ts';
import { blocked, change, defineFix, noop } from '../src/model/fix.ts';

/** Podman compares the whole text: a line break at the end is one sign too many. */
export const networkBackendFile = defineFix({
  meta: {
    id: 'network-backend-file',
    title: 'Write the network backend as Podman reads it',
    description:
      'Writes the one word netavark into the file defaultNetworkBackend of the store, where it holds something that Podman refuses.',
    effect: 'safe',
    after: ['helper-packages'],
    since: '0.1.0',
    references: ['https://github.com/containers/podman/blob/main/troubleshooting.md'],
  },
  requires: ['tools', 'versions', 'containersConf', 'networkConfig', 'user'],
  plan(facts) {
    if (facts.user.state === 'absent') return blocked(facts.user.because);
    const host = podmanNetwork(facts);
    if ('because' in host) return blocked(host.because);
    if (facts.networkConfig.state === 'absent') return noop(facts.networkConfig.because);
    const { path, value } = facts.networkConfig.value.backendFile;
    const { choice, backend } = usedBackend(host, facts.networkConfig.value);
    if (choice.by !== 'file' || backend !== undefined) {
      return noop('Podman can use the network backend');
    }
    return change([
      {
        kind: 'write-file',
        summary: `Write netavark into ${path}`,
        as: 'user',
        effect: 'safe',
        undo: 'exact',
        path,
        content: 'netavark',
        mode: 0o644,
        before: value,
      },
    ]);
  },
});
