import {
  defineCheck,
  type Evidence,
  fail,
  notApplicable,
  pass,
  unknown,
} from '../../src/model/check.ts';
import { isOwnLogin } from '../../src/domain/user-session.ts';
import { valueOr } from '../../src/model/fact.ts';

/**
 * Podman believes XDG_RUNTIME_DIR: a directory of somebody else ends it with "is not owned by the
 * current user". su(1) without a dash and some sudo set-ups leave the caller's value behind.
 */
export const sessionEnvironment = defineCheck({
  meta: {
    id: 'session-environment',
    area: 'session',
    title: "XDG_RUNTIME_DIR is the user's own directory",
    failureTitle: 'XDG_RUNTIME_DIR leads to a directory that Podman cannot use',
    description: 'Podman refuses to run with the runtime directory of another user.',
    severity: 'error',
    needs: ['run'],
    covers: ['F028', 'F038', 'F039'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://man7.org/linux/man-pages/man1/su.1.html',
    ],
    messages: {
      otherUser:
        'XDG_RUNTIME_DIR is {{value}}, which belongs to uid {{owner}}, not to {{user}} (uid {{uid}}).',
      missing: 'XDG_RUNTIME_DIR is {{value}}, which does not exist.',
    },
    commands: {
      otherUser: ['export XDG_RUNTIME_DIR=/run/user/{{uid}}'],
      missing: ['export XDG_RUNTIME_DIR=/run/user/{{uid}}'],
    },
    fixes: [],
  },
  requires: ['user', 'loginEnv'],
  evaluate({ user, loginEnv }) {
    const who = valueOr(user, undefined);
    if (who === undefined) return notApplicable('there is no target user');
    if (!isOwnLogin(who, loginEnv)) {
      return notApplicable(
        `this run is not a login of ${who.name}, so its environment says nothing`,
      );
    }
    const { runtimeDirOwner, runtimeDirStatus, variables } = loginEnv.value;
    const value = variables.get('XDG_RUNTIME_DIR') ?? '';
    const evidence: Evidence = {
      kind: 'command',
      where: 'echo $XDG_RUNTIME_DIR',
      found: value || 'unset',
      expected: `/run/user/${who.uid}`,
    };
    // Without the variable Podman finds the directory itself.
    if (runtimeDirStatus === 'unset') return pass;
    if (runtimeDirStatus === 'absent') {
      return fail('missing', { value, uid: who.uid }, evidence);
    }
    if (runtimeDirOwner === null) return unknown(`${value} is not readable`);
    if (runtimeDirOwner === who.uid) return pass;
    return fail(
      'otherUser',
      { value, owner: runtimeDirOwner, user: who.name, uid: who.uid },
      evidence,
    );
  },
  explains: () => [{ check: 'session-variables' }],
});
