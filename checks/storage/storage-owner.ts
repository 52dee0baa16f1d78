import { defineCheck, fail, type Finding, pass, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { mountOf } from '../../src/parse/mountinfo.ts';
import type { Storage, StorageDirectory } from '../../src/parse/storage.ts';

type Message = 'notWritable' | 'readOnly' | 'foreign' | 'hidden' | 'noDirectory';

/**
 * Measured with Podman 5.4: `mkdir …/libpod: permission denied`, `configure storage: open …/storage.lock:
 * permission denied` (or `read-only file system`), `attempt to write a readonly database`.
 */
export const storageOwner = defineCheck({
  meta: {
    id: 'storage-owner',
    area: 'storage',
    title: 'The user can write the store',
    failureTitle: 'The user cannot write the store',
    description:
      'Every command of Podman writes to the store. After `sudo podman` with a user’s home, a restored backup or a copied storage.conf it belongs to somebody else.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F125'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://github.com/containers/storage/blob/main/docs/containers-storage.conf.5.md',
    ],
    messages: {
      notWritable:
        '{{user}} may not write {{path}} (owner uid {{uid}}, mode {{mode}}), where the store {{graphRoot}} is.',
      readOnly: '{{path}} is on {{mountPoint}}, which is mounted read-only.',
      foreign: '{{user}} may not write {{path}} in the store {{graphRoot}}.',
      hidden: '{{user}} may not look into {{path}}, where the store {{graphRoot}} is.',
      noDirectory: '{{path}} should be the directory of the store, and is a {{type}}.',
    },
    commands: {
      notWritable: [
        'ls -ld {{path}}',
        'grep -n graphroot ~/.config/containers/storage.conf',
        'sudo chown {{user}}: {{path}}',
      ],
      readOnly: ['findmnt -T {{path}}', 'sudo mount -o remount,rw {{mountPoint}}'],
      foreign: ['ls -ld {{path}}', 'sudo chown {{user}}: {{path}}'],
      hidden: ['namei -l {{path}}', 'sudo chown {{user}}: {{path}}', 'chmod u+rwx {{path}}'],
      noDirectory: ['ls -ld {{path}}'],
    },
    fixes: ['storage-conf'],
  },
  requires: ['storage', 'user'],
  consults: ['mounts'],
  evaluate({ storage, user, mounts }) {
    const store = valueOr(storage, undefined);
    const owner = valueOr(user, undefined);
    if (store === undefined || owner === undefined) return pass;
    const last = store.directories.at(-1);
    if (last === undefined) return pass;
    const data = { user: owner.name, graphRoot: store.graphRoot };
    if (store.exists && last.type !== 'directory') {
      return fail(
        'noDirectory',
        { path: last.path, type: last.type },
        { kind: 'file', where: last.path, found: last.type, expected: 'directory' },
      );
    }
    if (store.hiddenBy !== null) {
      const path = hidingDirectory(store);
      return fail(
        'hidden',
        { ...data, path },
        {
          kind: 'file',
          where: path,
          found: 'permission denied',
          expected: `searchable by ${owner.name}`,
        },
      );
    }
    if (!store.writable) {
      const place = store.place ?? last.path;
      const mount = mounts.state === 'known' ? mountOf(mounts.value, place) : undefined;
      if (mount !== undefined && [...mount.options, ...mount.superOptions].includes('ro')) {
        const { mountPoint } = mount;
        return fail(
          'readOnly',
          { path: store.graphRoot, mountPoint },
          {
            kind: 'file',
            where: '/proc/self/mountinfo',
            found: `${mountPoint} ro`,
            expected: 'rw',
          },
        );
      }
      return verdictOf([notWritable(last, data)]);
    }
    return verdictOf(
      store.foreign.slice(0, 5).map((path): Finding<Message> => ({
        messageId: 'foreign',
        data: { ...data, path },
        evidence: [
          {
            kind: 'file',
            where: path,
            found: 'not writable',
            expected: `writable by ${owner.name}`,
          },
        ],
      })),
    );
  },
  explains: (_, { messageId, data }) =>
    messageId === 'foreign'
      ? []
      : [
          { check: 'home-permissions', below: String(data?.['path']) },
          ...(messageId === 'hidden'
            ? [{ check: 'storage-database' }, { check: 'storage-driver' }]
            : []),
        ],
});

function notWritable(
  { path, uid, mode }: StorageDirectory,
  data: { readonly user: string; readonly graphRoot: string },
): Finding<Message> {
  const bits = mode.toString(8);
  return {
    messageId: 'notWritable',
    data: { ...data, path, uid, mode: bits },
    evidence: [
      {
        kind: 'file',
        where: path,
        found: `uid ${uid}, mode ${bits}`,
        expected: `writable by ${data.user}`,
      },
    ],
  };
}

/** The directory that hides what is below: the store itself, or the last one that could be seen. */
function hidingDirectory({ hiddenBy, graphRoot, exists, directories }: Storage): string {
  if (exists || hiddenBy === graphRoot) return directories.at(-1)?.path ?? graphRoot;
  return directories.at(-1)?.path ?? '/';
}
