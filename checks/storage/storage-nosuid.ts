import { vfsMount } from '../../src/domain/vfs-mount.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Measured with Podman 4.3 and vfs: the root of a container has the mount options of the store. */
export const storageNosuid = defineCheck({
  meta: {
    id: 'storage-nosuid',
    area: 'storage',
    title: 'The mount of the store lets containers run setuid programs',
    failureTitle: 'The mount of the store takes the rights of setuid programs',
    description:
      'With the driver vfs a container runs its files where they are stored. On a mount with nosuid programs such as sudo and ping have no rights in containers.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F123'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://man7.org/linux/man-pages/man8/mount.8.html',
    ],
    messages: {
      nosuid:
        '{{graphRoot}} has the driver vfs and is on {{mountPoint}}, which is mounted nosuid: setuid programs in containers have no rights.',
    },
    commands: {
      nosuid: ['findmnt -T {{graphRoot}}', 'sudo mount -o remount,suid {{mountPoint}}'],
    },
    fixes: [],
  },
  requires: ['storage', 'mounts'],
  consults: ['storageConf'],
  evaluate({ storage, mounts, storageConf }) {
    const mount = vfsMount(storage, mounts, storageConf);
    if (mount === undefined) return notApplicable('the store is not a vfs store');
    if (!mount.options.includes('nosuid')) return pass;
    const { mountPoint } = mount;
    return fail(
      'nosuid',
      { graphRoot: valueOr(storage, NOWHERE).graphRoot, mountPoint },
      {
        kind: 'file',
        where: '/proc/self/mountinfo',
        found: `${mountPoint} nosuid`,
        expected: 'suid',
      },
    );
  },
});

const NOWHERE = { graphRoot: '' };
