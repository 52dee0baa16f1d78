import { type FileSystemKind, fileSystemKind } from '../../src/domain/file-systems.ts';
import { isRoot } from '../../src/domain/host.ts';
import { driverChoice } from '../../src/domain/storage-driver.ts';
import type { Tools } from '../../src/facts/tools.ts';
import { defineCheck, fail, pass, unknown } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { mountOf } from '../../src/parse/mountinfo.ts';

type Message = 'network' | 'networkCopies' | 'stacked' | 'withoutOwners' | 'withoutTypes';

/** The rule is that of `Init` in storage/drivers/overlay/overlay.go; its errors say the same. */
export const storageFilesystem = defineCheck({
  meta: {
    id: 'storage-filesystem',
    area: 'storage',
    title: 'The store is on a file system that can hold it',
    failureTitle: 'The store is on a file system that cannot hold it',
    description:
      'Images hold files of many owners. A file system on a server, one that keeps no owners or no types of files, or an overlay on an overlay cannot hold a rootless store.',
    severity: 'error',
    needs: ['run'],
    covers: ['F119', 'F120', 'F121'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/rootless.md',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      network:
        '{{graphRoot}} is on the network file system {{type}} ({{source}} at {{mountPoint}}), and fuse-overlayfs is not installed.',
      networkCopies:
        '{{graphRoot}} is on the network file system {{type}} ({{source}} at {{mountPoint}}), where the driver vfs cannot give files to other owners.',
      stacked:
        '{{graphRoot}} is on {{type}} at {{mountPoint}}, which takes no second overlay, and fuse-overlayfs is not installed.',
      withoutOwners:
        '{{graphRoot}} is on {{type}} at {{mountPoint}}, which keeps no owners of files.',
      withoutTypes:
        '{{graphRoot}} is on the {{type}} at {{mountPoint}}, which was made without file types in directories (ftype=0), and fuse-overlayfs is not installed.',
    },
    commands: {
      network: [
        'findmnt -T {{graphRoot}}',
        'sudo apt-get install fuse-overlayfs',
        'podman system reset   # instead: a new store; all containers, volumes and images are lost',
      ],
      networkCopies: [
        'findmnt -T {{graphRoot}}',
        'podman system reset   # instead: a new store; all containers, volumes and images are lost',
      ],
      stacked: ['findmnt -T {{graphRoot}}', 'sudo apt-get install fuse-overlayfs'],
      withoutOwners: ['findmnt -T {{graphRoot}}'],
      withoutTypes: ['xfs_info {{mountPoint}}', 'sudo apt-get install fuse-overlayfs'],
    },
    fixes: [],
  },
  requires: ['storage', 'mounts', 'tools', 'user'],
  consults: ['storageConf'],
  evaluate({ storage, mounts, tools, user, storageConf }) {
    if (storage.state === 'absent') return pass;
    const { graphRoot, place, lacksFileTypes } = storage.value;
    const mount = mountOf(valueOr(mounts, []), place ?? '');
    if (mount === undefined) return unknown(`${graphRoot} is on no mount of /proc/self/mountinfo`);
    const choice = driverChoice(storage.value, storageConf);
    const hasFuse =
      choice.mountProgram !== undefined ||
      valueOr(tools, NO_TOOLS).paths['fuse-overlayfs'] !== undefined;
    const messageId = trouble(fileSystemKind(mount), {
      isVfs: (choice.recorded ?? choice.configured) === 'vfs',
      hasFuse,
      isRoot: isRoot(user),
      lacksFileTypes,
    });
    if (messageId === null) return pass;
    const { type, mountPoint, source } = mount;
    return fail(
      messageId,
      { graphRoot, type, source, mountPoint },
      {
        kind: 'file',
        where: '/proc/self/mountinfo',
        found: `${mountPoint} ${type}`,
        expected: 'a local file system such as ext4, xfs or btrfs',
      },
    );
  },
});

const NO_TOOLS: Pick<Tools, 'paths'> = { paths: {} };

interface StoreTraits {
  readonly isVfs: boolean;
  readonly hasFuse: boolean;
  readonly isRoot: boolean;
  readonly lacksFileTypes: boolean;
}

function trouble(
  kind: FileSystemKind,
  { isVfs, hasFuse, isRoot, lacksFileTypes }: StoreTraits,
): Message | null {
  const isNative = !isVfs && !hasFuse;
  switch (kind) {
    case 'local':
      return isNative && lacksFileTypes ? 'withoutTypes' : null;
    case 'without-owners':
      return 'withoutOwners';
    case 'stacked':
      return isNative ? 'stacked' : null;
    case 'network':
      if (isRoot) return null;
      if (isVfs) return 'networkCopies';
      return hasFuse ? null : 'network';
  }
}
