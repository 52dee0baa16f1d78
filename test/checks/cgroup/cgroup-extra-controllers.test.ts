import { cgroupExtraControllers } from '../../../checks/cgroup/cgroup-extra-controllers.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { CGROUP } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const all = { ...CGROUP, delegated: ['cpu', 'cpuset', 'io', 'memory', 'pids'] };

testCheck(cgroupExtraControllers, {
  pass: [{ name: 'all', facts: { user: ALICE, cgroup: all } }],
  fail: [
    {
      name: 'the default of Debian 13',
      facts: { user: ALICE, cgroup: CGROUP },
      findings: [
        {
          messageId: 'withheld',
          data: {
            unit: 'user@1000.service',
            missing: 'cpuset, io',
            options: '--cpuset-cpus, --cpuset-mems, --blkio-weight, --device-read-bps',
          },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { user: ROOT, cgroup: CGROUP } },
    { name: 'version 1', facts: { user: ALICE, cgroup: { ...CGROUP, version: 'v1' } } },
    { name: 'no manager', facts: { user: ALICE, cgroup: { ...CGROUP, delegated: null } } },
  ],
});
