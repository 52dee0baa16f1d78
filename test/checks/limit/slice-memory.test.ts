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
  ],
  notApplicable: [{ name: 'no controller', facts: withMemory(null) }],
});
