import { nestedContainer } from '../../../checks/userns/nested-container.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ATTEMPT,
  BARE_METAL,
  LXC,
  NOT_CREATED,
  SUBIDS,
  subids,
  sysctls,
} from '../../helpers/kernel-facts.ts';
import { ALICE } from '../../helpers/session-facts.ts';

const INSIDE = subids('alice:10000:50000');
const healthy = {
  user: ALICE,
  virtualization: LXC,
  usernsAttempt: ATTEMPT,
  subuid: INSIDE,
  subgid: INSIDE,
  sysctls: sysctls(),
};

testCheck(nestedContainer, {
  pass: [
    { name: 'the ranges are within the map of the container', facts: healthy },
    {
      name: 'no namespaces at all is a fault of the kernel',
      facts: {
        ...healthy,
        usernsAttempt: NOT_CREATED,
        sysctls: sysctls({ 'user.max_user_namespaces': '0' }),
      },
    },
  ],
  fail: [
    {
      name: 'LXC has 65536 ids, and the range begins beyond',
      facts: { ...healthy, subuid: SUBIDS },
      findings: [
        {
          messageId: 'outside',
          data: {
            file: '/etc/subuid',
            line: 1,
            range: '100000-165535',
            engine: 'lxc',
            held: '0-65535',
          },
        },
      ],
      explains: [{ check: 'userns-attempt', messageId: 'notMapped' }],
    },
    {
      name: 'a seccomp filter',
      facts: {
        ...healthy,
        virtualization: { ...LXC, container: 'docker', seccompFilter: true },
        usernsAttempt: NOT_CREATED,
      },
      findings: [
        {
          messageId: 'forbidden',
          evidence: [
            {
              found:
                'unshare: unshare failed: Operation not permitted (a seccomp filter is in force)',
            },
          ],
        },
      ],
      explains: [{ check: 'userns-attempt', messageId: 'notCreated' }],
    },
  ],
  unknown: [
    {
      name: 'whether namespaces can be made was not seen',
      facts: { ...healthy, usernsAttempt: unreadable('timeout', 'the attempt did not end') },
      because: /the attempt did not end/u,
    },
  ],
  notApplicable: [
    { name: 'a machine of its own', facts: { ...healthy, virtualization: BARE_METAL } },
  ],
});
