import { subidHelpers } from '../../../checks/userns/subid-helpers.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ATTEMPT, helper, HELPERS } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const untried = unreadable('missing-tool', 'no unshare');
const healthy = { user: ALICE, subidHelpers: HELPERS, usernsAttempt: untried };
const explains = [{ check: 'userns-attempt', messageId: 'notMapped' }];

testCheck(subidHelpers, {
  pass: [
    { name: 'setuid root', facts: healthy },
    {
      name: 'capabilities in place of setuid',
      facts: {
        ...healthy,
        subidHelpers: {
          newuidmap: helper('newuidmap', { mode: 0o755, capabilities: 'cap_setuid=ep' }),
          newgidmap: helper('newgidmap', { mode: 0o755, capabilities: 'cap_setgid+ep' }),
        },
      },
    },
    {
      name: 'whatever it looks like, it has just worked',
      facts: {
        ...healthy,
        usernsAttempt: ATTEMPT,
        subidHelpers: {
          newuidmap: helper('newuidmap', { mode: 0o755 }),
          newgidmap: helper('newgidmap', { mode: 0o755, capabilities: '' }),
        },
      },
    },
  ],
  fail: [
    {
      name: 'not installed',
      facts: { ...healthy, subidHelpers: { newuidmap: null, newgidmap: null } },
      findings: [
        { messageId: 'missing', data: { helper: 'newuidmap' } },
        { messageId: 'missing', data: { helper: 'newgidmap' } },
      ],
      explains: [...explains, ...explains],
    },
    {
      name: 'the setuid bit is lost; setgid does not do instead',
      facts: {
        ...healthy,
        subidHelpers: {
          ...HELPERS,
          newgidmap: helper('newgidmap', { mode: 0o2755, capabilities: '' }),
        },
      },
      findings: [
        {
          messageId: 'unprivileged',
          data: { path: '/usr/bin/newgidmap', mode: '2755', capability: 'cap_setgid' },
        },
      ],
      explains,
    },
    {
      name: 'setuid for somebody else',
      facts: {
        ...healthy,
        subidHelpers: { ...HELPERS, newuidmap: helper('newuidmap', { uid: 1001 }) },
      },
      findings: [{ messageId: 'wrongOwner', data: { path: '/usr/bin/newuidmap', uid: 1001 } }],
    },
  ],
  notApplicable: [{ name: 'root', facts: { ...healthy, user: ROOT } }],
  unknown: [
    {
      name: 'not setuid, and getcap is missing',
      facts: {
        ...healthy,
        subidHelpers: { ...HELPERS, newuidmap: helper('newuidmap', { mode: 0o755 }) },
      },
      because: /getcap/u,
    },
  ],
});
