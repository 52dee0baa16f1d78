import { nofileLimit } from '../../../checks/limit/nofile-limit.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { LIMITS } from '../../helpers/kernel-facts.ts';
import { ALICE } from '../../helpers/session-facts.ts';

const low = { openFiles: { soft: 20, hard: 20 }, processes: { soft: 5800, hard: 5800 } };

testCheck(nofileLimit, {
  pass: [
    { name: 'Debian 13', facts: { user: ALICE, limits: LIMITS } },
    { name: 'no manager', facts: { user: ALICE, limits: { ...LIMITS, manager: null } } },
  ],
  fail: [
    {
      name: 'limits.conf says 20',
      facts: { user: ALICE, limits: { ...LIMITS, session: low, manager: low } },
      findings: [
        { messageId: 'session', data: { user: 'alice', hard: 20, needed: 128 } },
        { messageId: 'manager', data: { user: 'alice', hard: 20, needed: 128 } },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'nothing to read',
      facts: { user: ALICE, limits: { ...LIMITS, session: null, manager: null } },
    },
  ],
});
