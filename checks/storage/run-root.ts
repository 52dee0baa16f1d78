import { defineCheck, type Finding, notApplicable, verdictOf } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import { mountOf } from '../../src/parse/mountinfo.ts';

const VOLATILE = new Set(['tmpfs', 'ramfs', 'devtmpfs']);

/** Podman makes `/tmp/storage-run-UID` where there is no /run/user/UID: found after cron jobs and su. */
export const runRoot = defineCheck({
  meta: {
    id: 'run-root',
    area: 'storage',
    title: 'The run root is emptied by a reboot',
    failureTitle: 'The run root survives a reboot',
    description:
      'The run root holds what is only true until the reboot. On a disk it stays, and after the next boot Podman believes in mounts and processes that are gone; below /tmp it is cleaned away under running containers.',
    severity: 'warning',
    needs: ['run', 'boot'],
    covers: ['F116', 'F118'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/26823',
      'https://github.com/containers/storage/blob/main/docs/containers-storage.conf.5.md',
    ],
    messages: {
      onDisk: 'The run root {{runRoot}} is on {{type}} at {{mountPoint}}, not on a tmpfs.',
    },
    commands: {
      onDisk: [
        'grep -n runroot ~/.config/containers/storage.conf',
        'findmnt -T {{runRoot}}',
        'loginctl enable-linger {{user}}',
      ],
    },
    fixes: [],
  },
  requires: ['storage', 'mounts', 'user'],
  evaluate({ storage, mounts, user }) {
    const store = valueOr(storage, undefined);
    const list = valueOr(mounts, []);
    if (store === undefined || store.runRoot === '') return notApplicable('there is no run root');
    const { runRoot: path } = store;
    // Of the default without a session the checks of the session speak.
    if (/^\/run\/(?:user\/\d+|containers)\//u.test(path)) return verdictOf<'onDisk'>([]);
    const mount = mountOf(list, path);
    if (mount === undefined || VOLATILE.has(mount.type)) return verdictOf<'onDisk'>([]);
    const { type, mountPoint } = mount;
    const finding: Finding<'onDisk'> = {
      messageId: 'onDisk',
      data: { runRoot: path, type, mountPoint, user: valueOr(user, undefined)?.name ?? 'USER' },
      evidence: [
        {
          kind: 'file',
          where: '/proc/self/mountinfo',
          found: `${mountPoint} ${type}`,
          expected: 'tmpfs',
        },
      ],
    };
    return verdictOf([finding]);
  },
});
