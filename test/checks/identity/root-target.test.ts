import { rootTarget } from '../../../checks/identity/root-target.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

testCheck(rootTarget, {
  pass: [{ name: 'a user', facts: { user: ALICE } }],
  fail: [
    {
      name: 'root',
      facts: { user: ROOT },
      findings: [{ messageId: 'root', data: { user: 'root' } }],
    },
  ],
});
