import { driverChoice } from '../../src/domain/storage-driver.ts';
import { defineCheck, type Finding, notApplicable, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { mountOf } from '../../src/parse/mountinfo.ts';

/**
 * Measured with Podman 5.4: an overlay mount does not take over noexec, nosuid and nodev of the file
 * system below, so they do no harm there. With vfs the files are used in place, and they do.
 */
export const storageMountOptions = defineCheck({
  meta: {
    id: 'storage-mount-options',
    area: 'storage',
    title: 'The mount of the store lets containers run programs',
    failureTitle: 'The mount of the store forbids what containers do',
    description:
      'With the driver vfs a container runs its files where they are stored. On a mount with noexec nothing starts, with nosuid programs such as sudo and ping have no rights.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F123'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://man7.org/linux/man-pages/man8/mount.8.html',
    ],
    messages: {
      noexec:
        '{{graphRoot}} has the driver vfs and is on {{mountPoint}}, which is mounted noexec: no program in a container starts.',
      nosuid:
        '{{graphRoot}} has the driver vfs and is on {{mountPoint}}, which is mounted nosuid: setuid programs in containers have no rights.',
    },
    commands: {
      noexec: ['findmnt -T {{graphRoot}}', 'sudo mount -o remount,exec {{mountPoint}}'],
      nosuid: ['findmnt -T {{graphRoot}}', 'sudo mount -o remount,suid {{mountPoint}}'],
    },
    fixes: [],
  },
  requires: ['storage', 'mounts'],
  consults: ['storageConf', 'versions'],
  evaluate({ storage, mounts, storageConf }) {
    const store = valueOr(storage, undefined);
    if (store === undefined) return notApplicable('there is no store');
    const { recorded, configured } = driverChoice(store, storageConf);
    if ((recorded ?? configured) !== 'vfs') return notApplicable('the store is not a vfs store');
    const mount = mountOf(valueOr(mounts, []), store.place ?? '');
    const bad = (['noexec', 'nosuid'] as const).filter((option) => mount?.options.includes(option));
    return verdictOf(
      bad.map((messageId): Finding<'noexec' | 'nosuid'> => ({
        messageId,
        data: { graphRoot: store.graphRoot, mountPoint: mount?.mountPoint ?? '/' },
        evidence: [
          {
            kind: 'file',
            where: '/proc/self/mountinfo',
            found: `${mount?.mountPoint ?? '/'} ${messageId}`,
            expected: messageId.slice(2),
          },
        ],
      })),
    );
  },
});
