import { usernsAttempt } from '../../../checks/userns/userns-attempt.ts';
import { absent, unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ATTEMPT, NOT_CREATED, ONE_ID, sysctls } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const healthy = { user: ALICE, usernsAttempt: ATTEMPT, sysctls: sysctls() };
const refused = 'newuidmap: write to uid_map failed: Operation not permitted';
const restricted = sysctls({ 'kernel.apparmor_restrict_unprivileged_userns': '1' });

testCheck(usernsAttempt, {
  pass: [
    { name: 'both maps are as asked', facts: healthy },
    { name: 'restricted by AppArmor, but it worked', facts: { ...healthy, sysctls: restricted } },
  ],
  fail: [
    {
      name: 'the kernel refuses',
      facts: { ...healthy, usernsAttempt: NOT_CREATED },
      findings: [
        {
          messageId: 'notCreated',
          data: { said: 'unshare: unshare failed: Operation not permitted' },
        },
      ],
    },
    {
      name: 'newuidmap refuses, newgidmap is missing',
      facts: {
        ...healthy,
        usernsAttempt: {
          ...ATTEMPT,
          newuidmap: { exitCode: 1, said: refused },
          newgidmap: { exitCode: null, said: '' },
          mapped: { uids: [], gids: [] },
        },
      },
      findings: [
        {
          messageId: 'notMapped',
          data: { helper: 'newuidmap', user: 'alice', said: refused },
          evidence: [{ where: 'newuidmap PID 0 1000 1 1 100000 65536' }],
        },
        {
          messageId: 'notMapped',
          data: { helper: 'newgidmap', user: 'alice', said: 'not on the PATH' },
        },
      ],
    },
    {
      name: 'a helper that did not come to an end, and another map than asked for',
      facts: {
        ...healthy,
        usernsAttempt: {
          ...ATTEMPT,
          newgidmap: null,
          mapped: { ...ATTEMPT.mapped, uids: ONE_ID },
        },
      },
      findings: [
        {
          messageId: 'otherMap',
          data: { map: 'uid_map', found: '0 1000 1', wanted: '0 1000 1, 1 100000 65536' },
        },
        { messageId: 'notMapped' },
      ],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...healthy, user: ROOT, usernsAttempt: absent('root') } },
    {
      name: 'no unshare',
      facts: { ...healthy, usernsAttempt: unreadable('missing-tool', 'no unshare') },
      because: /no unshare\(1\)/u,
    },
    {
      name: 'AppArmor restricts unshare, which says nothing of podman',
      facts: { ...healthy, usernsAttempt: NOT_CREATED, sysctls: restricted },
      because: /apparmor-userns/u,
    },
  ],
  unknown: [
    { name: 'it hung', facts: { ...healthy, usernsAttempt: unreadable('timeout', 'no end') } },
  ],
});
