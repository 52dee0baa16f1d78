import { podmanSocketStale } from '../../../checks/socket/podman-socket-stale.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ALICE,
  gone,
  pathRecord,
  SOCKET_PATH,
  socketUnit,
  sockets,
  SYSTEMD,
  units,
} from '../../helpers/session-facts.ts';

const base = {
  init: SYSTEMD,
  user: ALICE,
  apiSockets: sockets(),
  userUnits: units(socketUnit()),
};

testCheck(podmanSocketStale, {
  pass: [{ name: 'file and listener', facts: base }],
  fail: [
    {
      name: 'left behind by a stopped unit',
      facts: {
        ...base,
        apiSockets: sockets([], { listening: new Set() }),
        userUnits: units(socketUnit({ active: 'inactive' })),
      },
      findings: [{ messageId: 'deaf', data: { path: SOCKET_PATH } }],
      explains: [{ check: 'docker-host', messageId: 'noSocket' }],
    },
    {
      name: 'file removed under the listener',
      facts: { ...base, apiSockets: sockets([gone(SOCKET_PATH)]) },
      findings: [{ messageId: 'gone', data: { user: 'alice', path: SOCKET_PATH } }],
    },
    {
      name: 'a directory in its place',
      facts: {
        ...base,
        apiSockets: sockets([pathRecord(SOCKET_PATH, { type: 'directory', mode: 0o755 })]),
      },
      findings: [{ messageId: 'notSocket', data: { path: SOCKET_PATH, type: 'directory' } }],
    },
  ],
  notApplicable: [
    {
      name: 'neither file nor unit',
      facts: { ...base, apiSockets: sockets([gone(SOCKET_PATH)]), userUnits: absent('no manager') },
    },
    {
      name: 'the unit listens elsewhere',
      facts: {
        ...base,
        apiSockets: sockets([gone(SOCKET_PATH)]),
        userUnits: units(socketUnit({ listen: ['/run/user/1000/other.sock'] })),
      },
    },
  ],
  unknown: [
    {
      name: 'the directory is closed',
      facts: { ...base, apiSockets: sockets([pathRecord(SOCKET_PATH, { status: 'denied' })]) },
    },
    {
      name: 'the kernel lists no sockets',
      facts: { ...base, apiSockets: sockets([], { listening: null }) },
    },
  ],
});
