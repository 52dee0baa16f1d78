import { FILES_NEEDED, TASKS_NEEDED } from '../src/domain/user-limits.ts';
import { valueOr } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';
import type { Limits, ProcessLimits } from '../src/parse/limits.ts';

/** No sign of limits.conf(5): `@group`, `*`, `%`, a range of ids, a comment. */
const PLAIN = /^[A-Za-z_][\w.-]*$/u;

/** pam_limits reads the files in the order of their names, and of two lines for one user the later counts. */
export const loginLimits = defineFix({
  meta: {
    id: 'login-limits',
    title: 'Raise the limits of logins',
    description:
      'Writes a file for pam_limits that gives the user the limits of open files and processes that systemd has by default, where they are too low for a container. It counts from the next login on.',
    effect: 'loosens',
    gains: 'The user: as many open files and processes as systemd gives everybody.',
    after: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man8/pam_limits.8.html'],
  },
  requires: ['user', 'limits', 'init', 'loginLimitsDropIn'],
  plan({ user, limits, init, loginLimitsDropIn }) {
    if (user.state === 'absent') return blocked(user.because);
    if (limits.state === 'absent') return blocked(limits.because);
    if (init.state === 'absent' || !init.value.systemd) {
      return blocked('whether logins are limited by PAM is only known of hosts with systemd');
    }
    const { name, uid } = user.value;
    const lines = linesFor(name, limits.value);
    if (uid === 0 || lines.length === 0) return noop('logins may open what a container needs');
    if (!PLAIN.test(name)) return manual(`limits.conf(5) has no plain way to name ${name}`);
    const content = `# Written by podready.\n${lines.join('\n')}\n`;
    const before = valueOr(loginLimitsDropIn, null);
    if (before === content) return noop('the limits count from the next login on');
    return change(
      [
        {
          kind: 'write-file',
          summary: `Raise the limits of logins of ${name}`,
          as: 'root',
          effect: 'loosens',
          undo: 'exact',
          path: `/etc/security/limits.d/zz-podready-${name}.conf`,
          content,
          mode: 0o644,
          before,
        },
      ],
      { afterwards: ['re-login'] },
    );
  },
});

/** systemd's own limits: 1024 and 524288 open files (system.conf(5)), and as many tasks as the slice may have. */
function linesFor(name: string, { session, manager }: Limits): readonly string[] {
  const all = [session, manager].filter((one) => one !== null);
  const isShort = (hardOf: (one: ProcessLimits) => number, needed: number): boolean =>
    all.some((one) => hardOf(one) < needed);
  return [
    ...(isShort((one) => one.openFiles.hard, FILES_NEEDED)
      ? [`${name} soft nofile 1024`, `${name} hard nofile 524288`]
      : []),
    ...(isShort((one) => one.processes.hard, TASKS_NEEDED) ? [`${name} - nproc unlimited`] : []),
  ];
}
