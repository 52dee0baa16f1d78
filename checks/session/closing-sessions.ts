import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { userSession } from '../../src/domain/user-session.ts';

/**
 * Podman has systemd give each container, and the conmon that watches it, a scope below the user's manager. With
 * the manager "cgroupfs", or cgroup v1, conmon stays in the session that it was started from.
 */
export const closingSessions = defineCheck({
  meta: {
    id: 'closing-sessions',
    area: 'session',
    title: 'Sessions end although containers go on',
    failureTitle: 'Sessions do not end, because containers were started in them',
    description:
      'logind keeps each of these sessions for ever, and is slow with hundreds of them; KillUserProcesses= would end the containers.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F042'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/18957',
      'https://man7.org/linux/man-pages/man3/sd_session_get_state.3.html',
      'https://man7.org/linux/man-pages/man5/logind.conf.5.html',
    ],
    messages: {
      kept: 'Sessions of {{user}} that have ended, and stay because of containers that were started in them: {{count}}, such as {{session}} with {{process}}.',
    },
    commands: {
      kept: [
        'loginctl session-status {{session}}',
        'podman ps; podman info | grep -i cgroupManager',
        'podman stop --all   # and start them from units of the user: quadlets',
      ],
    },
    fixes: [],
  },
  requires: ['init', 'user', 'closingSessions'],
  evaluate({ init, user, closingSessions: sessions }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    if (sessions.state === 'absent') return notApplicable(sessions.because);
    const kept = sessions.value.flatMap(({ id, processes }) => {
      const conmon = processes.find(({ name }) => name === 'conmon');
      return conmon === undefined ? [] : [{ id, process: `conmon (pid ${conmon.pid})` }];
    });
    const [first] = kept;
    if (first === undefined) return pass;
    const { id, process } = first;
    return fail(
      'kept',
      { user: session.user.name, count: kept.length, session: id, process },
      {
        kind: 'unit',
        where: `session-${id}.scope`,
        found: process,
        expected: 'conmon in a scope of user.slice',
      },
    );
  },
});
