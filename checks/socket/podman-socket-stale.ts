import {
  defineCheck,
  type Evidence,
  fail,
  notApplicable,
  pass,
  unknown,
} from '../../src/model/check.ts';
import { userSession } from '../../src/domain/user-session.ts';
import { type Readable, valueOr } from '../../src/model/fact.ts';
import type { Units } from '../../src/parse/unit-properties.ts';

/** A socket file proves nothing: systemd leaves it behind when the unit stops. */
export const podmanSocketStale = defineCheck({
  meta: {
    id: 'podman-socket-stale',
    area: 'socket',
    title: 'The API socket file and its listener belong together',
    failureTitle: 'The API socket file is there without a listener, or the other way round',
    description:
      'Clients get "connection refused" or "no such file or directory" although the unit looks right.',
    severity: 'error',
    needs: ['api', 'remote', 'docker-clients'],
    covers: ['F049', 'F051'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/systemd.socket.5.html',
      'https://man7.org/linux/man-pages/man7/unix.7.html',
    ],
    messages: {
      deaf: '{{path}} exists, but nobody listens there: connections are refused.',
      gone: 'podman.socket of {{user}} listens, but its file {{path}} is gone: clients cannot reach it.',
      notSocket: '{{path}} is a {{type}}, not a socket.',
    },
    commands: {
      deaf: ['systemctl --user restart podman.socket'],
      gone: ['systemctl --user restart podman.socket'],
      notSocket: ['rm -r {{path}}', 'systemctl --user restart podman.socket'],
    },
    fixes: ['podman-socket-user'],
  },
  requires: ['init', 'user', 'apiSockets', 'userUnits'],
  evaluate({ init, user, apiSockets, userUnits }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    if (apiSockets.state === 'absent') return unknown(apiSockets.because);
    const { userPath: path, files, listening } = apiSockets.value;
    const file = files.get(path);
    const expected = 'a socket that somebody listens at';
    if (file === undefined || file.status === 'denied') return unknown(`${path} is not readable`);
    if (file.status === 'absent') {
      if (!claimsToListen(userUnits, path)) {
        return notApplicable(`there is no ${path}, and no unit says that it listens there`);
      }
      const evidence: Evidence = { kind: 'file', where: path, found: 'no such file', expected };
      return fail('gone', { user: session.user.name, path }, evidence);
    }
    if (file.type !== 'socket') {
      return fail(
        'notSocket',
        { path, type: file.type },
        { kind: 'file', where: path, found: file.type, expected },
      );
    }
    if (listening === null) return unknown('/proc/net/unix does not list the sockets');
    if (listening.has(path)) return pass;
    return fail(
      'deaf',
      { path },
      { kind: 'kernel', where: '/proc/net/unix', found: `no listener at ${path}`, expected },
    );
  },
  explains: (_, { messageId }) => [
    { check: 'docker-host', messageId: 'noSocket' },
    // systemd cannot bind where something else lies.
    ...(messageId === 'notSocket' ? [{ check: 'podman-socket', messageId: 'failed' }] : []),
  ],
});

function claimsToListen(userUnits: Readable<Units>, path: string): boolean {
  const unit = valueOr(userUnits, undefined)?.get('podman.socket');
  return unit?.active === 'active' && unit.listen.includes(path);
}
