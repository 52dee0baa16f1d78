import { DELEGATED, DELEGATION_DROP_IN, DELEGATION_TEXT } from '../src/domain/delegation.ts';
import { DAEMON_RELOAD } from '../src/domain/reload-step.ts';
import { type FactState, valueOr } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';
import type { Cgroup } from '../src/parse/cgroup.ts';
import type { Units } from '../src/parse/unit-properties.ts';

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
  consults: ['linger', 'systemUnits'],
  plan({ cgroup, user, delegationDropIn, linger, systemUnits }) {
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
    // With `Delegate=no` the manager could not start; one that runs is left alone, with all it runs.
    const starts = delegated === null && linger.state === 'known' && linger.value.enabled;
    const isWritten = before === DELEGATION_TEXT;
    const first: Steps = isWritten ? [DAEMON_RELOAD] : [writeStep(before), DAEMON_RELOAD];
    if (starts) return change([...first, startStep(user.value.uid)]);
    return isWritten && !isStale(systemUnits)
      ? noop('systemd delegates the controllers when the user manager starts again')
      : change(first, { afterwards: ['re-login'], notes: [NOTE] });
  },
});

const NOTE =
  'The user manager has the controllers once it starts again: after all sessions of the user have ended, or a reboot where the user lingers.';

type Steps = readonly [Step, ...Step[]];

/** A run that wrote the drop-in ended before systemd had read it. */
function isStale(units: FactState<Units>): boolean {
  return units.state === 'known' && units.value.get('user@.service')?.needsReload === true;
}

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
