import { podmanSocketOverride } from '../../../checks/socket/podman-socket-override.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ALICE,
  SOCKET_PATH,
  socketUnit,
  sockets,
  SYSTEMD,
  units,
} from '../../helpers/session-facts.ts';

const base = {
  init: SYSTEMD,
  user: ALICE,
  userUnits: units(socketUnit()),
  apiSockets: sockets(),
};
const DROP_IN = '/home/alice/.config/systemd/user/podman.socket.d/o.conf';

testCheck(podmanSocketOverride, {
  pass: [
    { name: 'the default path', facts: base },
    {
      name: 'one address more',
      facts: {
        ...base,
        userUnits: units(socketUnit({ listen: ['/run/user/1000/x.sock', SOCKET_PATH] })),
      },
    },
  ],
  fail: [
    {
      name: 'moved by a drop-in',
      facts: {
        ...base,
        userUnits: units(socketUnit({ listen: ['/run/user/1000/other.sock'], dropIns: [DROP_IN] })),
      },
      findings: [
        {
          messageId: 'moved',
          data: {
            user: 'alice',
            listen: '/run/user/1000/other.sock',
            path: SOCKET_PATH,
            file: DROP_IN,
          },
          evidence: [{ kind: 'file', where: DROP_IN }],
        },
      ],
      explains: [{ check: 'podman-socket-stale' }, { check: 'docker-host', messageId: 'noSocket' }],
    },
    {
      name: 'a unit of its own without an address',
      facts: { ...base, userUnits: units(socketUnit({ listen: [], fragment: '' })) },
      findings: [{ messageId: 'moved', evidence: [{ where: 'podman.socket' }] }],
    },
  ],
  notApplicable: [
    { name: 'no manager', facts: { ...base, userUnits: absent('no user manager runs') } },
    {
      name: 'no unit',
      facts: { ...base, userUnits: units(socketUnit({ load: 'not-found', listen: [] })) },
    },
  ],
});
