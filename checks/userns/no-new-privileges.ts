import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import type { FactState } from '../../src/model/fact.ts';
import type { Units, UnitState } from '../../src/parse/unit-properties.ts';

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
    needs: ['run', 'api'],
    covers: ['F005'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man2/PR_SET_NO_NEW_PRIVS.2const.html',
      'https://docs.kernel.org/userspace-api/no_new_privs.html',
    ],
    messages: {
      set: 'The session of {{user}} runs with no_new_privs, so newuidmap has no privilege.',
      manager:
        '{{unit}} runs with NoNewPrivileges=yes ({{file}}), so newuidmap has no privilege in what it starts.',
    },
    commands: {
      set: [
        'grep NoNewPrivs /proc/self/status',
        'cat /proc/self/cgroup   # which unit this is',
        'systemctl show UNIT -p NoNewPrivileges -p RestrictSUIDSGID',
      ],
      manager: [
        'systemctl cat {{unit}}',
        'sudoedit {{file}}',
        'sudo systemctl daemon-reload',
        'sudo systemctl restart {{unit}}   # ends what the user is running',
      ],
    },
    fixes: [],
  },
  requires: ['user', 'virtualization'],
  consults: ['systemUnits', 'userUnits'],
  evaluate({ user, virtualization, systemUnits, userUnits }) {
    if (user.state !== 'known') return { status: 'unknown', because: user.because };
    if (user.value.uid === 0) return notApplicable('root needs no helper');
    if (virtualization.state !== 'known') {
      return { status: 'unknown', because: virtualization.because };
    }
    if (virtualization.value.noNewPrivileges) {
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
    }
    const unit = sandboxed(systemUnits, 'user@.service') ?? sandboxed(userUnits, 'podman.service');
    if (unit === undefined) return pass;
    return fail(
      'manager',
      { unit: unit.id, file: unit.dropIns.at(-1) ?? unit.fragment },
      { kind: 'unit', where: unit.id, found: 'NoNewPrivileges=yes', expected: 'no' },
    );
  },
  explains: (_, { messageId }) =>
    messageId === 'set'
      ? [{ check: 'userns-attempt', messageId: 'notMapped' }]
      : [
          { check: 'podman-service', messageId: 'failed' },
          { check: 'podman-service', messageId: 'restarts' },
          { check: 'podman-api' },
        ],
});

/** The unit, if what it starts can gain no privileges. */
function sandboxed(units: FactState<Units>, name: string): UnitState | undefined {
  const unit = units.state === 'known' ? units.value.get(name) : undefined;
  return unit?.noNewPrivileges === true ? unit : undefined;
}
