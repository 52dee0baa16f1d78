import { podmanApiProcess } from '../../../checks/socket/podman-api-process.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { SOCKET_PATH } from '../../helpers/session-facts.ts';

const program = '/usr/bin/podman';
const answer = { path: SOCKET_PATH, status: 200, curlExit: 0 };
const running = (replaced: boolean) => ({
  apiAnswer: { ...answer, service: { pid: 812, program, replaced } },
});

testCheck(podmanApiProcess, {
  pass: [{ name: 'the file is there', facts: running(false) }],
  fail: [
    {
      name: 'the file was replaced',
      facts: running(true),
      findings: [
        {
          messageId: 'replaced',
          data: { program, pid: 812, path: SOCKET_PATH },
          evidence: [{ where: '/proc/812/exe', found: '/usr/bin/podman (deleted)' }],
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'not running', facts: { apiAnswer: absent('podman.service is not running') } },
  ],
  unknown: [
    {
      name: 'the process may not be looked at',
      facts: { apiAnswer: { ...answer, service: null } },
      because: /cannot be looked at/,
    },
  ],
});
