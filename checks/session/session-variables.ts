import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { isOwnLogin, userSession } from '../../src/domain/user-session.ts';

/** systemctl --user and the bus are found by variables that pam_systemd sets. */
export const sessionVariables = defineCheck({
  meta: {
    id: 'session-variables',
    area: 'session',
    title: "The session knows the user's manager and bus",
    failureTitle: "The session does not know the user's manager or bus",
    description:
      'Without these variables `systemctl --user` fails with "Failed to connect to bus", and Podman may not find the bus.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F028', 'F037'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man8/pam_systemd.8.html',
      'https://man7.org/linux/man-pages/man1/systemctl.1.html',
    ],
    messages: {
      noRuntimeDir: 'XDG_RUNTIME_DIR is not set in this session, although {{path}} exists.',
      noBus: 'DBUS_SESSION_BUS_ADDRESS is {{value}}, but no socket is there.',
    },
    commands: {
      noRuntimeDir: ['export XDG_RUNTIME_DIR={{path}}'],
      noBus: ['unset DBUS_SESSION_BUS_ADDRESS'],
    },
    fixes: [],
  },
  requires: ['init', 'user', 'loginEnv', 'runtimeDir'],
  evaluate({ init, user, loginEnv, runtimeDir }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    if (!isOwnLogin(session.user, loginEnv)) {
      return notApplicable(`this run is not a login of ${session.user.name}`);
    }
    const { runtimeDirStatus, variables, sockets } = loginEnv.value;
    if (runtimeDirStatus === 'unset' && runtimeDir.state === 'known') {
      const { path } = runtimeDir.value;
      const evidence = { kind: 'command', where: 'echo $XDG_RUNTIME_DIR', found: 'unset' } as const;
      return fail('noRuntimeDir', { path }, { ...evidence, expected: path });
    }
    const value = variables.get('DBUS_SESSION_BUS_ADDRESS') ?? '';
    const path = /^unix:path=(?<path>[^,;]+)/u.exec(value)?.groups?.['path'];
    if (path === undefined || sockets.has(path)) return pass;
    return fail(
      'noBus',
      { value },
      { kind: 'file', where: path, found: 'no socket', expected: 'the socket of the bus' },
    );
  },
});
