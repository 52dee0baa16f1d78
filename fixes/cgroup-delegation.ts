import { DELEGATED, DELEGATION_DROP_IN, DELEGATION_TEXT } from '../src/domain/delegation.ts';
import { DAEMON_RELOAD } from '../src/domain/reload-step.ts';
import { valueOr } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';
import type { Cgroup } from '../src/parse/cgroup.ts';

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
  requires: ['cgroup', 'user', 'delegationDropIn'],
  consults: ['linger'],
  plan({ cgroup, user, delegationDropIn, linger }) {
    if (cgroup.state === 'absent') return blocked(cgroup.because);
    if (user.state === 'absent') return blocked(user.because);
    const { version, systemd, delegated } = cgroup.value;
    if (!systemd) return blocked('systemd is not the init of this host, so it delegates nothing');
    if (version !== 'unified') {
      return manual(
        'controllers are delegated in the unified hierarchy only: boot with it first',
        'sudo grubby --update-kernel=ALL --args=systemd.unified_cgroup_hierarchy=1',
      );
    }
    const before = valueOr(delegationDropIn, null);
    if (!lacksSome(cgroup.value)) return noop('the controllers are delegated');
    if (before === DELEGATION_TEXT) {
      return noop('systemd delegates the controllers when the user manager starts again');
    }
    // With `Delegate=no` the manager could not start; one that runs is left alone, with all it runs.
    const starts = delegated === null && linger.state === 'known' && linger.value.enabled;
    const first = writeStep(before);
    return starts
      ? change([first, DAEMON_RELOAD, startStep(user.value.uid)])
      : change([first, DAEMON_RELOAD], { afterwards: ['re-login'], notes: [NOTE] });
  },
});

const NOTE =
  'The user manager has the controllers once it starts again: after all sessions of the user have ended, or a reboot where the user lingers.';

/** A controller that the kernel has and the user does not. */
function lacksSome({ controllers, delegated }: Cgroup): boolean {
  const wanted = DELEGATED.filter((name) => controllers.includes(name));
  return delegated === null || wanted.some((name) => !delegated.includes(name));
}

function writeStep(before: string | null): Step {
  return {
    kind: 'write-file',
    summary: `Delegate ${DELEGATED.join(', ')} to user managers`,
    as: 'root',
    effect: 'safe',
    undo: 'exact',
    path: DELEGATION_DROP_IN,
    content: DELEGATION_TEXT,
    mode: 0o644,
    before,
  };
}

function startStep(uid: number): Step {
  return {
    kind: 'run',
    summary: 'Start the user manager, which could not start without delegation',
    as: 'root',
    effect: 'safe',
    undo: 'none',
    argv: ['systemctl', 'start', `user@${uid}.service`],
  };
}
