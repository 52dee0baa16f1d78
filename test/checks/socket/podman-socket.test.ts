import { podmanSocket } from '../../../checks/socket/podman-socket.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ALICE,
  LOCAL,
  OPENRC,
  OVER_SSH,
  ROOT,
  SESSION,
  socketUnit,
  SYSTEMD,
  unitFiles,
  units,
  WANTED,
} from '../../helpers/session-facts.ts';

const enabledFiles = unitFiles({ 'podman.socket': WANTED });
const base = {
  init: SYSTEMD,
  user: ALICE,
  userUnits: units(socketUnit()),
  userUnitFiles: enabledFiles,
  loginSession: SESSION,
  connection: OVER_SSH,
};
const noManager = absent('no user manager runs for this user');
const stopped = { active: 'inactive', sub: 'dead', enteredAt: null } as const;
const NO_SOCKETS = {
  runtimeDir: '/run/user/1000',
  userPath: '/run/user/1000/podman/podman.sock',
  files: new Map(),
  dockerWritable: false,
  dockerIsPodman: false,
};
const MASK = '/home/alice/.config/systemd/user/podman.socket';
const byThisLogin = { fileState: 'disabled', enteredAt: 95_000_000 } as const;

/** Units say nothing there. */
const openrc = (listening: readonly string[] | null | undefined) => ({
  ...base,
  init: OPENRC,
  userUnits: noManager,
  ...(listening === undefined
    ? {}
    : {
        apiSockets: {
          ...NO_SOCKETS,
          listening: listening === null ? null : new Set(listening),
        },
      }),
});

testCheck(podmanSocket, {
  pass: [
    {
      name: 'OpenRC, and the service was started by hand',
      facts: openrc(['/run/podman/podman.sock', '/run/user/1000/podman/podman.sock']),
    },
    {
      name: 'the same without XDG_RUNTIME_DIR',
      facts: openrc(['/tmp/storage-run-1000/podman/podman.sock']),
    },
    { name: 'it listens and is enabled', facts: base },
    {
      name: 'no manager runs, but it is enabled',
      facts: { ...base, userUnits: noManager },
    },
    {
      name: 'not enabled, but started before this login',
      facts: {
        ...base,
        userUnits: units(socketUnit({ fileState: 'disabled' })),
        userUnitFiles: unitFiles(),
      },
    },
    {
      name: 'started in this session, but not over SSH',
      facts: {
        ...base,
        userUnits: units(socketUnit(byThisLogin)),
        userUnitFiles: unitFiles(),
        connection: LOCAL,
      },
    },
    {
      name: 'enabled, and started by this login',
      facts: { ...base, userUnits: units(socketUnit({ enteredAt: 95_000_000 })) },
    },
  ],
  fail: [
    {
      name: 'OpenRC, and only root offers the API',
      facts: openrc(['/run/podman/podman.sock', '/run/user/1001/podman/podman.sock']),
      findings: [{ messageId: 'noSystemd' }],
    },
    {
      name: 'no such unit',
      facts: {
        ...base,
        userUnits: units(
          socketUnit({ ...stopped, load: 'not-found', fileState: '', fragment: '' }),
        ),
        userUnitFiles: unitFiles({ 'podman.socket': { path: null } }),
      },
      findings: [{ messageId: 'missing' }],
    },
    {
      name: 'masked',
      facts: {
        ...base,
        userUnits: units(
          socketUnit({ ...stopped, load: 'masked', fileState: 'masked', fragment: MASK }),
        ),
      },
      findings: [{ messageId: 'masked', data: { path: MASK } }],
    },
    {
      name: 'masked, and no manager runs',
      facts: {
        ...base,
        userUnits: noManager,
        userUnitFiles: unitFiles({ 'podman.socket': { path: MASK, masked: true } }),
      },
      findings: [{ messageId: 'masked', data: { path: MASK } }],
    },
    {
      name: 'a drop-in that cannot be used',
      facts: {
        ...base,
        userUnits: units(
          socketUnit({
            ...stopped,
            load: 'bad-setting',
            loadError: 'Unit podman.socket has a bad unit file setting.',
            dropIns: ['/home/alice/.config/systemd/user/podman.socket.d/o.conf'],
          }),
        ),
      },
      findings: [
        {
          messageId: 'broken',
          data: {
            path: '/home/alice/.config/systemd/user/podman.socket.d/o.conf',
            error: 'Unit podman.socket has a bad unit file setting.',
          },
        },
      ],
    },
    {
      name: 'failed',
      facts: {
        ...base,
        userUnits: units(
          socketUnit({ ...stopped, active: 'failed', result: 'service-start-limit-hit' }),
        ),
      },
      findings: [
        { messageId: 'failed', data: { user: 'alice', result: 'service-start-limit-hit' } },
      ],
      explains: [
        { check: 'podman-socket-stale', messageId: 'deaf' },
        { check: 'podman-socket-stale', messageId: 'gone' },
        { check: 'docker-host', messageId: 'noSocket' },
      ],
    },
    {
      name: 'not enabled',
      facts: {
        ...base,
        userUnits: units(socketUnit({ ...stopped, fileState: 'disabled' })),
        userUnitFiles: unitFiles(),
      },
      findings: [{ messageId: 'disabled', data: { user: 'alice' } }],
    },
    {
      name: 'not enabled, and no manager runs',
      facts: { ...base, userUnits: noManager, userUnitFiles: unitFiles() },
      findings: [{ messageId: 'disabled' }],
    },
    {
      name: 'not enabled, and only this login started it',
      facts: {
        ...base,
        userUnits: units(socketUnit(byThisLogin)),
        userUnitFiles: unitFiles(),
      },
      findings: [{ messageId: 'disabled' }],
    },
    {
      name: 'enabled only until the next boot',
      facts: {
        ...base,
        userUnits: units(socketUnit({ ...stopped, fileState: 'enabled-runtime' })),
        userUnitFiles: unitFiles(),
      },
      findings: [{ messageId: 'disabled' }],
    },
    {
      name: 'enabled, but stopped',
      facts: { ...base, userUnits: units(socketUnit(stopped)) },
      findings: [{ messageId: 'stopped', data: { user: 'alice' } }],
    },
  ],
  unknown: [
    { name: 'OpenRC, and nobody looked for sockets', facts: openrc(undefined) },
    { name: 'OpenRC, and the kernel hides its sockets', facts: openrc(null) },
  ],
  notApplicable: [{ name: 'root', facts: { ...base, user: ROOT } }],
});
