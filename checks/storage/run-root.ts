import {
  defineCheck,
  type Finding,
  notApplicable,
  unknown,
  verdictOf,
} from '../../src/model/check.ts';
import type { Init } from '../../src/facts/init.ts';
import { type Readable, valueOr } from '../../src/model/fact.ts';
import { mountOf } from '../../src/parse/mountinfo.ts';

const VOLATILE = new Set(['tmpfs', 'ramfs', 'devtmpfs']);

/**
 * Where Podman itself goes without /run/user/UID: found after cron jobs and su, and the rule where systemd is not the
 * init. There nobody cleans below /tmp by age; whether the boot does is the init's affair: bootmisc of OpenRC does as
 * a rule, runit has no such rule (https://github.com/containers/podman/issues/5306).
 */
const OWN_CHOICE = /^\/tmp\/(?:storage-run|podman-run|containers-user|run)-\d+(?:\/|$)/u;

/** A run root that survives a boot, or that is cleaned away below running containers. */
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
  requires: ['storage', 'mounts', 'user', 'init'],
  evaluate({ storage, mounts, user, init }) {
    const store = valueOr(storage, undefined);
    const list = valueOr(mounts, []);
    if (store === undefined || store.runRoot === '') return notApplicable('there is no run root');
    const { runRoot: path } = store;
    // Of the default without a session the checks of the session speak.
    if (/^\/run\/(?:user\/\d+|containers)\//u.test(path)) return verdictOf<'onDisk'>([]);
    const mount = mountOf(list, path);
    if (mount === undefined || VOLATILE.has(mount.type)) return verdictOf<'onDisk'>([]);
    if (OWN_CHOICE.test(path) && !hasSystemd(init)) {
      return unknown(
        'systemd is not the init of this host, and whether that empties /tmp at boot is not known',
      );
    }
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

function hasSystemd(init: Readable<Init>): boolean {
  return init.state === 'known' && init.value.systemd;
}
