import { podmanApi } from '../../../checks/socket/podman-api.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { SOCKET_PATH } from '../../helpers/session-facts.ts';

const answer = (status: number, curlExit: number) => ({
  apiAnswer: { path: SOCKET_PATH, status, curlExit, service: null },
});

testCheck(podmanApi, {
  pass: [{ name: 'OK', facts: answer(200, 0) }],
  fail: [
    {
      name: 'no answer in time',
      facts: answer(0, 28),
      findings: [{ messageId: 'late', data: { path: SOCKET_PATH } }],
    },
    {
      name: 'refused',
      facts: answer(0, 7),
      findings: [{ messageId: 'refused', data: { path: SOCKET_PATH, exit: 7 } }],
    },
    {
      name: 'an error of the service',
      facts: answer(500, 0),
      findings: [{ messageId: 'status', data: { path: SOCKET_PATH, status: 500 } }],
    },
  ],
  notApplicable: [
    { name: 'not running', facts: { apiAnswer: absent('podman.service is not running') } },
  ],
});
