import { defineCheck, notApplicable, verdictOf } from '../../src/model/check.ts';
import { userSession } from '../../src/domain/user-session.ts';

/** A user manager has no multi-user.target: what waits for it never starts. */
export const userUnitTarget = defineCheck({
  meta: {
    id: 'user-unit-target',
    area: 'session',
    title: "Enabled user units hang on a target of the user's manager",
    failureTitle: "Some user units wait for a target that the user's manager does not have",
    description:
      'A user unit enabled for multi-user.target never starts at boot: only default.target exists there.',
    severity: 'warning',
    needs: ['boot'],
    covers: ['F046'],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man7/systemd.special.7.html'],
    messages: {
      multiUser:
        '{{unit}} is enabled for multi-user.target alone ({{path}}), which the manager of a user does not have.',
    },
    commands: {
      multiUser: ['systemctl --user add-wants default.target {{unit}}'],
    },
    fixes: ['user-unit-wants'],
  },
  requires: ['init', 'user', 'userUnitFiles'],
  evaluate({ init, user, userUnitFiles }) {
    const session = userSession(init, user);
    if ('because' in session) return notApplicable(session.because);
    if (userUnitFiles.state === 'absent') return notApplicable(userUnitFiles.because);
    const { home } = session.user;
    // Packages may ship such links for managers that do have the target; only the user's own count.
    const own = userUnitFiles.value.wantedByMultiUser.filter(({ path }) =>
      path.startsWith(`${home}/`),
    );
    return verdictOf(
      own.map(({ unit, path }) => ({
        messageId: 'multiUser',
        data: { unit, path },
        evidence: [
          {
            kind: 'file',
            where: path,
            found: 'WantedBy=multi-user.target',
            expected: 'WantedBy=default.target',
          },
        ],
      })),
    );
  },
});
