import { noNewPrivileges } from '../../../checks/userns/no-new-privileges.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BARE_METAL } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const confined = { ...BARE_METAL, noNewPrivileges: true };

testCheck(noNewPrivileges, {
  pass: [{ name: 'an ordinary session', facts: { user: ALICE, virtualization: BARE_METAL } }],
  fail: [
    {
      name: 'a sandbox',
      facts: { user: ALICE, virtualization: confined },
      findings: [
        {
          messageId: 'set',
          data: { user: 'alice' },
          evidence: [{ where: '/proc/self/status', found: 'NoNewPrivs: 1' }],
        },
      ],
      explains: [{ check: 'userns-attempt', messageId: 'notMapped' }],
    },
  ],
  notApplicable: [{ name: 'root', facts: { user: ROOT, virtualization: confined } }],
});
