import { containerMemory } from '../../../checks/outcome/container-memory.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { NOTHING_RUNS, outcomesOf } from '../../helpers/outcomes.ts';

testCheck(containerMemory, {
  pass: [{ name: 'the container reads 64 MiB', facts: { outcomes: outcomesOf() } }],
  fail: [
    {
      name: 'the controller is not there',
      facts: {
        outcomes: outcomesOf({
          memory: ['exit 126', 'said Error: crun: controller `memory` is not available'],
        }),
      },
      findings: [{ messageId: 'notRun' }],
    },
    {
      name: 'the limit is ignored',
      facts: { outcomes: outcomesOf({ memory: ['exit 0', 'said limit max'] }) },
      findings: [{ messageId: 'ignored', evidence: [{ found: 'max', expected: '67108864' }] }],
    },
  ],
  notApplicable: [
    { name: 'no container runs', facts: { outcomes: outcomesOf(NOTHING_RUNS) } },
    { name: 'no podman', facts: { outcomes: absent('podman is not on the PATH of the user') } },
  ],
  unknown: [{ name: 'the text is cut', facts: { outcomes: outcomesOf({ memory: [] }) } }],
});
