import { subidFilesReadable } from '../../../checks/subid/subid-files-readable.ts';
import { absent, unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { SUBIDS } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const healthy = { user: ALICE, subuid: SUBIDS, subgid: SUBIDS };
const denied = unreadable('denied', 'not readable by this user');

testCheck(subidFilesReadable, {
  pass: [
    { name: 'both may be read', facts: healthy },
    { name: 'one does not exist', facts: { ...healthy, subgid: absent('no such file') } },
  ],
  fail: [
    {
      name: 'mode 0600',
      facts: { ...healthy, subuid: denied, subgid: denied },
      findings: [
        { messageId: 'denied', data: { user: 'alice', file: '/etc/subuid' } },
        { messageId: 'denied', data: { user: 'alice', file: '/etc/subgid' } },
      ],
    },
  ],
  notApplicable: [{ name: 'root', facts: { ...healthy, user: ROOT } }],
  unknown: [
    { name: 'the stream was cut', facts: { ...healthy, subgid: unreadable('truncated', 'cut') } },
  ],
});
