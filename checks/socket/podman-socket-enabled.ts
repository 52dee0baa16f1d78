import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { userSocket } from '../../src/domain/podman-socket.ts';
import { unitEvidence } from '../../src/domain/unit-evidence.ts';
import { isDoingOfThisLogin, userSession } from '../../src/domain/user-session.ts';

/** A socket that was only started listens until the next reboot, or the last logout without lingering. */
export const podmanSocketEnabled = defineCheck({
  meta: {
    id: 'podman-socket-enabled',
    area: 'socket',
    title: "The user's podman.socket will listen after a reboot",
    failureTitle: "The user's podman.socket listens now, but will not after a reboot",
    description: 'The API works now and is gone after the next reboot.',
    severity: 'warning',
    needs: ['boot'],
    covers: ['F048'],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man1/systemctl.1.html'],
    messages: {
      disabled:
        'The user unit podman.socket listens, but it is not enabled for {{user}} ({{state}}).',
      masked: 'The user unit podman.socket listens, but it is masked by {{path}}.',
      broken: 'The user unit podman.socket listens, but its file can no longer be used: {{path}}',
    },
    commands: {
      disabled: ['systemctl --user enable podman.socket'],
      masked: ['systemctl --user unmask podman.socket', 'systemctl --user enable podman.socket'],
      broken: ['systemctl --user status podman.socket', 'systemctl --user edit podman.socket'],
    },
    fixes: ['podman-socket-user'],
  },
  requires: ['init', 'user', 'userUnits', 'userUnitFiles'],
  consults: ['loginSession', 'connection'],
  evaluate({ init, user, userUnits, userUnitFiles, loginSession, connection }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    const unit = userUnits.state === 'known' ? userUnits.value.get('podman.socket') : undefined;
    if (unit === undefined) return notApplicable('no manager of the user runs now');
    const ours = isDoingOfThisLogin(unit.enteredAt, loginSession, connection);
    const { now, later } = userSocket(userUnits, userUnitFiles, ours);
    if (now.kind !== 'ready') return notApplicable('the socket does not listen: see podman-socket');
    const evidence = unitEvidence(unit, 'enabled');
    switch (later.kind) {
      case 'ready':
        return pass;
      case 'masked':
      case 'broken':
        return fail(later.kind, { path: later.path }, evidence);
      default:
        return fail(
          'disabled',
          { user: session.user.name, state: unit.fileState || 'no unit file' },
          evidence,
        );
    }
  },
});
