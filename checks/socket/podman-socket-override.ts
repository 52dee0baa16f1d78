import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { userSession } from '../../src/domain/user-session.ts';

/** Clients find the API at one path; a drop-in or a unit of the user's own may have moved it. */
export const podmanSocketOverride = defineCheck({
  meta: {
    id: 'podman-socket-override',
    area: 'socket',
    title: "The user's podman.socket listens at the path that clients use",
    failureTitle: "The user's podman.socket listens at another path",
    description:
      'podman --remote, Docker clients and other tools look for the API at /run/user/UID/podman/podman.sock.',
    severity: 'error',
    needs: ['api', 'remote', 'docker-clients'],
    covers: ['F048', 'F061'],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman-system-service.1.html',
      'https://man7.org/linux/man-pages/man5/systemd.unit.5.html',
    ],
    messages: {
      moved:
        'podman.socket of {{user}} listens at {{listen}} instead of {{path}}; {{file}} says so.',
    },
    commands: {
      moved: ['systemctl --user revert podman.socket', 'systemctl --user restart podman.socket'],
    },
    fixes: [],
  },
  requires: ['init', 'user', 'userUnits', 'apiSockets'],
  evaluate({ init, user, userUnits, apiSockets }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    if (userUnits.state === 'absent') return notApplicable(userUnits.because);
    const unit = userUnits.value.get('podman.socket');
    if (unit === undefined || unit.load !== 'loaded')
      return notApplicable('there is no podman.socket to look at');
    const path = apiSockets.state === 'known' ? apiSockets.value.userPath : '';
    const file = unit.dropIns.at(-1) ?? unit.fragment;
    if (unit.listen.includes(path)) return pass;
    const listen = unit.listen.join(', ') || 'no address';
    const { name } = session.user;
    return fail(
      'moved',
      { user: name, listen, path, file },
      {
        kind: 'file',
        where: file || 'podman.socket',
        found: `ListenStream=${listen}`,
        expected: `ListenStream=${path}`,
      },
    );
  },
  explains: () => [
    { check: 'podman-socket-stale' },
    { check: 'docker-host', messageId: 'noSocket' },
  ],
});
