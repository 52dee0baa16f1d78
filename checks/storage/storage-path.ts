import { isRoot } from '../../src/domain/host.ts';
import type { User } from '../../src/facts/user.ts';
import {
  defineCheck,
  type Finding,
  notApplicable,
  pass,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';
import type { StorageDirectory } from '../../src/parse/storage.ts';

const OTHERS_MAY_ENTER = 0o001;

/**
 * With keep-id, root of the container is a subordinate uid of the user. It passes a directory that is closed to others
 * only by its capabilities, and those count where both the owner and the group are mapped: user_namespaces(7).
 * Measured by others: podman#27785, where only the group of the home was another one.
 */
export const storagePath = defineCheck({
  meta: {
    id: 'storage-path',
    area: 'storage',
    title: 'Containers with other ids can reach the store',
    failureTitle: 'Containers with other ids cannot reach the store',
    description:
      'With --userns=keep-id, which toolbox and distrobox use, containers run as subordinate ids of the user. These have to pass every directory above the store.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F124'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/24704',
      'https://github.com/containers/podman/issues/27785',
      'https://man7.org/linux/man-pages/man7/user_namespaces.7.html',
    ],
    messages: {
      foreignGroup:
        '{{path}} (mode {{mode}}) is closed to others, and its group {{gid}} is not the group {{userGid}} of {{user}}: containers with --userns=keep-id cannot pass it.',
      foreignOwner:
        '{{path}} (mode {{mode}}) is closed to others and belongs to uid {{uid}}: containers with --userns=keep-id cannot pass it.',
    },
    commands: {
      foreignGroup: ['namei -l {{graphRoot}}', 'chgrp {{userGid}} {{path}}'],
      foreignOwner: ['namei -l {{graphRoot}}', 'sudo chmod o+x {{path}}'],
    },
    fixes: [],
  },
  requires: ['storage', 'user'],
  evaluate({ storage, user }) {
    if (user.state !== 'known') return unknown(user.because);
    if (isRoot(user)) return notApplicable('ids of root’s containers are mapped by no user');
    if (storage.state !== 'known') return pass;
    const { graphRoot, directories, hiddenBy } = storage.value;
    if (hiddenBy !== null) return notApplicable('the user cannot reach it: storage-owner says so');
    const closed = directories.filter(
      ({ mode, uid, gid }) =>
        (mode & OTHERS_MAY_ENTER) === 0 && (uid !== user.value.uid || gid !== user.value.gid),
    );
    return verdictOf(closed.map((directory) => obstacle(directory, user.value, graphRoot)));
  },
});

function obstacle(
  { path, mode, uid, gid }: StorageDirectory,
  user: User,
  graphRoot: string,
): Finding<'foreignGroup' | 'foreignOwner'> {
  const bits = mode.toString(8).padStart(4, '0');
  return {
    messageId: uid === user.uid ? 'foreignGroup' : 'foreignOwner',
    data: { path, mode: bits, uid, gid, userGid: user.gid, user: user.name, graphRoot },
    evidence: [
      {
        kind: 'file',
        where: path,
        found: `mode ${bits}, uid ${uid}, gid ${gid}`,
        expected: `uid ${user.uid} and gid ${user.gid}, or o+x`,
      },
    ],
  };
}
