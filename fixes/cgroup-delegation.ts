import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';

/** What the documentation of rootless containers delegates; systemd itself keeps to cpu, memory and pids. */
const WANTED = ['cpu', 'cpuset', 'io', 'memory', 'pids'] as const;

/** Without these podman cannot limit a container at all; cpuset and io come along where we write anyway. */
const NEEDED = ['cpu', 'memory', 'pids'] as const;

const PATH = '/etc/systemd/system/user@.service.d/zz-podready-delegate.conf';

/** The empty assignment takes away what earlier drop-ins said, `Delegate=no` too (systemd.resource-control(5)). */
const CONTENT = `# Written by podready.\n[Service]\nDelegate=\nDelegate=${WANTED.join(' ')}\n`;

/** Gives every user manager the controllers by which containers are limited. */
export const cgroupDelegation = defineFix({
  meta: {
    id: 'cgroup-delegation',
    title: 'Delegate the cgroup controllers to users',
    description:
      'Writes a drop-in for user@.service that delegates cpu, cpuset, io, memory and pids. It counts for a manager that starts afterwards.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: [
      'https://www.freedesktop.org/software/systemd/man/latest/systemd.resource-control.html',
      'https://rootlesscontaine.rs/getting-started/common/cgroup2/',
    ],
  },
  requires: ['cgroup'],
  plan({ cgroup }) {
    if (cgroup.state === 'absent') return blocked(cgroup.because);
    const { version, systemd, controllers, delegated, configured } = cgroup.value;
    if (!systemd) return blocked('systemd is not the init of this host, so it delegates nothing');
    if (version !== 'unified') {
      return manual(
        'controllers are delegated in the unified hierarchy only: boot with it first',
        'sudo grubby --update-kernel=ALL --args=systemd.unified_cgroup_hierarchy=1',
      );
    }
    const needed = NEEDED.filter((name) => controllers.includes(name));
    const lacks = (list: readonly string[] | null): boolean =>
      list === null || needed.some((name) => !list.includes(name));
    if (delegated !== null && !lacks(delegated)) return noop('the controllers are delegated');
    if (configured !== null && !lacks(configured.controllers)) {
      return noop('systemd will delegate the controllers when the user manager starts again');
    }
    if (delegated === null && configured === null) {
      return blocked('no user manager runs, and systemd did not say what it would delegate');
    }
    const before = configured?.dropIns.includes(PATH) === true ? CONTENT : null;
    return change(
      [
        {
          kind: 'write-file',
          summary: 'Delegate cpu, cpuset, io, memory and pids to user managers',
          as: 'root',
          effect: 'safe',
          undo: 'exact',
          path: PATH,
          content: CONTENT,
          mode: 0o644,
          before,
        },
        {
          kind: 'run',
          summary: 'Let systemd read it',
          as: 'root',
          effect: 'safe',
          undo: 'equivalent',
          argv: ['systemctl', 'daemon-reload'],
          undoArgv: ['systemctl', 'daemon-reload'],
        },
      ],
      {
        afterwards: ['re-login'],
        notes: [
          'The user manager has the controllers once it starts again: after all sessions of the user have ended, or a reboot where the user lingers.',
        ],
      },
    );
  },
});
