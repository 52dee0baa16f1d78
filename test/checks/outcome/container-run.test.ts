import { containerRun } from '../../../checks/outcome/container-run.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { NOTHING_RUNS, outcomesOf } from '../../helpers/outcomes.ts';

testCheck(containerRun, {
  pass: [
    { name: 'a container ran', facts: { outcomes: outcomesOf() } },
    {
      name: 'whatever became of the others',
      facts: { outcomes: outcomesOf({ port: ['exit 125', 'said Error: no pasta'] }) },
    },
  ],
  fail: [
    {
      name: 'no image can be stored',
      facts: {
        outcomes: outcomesOf({
          ...NOTHING_RUNS,
          image: [
            'exit 125',
            'said level=warning msg=x',
            'said Error: no space left on device',
            'said bye',
          ],
          run: [],
        }),
      },
      findings: [
        { messageId: 'notStored', data: { exit: 125, said: 'Error: no space left on device' } },
      ],
    },
    {
      name: 'the container does not run',
      facts: { outcomes: outcomesOf(NOTHING_RUNS) },
      findings: [
        {
          messageId: 'notRun',
          data: { exit: 126, said: 'Error: crun: cannot set up the user namespace' },
          evidence: [{ kind: 'command', expected: 'exit code 0' }],
        },
      ],
    },
    {
      name: 'it says nothing, or what moves the cursor',
      facts: { outcomes: outcomesOf({ ...NOTHING_RUNS, run: ['exit 1', 'said \u001B[2J'] }) },
      findings: [{ messageId: 'notRun', data: { exit: 1, said: String.raw`\x1b[2J` } }],
    },
    {
      name: 'something is left',
      facts: { outcomes: outcomesOf({}, ['left network', 'end']) },
      findings: [{ messageId: 'left', data: { what: 'network', name: 'podready-f0' } }],
    },
  ],
  notApplicable: [
    { name: 'no podman', facts: { outcomes: absent('podman is not on the PATH of the user') } },
  ],
  unknown: [
    {
      name: 'podman did not end',
      facts: { outcomes: outcomesOf({ ...NOTHING_RUNS, run: ['exit 124'] }) },
      because: /had not ended after 40 s/u,
    },
    {
      name: 'the text is cut',
      facts: { outcomes: outcomesOf({}, []) },
      because: /before its end/u,
    },
  ],
});
