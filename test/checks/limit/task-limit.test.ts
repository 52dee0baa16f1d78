import { taskLimit } from '../../../checks/limit/task-limit.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { LIMITS } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const slice = { ...LIMITS.slice, maxTasks: 14 };
const session = {
  openFiles: { soft: 1024, hard: 1024 },
  processes: { soft: 10, hard: 10 },
};

testCheck(taskLimit, {
  pass: [
    { name: 'Debian 13', facts: { user: ALICE, limits: LIMITS } },
    {
      name: 'no slice and no limits',
      facts: {
        user: ALICE,
        limits: { ...LIMITS, session: null, slice: { ...slice, maxTasks: null } },
      },
    },
  ],
  fail: [
    {
      name: 'TasksMax=14',
      facts: { user: ALICE, limits: { ...LIMITS, slice } },
      findings: [{ messageId: 'slice', data: { slice: 'user-1000.slice', max: 14, needed: 20 } }],
    },
    {
      name: 'ulimit -u 10',
      facts: { user: ALICE, limits: { ...LIMITS, session } },
      findings: [{ messageId: 'processes', data: { user: 'alice', max: 10, needed: 20 } }],
    },
  ],
  notApplicable: [{ name: 'root', facts: { user: ROOT, limits: { ...LIMITS, slice } } }],
});
