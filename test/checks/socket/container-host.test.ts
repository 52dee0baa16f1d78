import { containerHost } from '../../../checks/socket/container-host.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, loginEnv } from '../../helpers/session-facts.ts';

const set = loginEnv({ CONTAINER_HOST: 'unix:///nonexistent' });

testCheck(containerHost, {
  pass: [
    { name: 'neither is set', facts: { user: ALICE, loginEnv: loginEnv() } },
    {
      name: 'a socket of this host',
      facts: {
        user: ALICE,
        loginEnv: loginEnv(
          { CONTAINER_HOST: 'unix:///run/user/1000/podman/podman.sock' },
          { sockets: new Set(['/run/user/1000/podman/podman.sock']) },
        ),
      },
    },
  ],
  fail: [
    {
      name: 'CONTAINER_HOST',
      facts: { user: ALICE, loginEnv: set },
      findings: [
        { messageId: 'set', data: { name: 'CONTAINER_HOST', value: 'unix:///nonexistent' } },
      ],
    },
  ],
  notApplicable: [
    { name: 'root looks at alice', facts: { user: ALICE, loginEnv: { ...set, uid: 0 } } },
  ],
});
