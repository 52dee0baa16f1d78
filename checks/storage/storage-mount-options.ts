import { vfsMount } from '../../src/domain/vfs-mount.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';

/** Measured with Podman 4.3 and vfs: `crun: open executable: Permission denied: OCI permission denied`. */
export const storageMountOptions = defineCheck({
  meta: {
    id: 'storage-mount-options',
    area: 'storage',
    title: 'The mount of the store lets containers run programs',
    failureTitle: 'The mount of the store lets containers run no program',
    description:
      'With the driver vfs a container runs its files where they are stored. On a mount with noexec no program in a container starts.',
    severity: 'error',
    needs: ['run'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://man7.org/linux/man-pages/man8/mount.8.html',
    ],
    messages: {
      noexec:
        '{{graphRoot}} has the driver vfs and is on {{mountPoint}}, which is mounted noexec: no program in a container starts.',
    },
    commands: {
      noexec: ['findmnt -T {{graphRoot}}', 'sudo mount -o remount,exec {{mountPoint}}'],
    },
    fixes: [],
  },
  requires: ['storage', 'mounts'],
  consults: ['storageConf'],
  evaluate({ storage, mounts, storageConf }) {
    const mount = vfsMount(storage, mounts, storageConf);
    if (mount === undefined) return notApplicable('the store is not a vfs store');
    if (!mount.options.includes('noexec')) return pass;
    const { mountPoint } = mount;
    return fail(
      'noexec',
      { graphRoot: valueOr(storage, NOWHERE).graphRoot, mountPoint },
      {
        kind: 'file',
        where: '/proc/self/mountinfo',
        found: `${mountPoint} noexec`,
        expected: 'exec',
      },
    );
  },
});

const NOWHERE = { graphRoot: '' };
