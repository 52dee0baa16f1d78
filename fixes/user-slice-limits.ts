import { MEMORY_NEEDED, TASKS_NEEDED } from '../src/domain/user-limits.ts';
import { DAEMON_RELOAD } from '../src/domain/reload-step.ts';
import { blocked, change, defineFix, noop, type Step } from '../src/model/fix.ts';

/** `zz` sorts after what `systemctl set-property` and people write (systemd.unit(5)). */
export const userSliceLimits = defineFix({
  meta: {
    id: 'user-slice-limits',
    title: 'Give the user the usual share of the host',
    description:
      'Writes a drop-in for the slice of the user with the limit of tasks that systemd has by default, and without a limit of memory, where the limits are too low for a container.',
    effect: 'loosens',
    gains: 'The user: as many tasks as systemd gives everybody, and all memory.',
    after: [],
    since: '0.1.0',
    references: [
      'https://www.freedesktop.org/software/systemd/man/latest/systemd.resource-control.html',
    ],
  },
  requires: ['user', 'limits', 'init'],
  plan({ user, limits, init }) {
    if (user.state === 'absent') return blocked(user.because);
    if (limits.state === 'absent') return blocked(limits.because);
    if (init.state === 'absent' || !init.value.systemd) return blocked('systemd is not the init');
    const { maxTasks, maxMemory } = limits.value.slice;
    const { uid, name } = user.value;
    if (uid === 0) return noop('root is not limited so');
    const settings = [
      ...(maxTasks !== null && maxTasks < TASKS_NEEDED ? ['TasksMax=33%'] : []),
      ...(maxMemory !== null && maxMemory < MEMORY_NEEDED ? ['MemoryMax=infinity'] : []),
    ];
    return settings.length === 0
      ? noop(`user-${uid}.slice is not limited below what a container needs`)
      : change([dropIn(uid, `Set ${settings.join(' and ')} for ${name}`, settings), DAEMON_RELOAD]);
  },
});

function dropIn(uid: number, summary: string, settings: readonly string[]): Step {
  const topic = settings.map((one) => one.replace(/Max=.*$/u, '').toLowerCase()).join('-');
  return {
    kind: 'write-file',
    summary,
    as: 'root',
    effect: 'loosens',
    undo: 'exact',
    path: `/etc/systemd/system/user-${uid}.slice.d/zz-podready-${topic}.conf`,
    content: `# Written by podready.\n[Slice]\n${settings.join('\n')}\n`,
    mode: 0o644,
    before: null,
  };
}
