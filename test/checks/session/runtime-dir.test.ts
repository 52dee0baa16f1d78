import { runtimeDir as check } from '../../../checks/session/runtime-dir.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ALICE,
  LINGERS,
  loginEnv,
  NO_LINGER,
  OPENRC,
  runtimeDir,
  SYSTEMD,
} from '../../helpers/session-facts.ts';

const base = { init: SYSTEMD, user: ALICE, runtimeDir: runtimeDir(), linger: LINGERS };
const none = absent('/run/user/1000 does not exist');

testCheck(check, {
  pass: [{ name: 'as logind makes it', facts: base }],
  fail: [
    {
      name: 'missing although alice lingers',
      facts: { ...base, runtimeDir: none },
      findings: [
        {
          messageId: 'missing',
          data: {
            path: '/run/user/1000',
            user: 'alice',
            why: 'lingers',
            unit: 'user-runtime-dir@1000.service',
          },
        },
      ],
    },
    {
      name: 'missing although alice is here',
      facts: { ...base, runtimeDir: none, linger: NO_LINGER, loginEnv: loginEnv() },
      findings: [{ messageId: 'missing' }],
    },
    {
      name: 'left behind by usermod -u',
      facts: { ...base, runtimeDir: runtimeDir({ uid: 1001, writable: false }) },
      findings: [{ messageId: 'owner', evidence: [{ found: 'owned by uid 1001' }] }],
      explains: [
        { check: 'user-bus' },
        { check: 'session-variables' },
        { check: 'session-environment' },
        { check: 'podman-socket', messageId: 'failed' },
        { check: 'podman-socket-stale', messageId: 'gone' },
      ],
    },
    {
      name: 'read-only',
      facts: { ...base, runtimeDir: runtimeDir({ mode: 0o500, writable: false }) },
      findings: [
        { messageId: 'notWritable', data: { user: 'alice', path: '/run/user/1000', mode: '0500' } },
      ],
    },
    {
      name: 'after su, without linger',
      facts: {
        ...base,
        runtimeDir: none,
        linger: NO_LINGER,
        loginEnv: loginEnv(),
        loginSession: absent('logind has no session for this login'),
      },
      findings: [
        {
          messageId: 'missing',
          data: {
            path: '/run/user/1000',
            user: 'alice',
            why: 'is here, in a session that logind does not know (su and sudo make none)',
            unit: 'user-runtime-dir@1000.service',
          },
        },
      ],
    },
    {
      name: 'open to all',
      facts: { ...base, runtimeDir: runtimeDir({ mode: 0o777 }) },
      findings: [{ messageId: 'open', data: { path: '/run/user/1000', mode: '0777' } }],
      explains: [],
    },
  ],
  notApplicable: [
    { name: 'OpenRC', facts: { ...base, init: OPENRC, runtimeDir: none } },
    {
      name: 'root looks at a user who is not logged in',
      facts: { ...base, runtimeDir: none, linger: NO_LINGER, loginEnv: loginEnv({}, { uid: 0 }) },
    },
  ],
});
