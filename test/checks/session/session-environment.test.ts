import { sessionEnvironment } from '../../../checks/session/session-environment.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, loginEnv } from '../../helpers/session-facts.ts';

const asRoot = loginEnv({ XDG_RUNTIME_DIR: '/run/user/0' }, { runtimeDirOwner: 0 });
const nowhere = loginEnv({}, { runtimeDirStatus: 'absent', runtimeDirOwner: null });

testCheck(sessionEnvironment, {
  pass: [
    { name: 'as pam_systemd sets it', facts: { user: ALICE, loginEnv: loginEnv() } },
    {
      name: 'unset: Podman finds the directory itself',
      facts: {
        user: ALICE,
        loginEnv: loginEnv({}, { runtimeDirStatus: 'unset', runtimeDirOwner: null }),
      },
    },
  ],
  fail: [
    {
      name: 'su without a dash',
      facts: { user: ALICE, loginEnv: asRoot },
      findings: [
        {
          messageId: 'otherUser',
          data: { value: '/run/user/0', owner: 0, user: 'alice', uid: 1000 },
        },
      ],
      explains: [{ check: 'session-variables' }],
    },
    {
      name: 'no session, but the variable of one',
      facts: { user: ALICE, loginEnv: nowhere },
      findings: [{ messageId: 'missing', data: { value: '/run/user/1000', uid: 1000 } }],
    },
  ],
  notApplicable: [
    { name: 'root looks at alice', facts: { user: ALICE, loginEnv: { ...asRoot, uid: 0 } } },
  ],
  unknown: [
    {
      name: 'the directory is closed',
      facts: {
        user: ALICE,
        loginEnv: loginEnv({}, { runtimeDirStatus: 'denied', runtimeDirOwner: null }),
      },
    },
  ],
});
