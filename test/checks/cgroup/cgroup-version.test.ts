import { cgroupVersion } from '../../../checks/cgroup/cgroup-version.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BARE_METAL, CGROUP, LXC } from '../../helpers/kernel-facts.ts';

const healthy = { cgroup: CGROUP, virtualization: BARE_METAL };
const explains = [
  { check: 'cgroup-delegation' },
  { check: 'cgroup-controllers' },
  { check: 'closing-sessions' },
];

testCheck(cgroupVersion, {
  pass: [{ name: 'unified', facts: healthy }],
  fail: [
    {
      name: 'the kernel command line asks for version 1',
      facts: {
        ...healthy,
        cgroup: {
          ...CGROUP,
          version: 'v1',
          kernelArguments: ['systemd.unified_cgroup_hierarchy=0'],
        },
      },
      findings: [
        {
          messageId: 'v1',
          data: { why: 'kernel command line: systemd.unified_cgroup_hierarchy=0' },
        },
      ],
      explains,
    },
    {
      name: 'hybrid',
      facts: { ...healthy, cgroup: { ...CGROUP, version: 'hybrid' } },
      findings: [{ messageId: 'hybrid' }],
      explains,
    },
    {
      name: 'nothing mounted',
      facts: { ...healthy, cgroup: { ...CGROUP, version: 'none' } },
      findings: [{ messageId: 'none' }],
      explains,
    },
    {
      name: 'version 1 mounts beside it',
      facts: { ...healthy, cgroup: { ...CGROUP, v1: ['cpu', 'cpuacct'] } },
      findings: [{ messageId: 'taken', data: { controllers: 'cpu, cpuacct' } }],
      explains,
    },
  ],
  notApplicable: [
    {
      name: 'a container without cgroups',
      facts: { cgroup: { ...CGROUP, version: 'none' }, virtualization: LXC },
    },
  ],
});
