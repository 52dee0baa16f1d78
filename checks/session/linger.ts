import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { userSession } from '../../src/domain/user-session.ts';

/** Without lingering the user's manager ends with the last session, and does not start at boot. */
export const linger = defineCheck({
  meta: {
    id: 'linger',
    area: 'session',
    title: 'Lingering is on',
    failureTitle: 'Lingering is off',
    description:
      'Without lingering, containers and the API socket of the user end with the last logout and do not come back after a reboot.',
    severity: 'error',
    needs: ['boot'],
    covers: ['F035', 'F036', 'F039', 'F043'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man1/loginctl.1.html',
      'https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html',
      'https://docs.podman.io/en/latest/markdown/podman-systemd.unit.5.html',
    ],
    messages: {
      off: 'Lingering is off for {{user}}: {{path}} does not exist, so nothing of {{user}} runs with nobody logged in.',
      onlyRoot:
        'Lingering is off for {{user}} ({{path}} does not exist), and {{user}} may not switch it on: polkit is {{polkit}} ({{file}}).',
    },
    commands: {
      off: ['sudo loginctl enable-linger {{user}}'],
      onlyRoot: ['sudo loginctl enable-linger {{user}}'],
    },
    fixes: ['linger'],
  },
  requires: ['init', 'user', 'linger'],
  evaluate({ init, user, linger: state }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    if (state.state === 'absent') return notApplicable(state.because);
    const { enabled, path, barrier } = state.value;
    if (enabled) return pass;
    const { name } = session.user;
    const found = 'no such file';
    const evidence = { kind: 'file', where: path, found, expected: 'an empty file' } as const;
    if (barrier === null) return fail('off', { user: name, path }, evidence);
    const { path: file, polkit } = barrier;
    return fail('onlyRoot', { user: name, path, polkit, file }, evidence, {
      kind: 'file',
      where: file,
      found: polkit,
      expected: 'polkit, which lets users switch on lingering for themselves',
    });
  },
});
