import { cgroupControllers } from '../../../checks/cgroup/cgroup-controllers.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { CGROUP } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const DROP_IN = '/etc/systemd/system/user@.service.d/delegate.conf';
const healthy = { user: ALICE, cgroup: CGROUP };

testCheck(cgroupControllers, {
  pass: [
    { name: 'Debian 13', facts: healthy },
    {
      name: 'Debian 11 delegates no cpu',
      facts: {
        ...healthy,
        cgroup: {
          ...CGROUP,
          vendor: {
            file: '/lib/systemd/system/user@.service',
            controllers: ['pids', 'memory'],
          },
          delegated: ['memory', 'pids'],
        },
      },
    },
  ],
  fail: [
    {
      name: 'a drop-in takes cpu away',
      facts: {
        ...healthy,
        cgroup: {
          ...CGROUP,
          delegated: ['memory', 'pids'],
          configured: { controllers: ['memory', 'pids'], dropIns: [DROP_IN] },
        },
      },
      findings: [
        {
          messageId: 'notDelegated',
          data: {
            unit: 'user@1000.service',
            found: 'memory, pids',
            missing: 'cpu',
            by: ` (${DROP_IN})`,
          },
        },
      ],
    },
    {
      name: 'the kernel has no memory controller',
      facts: {
        ...healthy,
        cgroup: {
          ...CGROUP,
          controllers: ['cpu', 'pids'],
          kernelArguments: ['cgroup_disable=memory'],
        },
      },
      findings: [
        { messageId: 'notInKernel', data: { missing: 'memory', by: ' (cgroup_disable=memory)' } },
      ],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...healthy, user: ROOT } },
    { name: 'version 1', facts: { ...healthy, cgroup: { ...CGROUP, version: 'v1' } } },
    { name: 'OpenRC', facts: { ...healthy, cgroup: { ...CGROUP, systemd: false } } },
    { name: 'nothing delegated', facts: { ...healthy, cgroup: { ...CGROUP, delegated: [] } } },
  ],
  unknown: [
    {
      name: 'systemd did not answer',
      facts: { ...healthy, cgroup: { ...CGROUP, delegated: null } },
    },
  ],
});
