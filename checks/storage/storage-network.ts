import { fileSystemKind } from '../../src/domain/file-systems.ts';
import { defineCheck, fail, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { mountOf } from '../../src/parse/mountinfo.ts';

export const storageNetwork = defineCheck({
  meta: {
    id: 'storage-network',
    area: 'storage',
    title: 'The store is on a local file system',
    failureTitle: 'The store is on a network file system',
    description:
      'On a network file system Podman only works by fuse-overlayfs with force_mask: slowly, with wrong modes in containers, and for one host at a time.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F119'],
    since: '0.1.0',
    references: ['https://github.com/containers/podman/blob/main/rootless.md'],
    messages: { network: '{{graphRoot}} is on {{type}} ({{source}} at {{mountPoint}}).' },
    commands: {
      network: [
        'findmnt -T {{graphRoot}}',
        'podman system reset   # instead: a new store; all containers, volumes and images are lost',
      ],
    },
    fixes: [],
  },
  requires: ['storage', 'mounts'],
  evaluate({ storage, mounts }) {
    const store = valueOr(storage, undefined);
    if (store === undefined) return pass;
    const mount = mountOf(valueOr(mounts, []), store.place ?? '');
    if (mount === undefined)
      return unknown(`the mount of ${store.graphRoot} is not in /proc/self/mountinfo`);
    if (fileSystemKind(mount) !== 'network') return pass;
    const { type, source, mountPoint } = mount;
    return fail(
      'network',
      { graphRoot: store.graphRoot, type, source, mountPoint },
      {
        kind: 'file',
        where: '/proc/self/mountinfo',
        found: `${mountPoint} ${type}`,
        expected: 'a local file system',
      },
    );
  },
});
