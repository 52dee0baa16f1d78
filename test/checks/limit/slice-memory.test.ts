import { sliceMemory } from '../../../checks/limit/slice-memory.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { LIMITS } from '../../helpers/kernel-facts.ts';
import { ALICE } from '../../helpers/session-facts.ts';

const withMemory = (maxMemory: number | null) => ({
  user: ALICE,
  limits: { ...LIMITS, slice: { ...LIMITS.slice, maxMemory } },
});

testCheck(sliceMemory, {
  pass: [
    { name: 'no limit', facts: { user: ALICE, limits: LIMITS } },
    { name: '1 GiB', facts: withMemory(1_073_741_824) },
  ],
  fail: [
    {
      name: 'MemoryMax=50M',
      facts: withMemory(52_428_800),
      findings: [{ messageId: 'low', data: { slice: 'user-1000.slice', mebibytes: 50 } }],
    },
    {
      name: 'with the file that sets it',
      facts: {
        ...withMemory(52_428_800),
        sliceSettings: [
          { key: 'MemoryMax', value: '1G', file: '/etc/a.conf', line: 1 },
          { key: 'MemoryMax', value: '50M', file: '/etc/b.conf', line: 2 },
        ],
      },
      findings: [
        {
          messageId: 'low',
          evidence: [
            { where: '/sys/fs/cgroup/user.slice/user-1000.slice/memory.max' },
            { where: '/etc/b.conf', line: 2, found: 'MemoryMax=50M' },
          ],
        },
      ],
    },
  ],
  notApplicable: [{ name: 'no controller', facts: withMemory(null) }],
});
