import { containerPort } from '../../../checks/outcome/container-port.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { NOTHING_RUNS, outcomesOf } from '../../helpers/outcomes.ts';

testCheck(containerPort, {
  pass: [{ name: 'the port answers', facts: { outcomes: outcomesOf() } }],
  fail: [
    {
      name: 'the program that connects it is missing',
      facts: {
        outcomes: outcomesOf({ port: ['exit 125', 'said Error: could not find pasta'] }),
      },
      findings: [{ messageId: 'notRun', data: { exit: 125, said: 'Error: could not find pasta' } }],
    },
    {
      name: 'nobody answers',
      facts: {
        outcomes: outcomesOf({
          port: ['exit 0', 'at 127.0.0.1:4', 'got TimeoutError: timed out', 'wanted podready-f0'],
        }),
      },
      findings: [
        { messageId: 'silent', data: { at: '127.0.0.1:4', got: 'TimeoutError: timed out' } },
      ],
    },
    {
      name: 'no port is named',
      facts: { outcomes: outcomesOf({ port: ['exit 0', 'at 127.0.0.1:'] }) },
      findings: [{ messageId: 'silent', data: { at: '127.0.0.1:', got: 'nothing' } }],
    },
  ],
  notApplicable: [{ name: 'no container runs', facts: { outcomes: outcomesOf(NOTHING_RUNS) } }],
  unknown: [
    {
      name: 'no program to serve with',
      facts: { outcomes: outcomesOf({ port: ['tool none'] }) },
      because: /no program/u,
    },
  ],
});
