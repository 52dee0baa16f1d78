import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/**
 * prctl(2): with PR_SET_NO_NEW_PRIVS execve(2) ignores setuid bits and file capabilities, so
 * newuidmap(1) fails although it looks right: `newuidmap: write to uid_map failed: Operation not
 * permitted`.
 */
export const noNewPrivileges = defineCheck({
  meta: {
    id: 'no-new-privileges',
    area: 'userns',
    title: 'The session may gain privileges through setuid programs',
    failureTitle: 'The session may not gain privileges (no_new_privs)',
    description:
      'A sandbox (a systemd unit with NoNewPrivileges=yes, an IDE, bubblewrap) takes the effect of setuid from newuidmap, and Podman cannot map its ids.',
    severity: 'error',
    needs: ['run'],
    covers: ['F005'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man2/PR_SET_NO_NEW_PRIVS.2const.html',
      'https://docs.kernel.org/userspace-api/no_new_privs.html',
    ],
    messages: {
      set: 'The session of {{user}} runs with no_new_privs, so newuidmap has no privilege.',
    },
    commands: {
      set: [
        'grep NoNewPrivs /proc/self/status',
        'cat /proc/self/cgroup   # which unit this is',
        'systemctl show UNIT -p NoNewPrivileges -p RestrictSUIDSGID',
      ],
    },
    fixes: [],
  },
  requires: ['user', 'virtualization'],
  evaluate({ user, virtualization }) {
    if (user.state !== 'known') return { status: 'unknown', because: user.because };
    if (user.value.uid === 0) return notApplicable('root needs no helper');
    if (virtualization.state !== 'known') {
      return { status: 'unknown', because: virtualization.because };
    }
    if (!virtualization.value.noNewPrivileges) return pass;
    return fail(
      'set',
      { user: user.value.name },
      {
        kind: 'kernel',
        where: '/proc/self/status',
        found: 'NoNewPrivs: 1',
        expected: 'NoNewPrivs: 0',
      },
    );
  },
  explains: () => [{ check: 'userns-attempt', messageId: 'notMapped' }],
});
