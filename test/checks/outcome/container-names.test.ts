import { containerNames } from '../../../checks/outcome/container-names.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { NOTHING_RUNS, outcomesOf } from '../../helpers/outcomes.ts';

testCheck(containerNames, {
  pass: [{ name: 'both names', facts: { outcomes: outcomesOf() } }],
  fail: [
    {
      name: 'no network can be made',
      facts: {
        outcomes: outcomesOf({
          network: ['exit 125', 'said Error: could not find netavark'],
          first: [],
          names: [],
        }),
      },
      findings: [{ messageId: 'noNetwork' }],
    },
    {
      name: 'the first container does not run',
      facts: {
        outcomes: outcomesOf({ first: ['exit 126', 'said Error: netavark: x'], names: [] }),
      },
      findings: [{ messageId: 'notRun', data: { exit: 126, said: 'Error: netavark: x' } }],
    },
    {
      name: 'neither name',
      facts: { outcomes: outcomesOf({ names: ['exit 0', 'said first '] }) },
      findings: [{ messageId: 'unresolved', data: { who: 'neither' } }],
    },
    {
      name: 'one name',
      facts: { outcomes: outcomesOf({ names: ['exit 0', 'said first 10.89.0.2 a'] }) },
      findings: [{ messageId: 'unresolved', data: { who: 'the first' } }],
    },
    {
      name: 'the other name',
      facts: { outcomes: outcomesOf({ names: ['exit 0', 'said second 10.89.0.2 a'] }) },
      findings: [{ messageId: 'unresolved', data: { who: 'the second' } }],
    },
  ],
  notApplicable: [
    { name: 'no container runs', facts: { outcomes: outcomesOf(NOTHING_RUNS) } },
    {
      name: 'Podman 3.0 would pull an image',
      facts: { outcomes: outcomesOf({ network: ['tool pull'], first: [], names: [] }) },
      because: /pulls an image/u,
    },
  ],
  unknown: [
    { name: 'no program that asks', facts: { outcomes: outcomesOf({ network: ['tool none'] }) } },
  ],
});
