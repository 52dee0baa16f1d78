import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { userSession } from '../../src/domain/user-session.ts';

/** The bus of the user is a unit of its own package; Debian's podman only recommends it. */
export const dbusUserSession = defineCheck({
  meta: {
    id: 'dbus-user-session',
    area: 'session',
    title: 'The unit of the user bus is installed',
    failureTitle: 'The unit of the user bus is not installed',
    description:
      "Without the unit, the user's systemd never starts a bus, whatever the login does.",
    severity: 'warning',
    needs: ['run', 'api', 'boot', 'remote'],
    covers: ['F026', 'F027'],
    since: '0.1.0',
    references: [
      'https://packages.debian.org/stable/dbus-user-session',
      'https://dbus.freedesktop.org/doc/dbus-daemon.1.html',
    ],
    messages: {
      missing:
        'The user unit dbus.socket does not exist: the package dbus-user-session is not installed.',
      masked: 'The user unit dbus.socket is masked by {{path}}.',
    },
    commands: {
      missing: ['sudo apt-get install dbus-user-session'],
      masked: ['rm {{path}}', 'systemctl --user daemon-reload'],
    },
    fixes: ['helper-packages'],
  },
  requires: ['init', 'user', 'userUnitFiles'],
  evaluate({ init, user, userUnitFiles }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    const file =
      userUnitFiles.state === 'known' ? userUnitFiles.value.units.get('dbus.socket') : undefined;
    if (file?.masked === true) {
      const path = file.path ?? 'dbus.socket';
      return fail(
        'masked',
        { path },
        { kind: 'file', where: path, found: 'masked', expected: 'not there' },
      );
    }
    if (file !== undefined && file.path !== null) return pass;
    return fail(
      'missing',
      {},
      {
        kind: 'unit',
        where: 'dbus.socket',
        found: 'no file in the directories of user units',
        expected: '/usr/lib/systemd/user/dbus.socket',
      },
    );
  },
  explains: () => [{ check: 'user-bus' }, { check: 'session-variables', messageId: 'noBus' }],
});
