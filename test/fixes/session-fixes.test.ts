import { linger } from '../../fixes/linger.ts';
import { podmanSocketSystem } from '../../fixes/podman-socket-system.ts';
import { podmanSocketUser } from '../../fixes/podman-socket-user.ts';
import { sshdService } from '../../fixes/sshd-service.ts';
import { sshKeyModes } from '../../fixes/ssh-key-modes.ts';
import { userUnitWants } from '../../fixes/user-unit-wants.ts';
import type { FactValues } from '../../src/facts/index.ts';
import { absent } from '../../src/model/fact.ts';
import { testFix } from '../helpers/fix-tester.ts';
import { unit, unitFiles } from '../helpers/host-model.ts';
import { alice, SOCKET_FILES, SYSTEMD, userUnits } from '../helpers/fix-facts.ts';
import { sshdConfig, sshFiles } from '../helpers/session-facts.ts';

const on = { enabled: true, path: '/var/lib/systemd/linger/alice', barrier: null };
const off = { ...on, enabled: false };
const noManager = absent('no user manager runs for this user');
const ready = userUnits({ fileState: 'enabled', active: 'active' });
const openrc = { name: 'init', systemd: false };

testFix(linger, {
  change: [
    {
      name: 'linger is off',
      facts: { init: SYSTEMD, user: alice, linger: off, userUnits: ready },
      steps: [{ kind: 'enable-linger', user: 'alice', uid: 1000, as: 'root' }],
    },
    {
      name: 'linger is on, and no manager runs',
      facts: { init: SYSTEMD, user: alice, linger: on, userUnits: noManager },
      steps: [{ kind: 'enable-linger' }],
    },
  ],
  noop: [
    { name: 'it lingers', facts: { init: SYSTEMD, user: alice, linger: on, userUnits: ready } },
    {
      name: 'root',
      facts: { init: SYSTEMD, user: { ...alice, uid: 0 }, linger: off, userUnits: ready },
    },
  ],
  blocked: [{ name: 'no systemd', facts: { init: openrc, user: alice, linger: off } }],
  manual: [
    {
      name: 'the manager is masked',
      facts: {
        init: SYSTEMD,
        user: alice,
        linger: off,
        userUnits: noManager,
        systemUnits: new Map([
          ['user@.service', unit({ id: 'user@1000.service', load: 'masked' })],
        ]),
      },
      because: /user@1000\.service is masked/,
    },
  ],
});

const PATH = '/run/user/1000/podman/podman.sock';

function sockets(type: string | null, listening: boolean): FactValues['apiSockets'] {
  const meta = { path: PATH, mode: 0o660, uid: 1000, gid: 1000, mtime: 1 };
  const file =
    type === null
      ? ({ ...meta, status: 'absent', type: '-' } as const)
      : ({ ...meta, status: 'ok', type } as const);
  return {
    runtimeDir: '/run/user/1000',
    userPath: PATH,
    files: new Map([[PATH, file]]),
    listening: new Set(listening ? [PATH] : []),
    dockerWritable: false,
    dockerIsPodman: false,
  };
}

const host = {
  init: SYSTEMD,
  user: alice,
  userUnitFiles: SOCKET_FILES,
  userUnits: ready,
  linger: on,
  apiSockets: sockets('socket', true),
};
const enable = {
  kind: 'enable-unit',
  manager: 'user',
  unit: 'podman.socket',
  now: true,
  as: 'user',
};

testFix(podmanSocketUser, {
  change: [
    {
      name: 'neither enabled nor active',
      facts: { ...host, userUnits: userUnits({}), apiSockets: sockets(null, false) },
      steps: [{ ...enable, before: { enabled: false, active: false } }],
    },
    {
      name: 'active, and not enabled',
      facts: { ...host, userUnits: userUnits({ active: 'active' }) },
      steps: [{ ...enable, before: { enabled: false, active: true } }],
    },
    {
      name: 'stopped, with a socket file that nobody listens at',
      facts: {
        ...host,
        userUnits: userUnits({ fileState: 'enabled' }),
        apiSockets: sockets('socket', false),
      },
      steps: [{ ...enable, before: { enabled: true, active: false } }],
    },
    {
      name: 'it is to be there from boot on: linger first',
      facts: { ...host, linger: off, userUnits: userUnits({}) },
      needs: ['api', 'boot'],
      steps: [{ kind: 'enable-linger', as: 'root' }, enable],
    },
    {
      name: 'no manager runs: linger starts it',
      facts: { ...host, linger: off, userUnits: noManager },
      needs: ['api'],
      steps: [{ kind: 'enable-linger' }, enable],
    },
    {
      name: 'systemd listens, and the file was deleted',
      facts: { ...host, apiSockets: sockets(null, true) },
      steps: [{ kind: 'run', argv: ['systemctl', '--user', 'restart', 'podman.socket'] }],
    },
  ],
  noop: [
    { name: 'enabled and listening', facts: host },
    {
      name: 'linger is off, and nobody asked for boot',
      facts: { ...host, linger: off },
      needs: ['api'],
    },
    { name: 'root', facts: { ...host, user: { ...alice, uid: 0 } } },
    {
      name: 'it listens elsewhere on purpose',
      facts: {
        ...host,
        userUnits: userUnits({ fileState: 'enabled', active: 'active', listen: ['/tmp/x.sock'] }),
        apiSockets: sockets(null, false),
      },
    },
  ],
  manual: [
    { name: 'no systemd', facts: { ...host, init: openrc } },
    {
      name: 'masked',
      facts: { ...host, userUnits: userUnits({ load: 'masked', fragment: '/dev/null' }) },
      because: /masks podman\.socket/,
    },
    {
      name: 'broken by a drop-in',
      facts: { ...host, userUnits: userUnits({ load: 'bad-setting', loadError: 'no socket' }) },
    },
    {
      name: 'a folder is where the socket should be',
      facts: { ...host, userUnits: userUnits({}), apiSockets: sockets('directory', false) },
      because: /is a directory/,
    },
  ],
  blocked: [
    {
      name: 'there is no such unit',
      facts: {
        ...host,
        userUnits: new Map(),
        userUnitFiles: { ...SOCKET_FILES, units: new Map([['podman.socket', unitFiles(null)]]) },
      },
    },
  ],
});

const system = (given: Parameters<typeof unit>[0]) => ({
  systemUnits: new Map([['podman.socket', unit(given)]]),
});

testFix(podmanSocketSystem, {
  change: [
    {
      name: 'off',
      facts: system({}),
      steps: [{ kind: 'enable-unit', manager: 'system', unit: 'podman.socket', as: 'root' }],
    },
  ],
  noop: [{ name: 'on', facts: system({ fileState: 'enabled', active: 'active' }) }],
  manual: [
    { name: 'masked', facts: system({ load: 'masked' }) },
    { name: 'no systemd', facts: { systemUnits: absent('systemd is not the init') } },
  ],
  blocked: [{ name: 'no such unit', facts: system({ load: 'not-found' }) }],
});

const release = (id: string, versionId: string): FactValues['osRelease'] => ({
  id,
  like: [],
  versionId,
  codename: '',
  prettyName: id,
});

const ssh = (
  service: Parameters<typeof unit>[0] | null,
  socket: Parameters<typeof unit>[0] | null,
  os = release('debian', '13'),
) => ({
  osRelease: os,
  systemUnits: new Map([
    ['ssh.service', unit({ id: 'ssh.service', ...(service ?? { load: 'not-found' }) })],
    ['ssh.socket', unit({ id: 'ssh.socket', ...(socket ?? { load: 'not-found' }) })],
  ]),
});

testFix(sshdService, {
  change: [
    {
      name: 'Debian: the service',
      facts: ssh({}, {}),
      steps: [{ kind: 'enable-unit', unit: 'ssh.service', now: true }],
    },
    {
      name: 'it runs, and is not enabled: it is not started again',
      facts: ssh({ active: 'active' }, {}),
      steps: [{ kind: 'enable-unit', unit: 'ssh.service', now: false }],
    },
    {
      name: 'Ubuntu 24.04: the socket',
      facts: ssh({}, {}, release('ubuntu', '24.04')),
      steps: [{ kind: 'enable-unit', unit: 'ssh.socket', now: true }],
    },
    {
      name: 'Ubuntu 22.04: the service',
      facts: ssh({}, {}, release('ubuntu', '22.04')),
      steps: [{ kind: 'enable-unit', unit: 'ssh.service' }],
    },
    {
      name: 'the socket is enabled: never the service too',
      facts: ssh({}, { fileState: 'enabled' }),
      steps: [{ kind: 'enable-unit', unit: 'ssh.socket', now: true }],
    },
    {
      name: 'the socket listens: it is what is enabled',
      facts: ssh({ active: 'active' }, { active: 'active' }),
      steps: [{ kind: 'enable-unit', unit: 'ssh.socket', now: false }],
    },
  ],
  noop: [
    { name: 'the service is there', facts: ssh({ fileState: 'enabled', active: 'active' }, {}) },
    { name: 'the socket is there', facts: ssh({}, { fileState: 'enabled', active: 'active' }) },
  ],
  manual: [
    { name: 'masked', facts: ssh({ load: 'masked' }, null) },
    {
      name: 'no systemd',
      facts: { ...ssh({}, {}), systemUnits: absent('systemd is not the init') },
    },
  ],
  blocked: [
    { name: 'no server', facts: ssh(null, null) },
    {
      name: 'sshd refuses its configuration',
      facts: {
        ...ssh({}, {}),
        sshdEffective: {
          binary: '/usr/sbin/sshd',
          valid: false,
          complaints: [],
          options: new Map(),
        },
      },
      because: /sshd -t/,
    },
  ],
});

const WANTS = '/home/alice/.config/systemd/user';
const waiting = (...links: readonly string[]) => ({
  init: SYSTEMD,
  user: alice,
  userUnitFiles: {
    ...SOCKET_FILES,
    wantedByMultiUser: links.map((path) => ({ unit: path.replace(/^.*\//u, ''), path })),
  },
});

testFix(userUnitWants, {
  change: [
    {
      name: 'a unit of the user',
      facts: waiting(`${WANTS}/multi-user.target.wants/web.service`),
      steps: [
        {
          as: 'user',
          argv: ['systemctl', '--user', 'add-wants', 'default.target', 'web.service'],
          undoArgv: ['rm', '-f', `${WANTS}/default.target.wants/web.service`],
        },
      ],
    },
  ],
  noop: [
    { name: 'none', facts: waiting() },
    {
      name: 'one of a package',
      facts: waiting('/usr/lib/systemd/user/multi-user.target.wants/x.service'),
    },
  ],
  blocked: [
    { name: 'no systemd', facts: { ...waiting(), init: openrc } },
    {
      name: 'a name that is an option',
      facts: waiting(`${WANTS}/multi-user.target.wants/--force.service`),
    },
  ],
});

const HOME = '/home/alice';
const KEYS = `${HOME}/.ssh/authorized_keys`;
const debian = {
  id: 'debian',
  like: [],
  versionId: '13',
  codename: 'trixie',
  prettyName: 'Debian',
};
const modes = (changed: Parameters<typeof sshFiles>[1], members = ['alice']) => ({
  user: alice,
  sshFiles: sshFiles({ members: new Map([[1000, members]]) }, changed),
  sshdConfig: sshdConfig(),
  osRelease: debian,
});

testFix(sshKeyModes, {
  change: [
    {
      name: 'a home and keys that all may write',
      facts: modes({ [HOME]: { mode: 0o2777 }, [KEYS]: { mode: 0o666 } }),
      steps: [
        {
          ...{ as: 'user', effect: 'disruptive', undo: 'exact' },
          ...{ argv: ['chmod', '2755', HOME], undoArgv: ['chmod', '2777', HOME] },
        },
        { effect: 'safe', argv: ['chmod', '644', KEYS], undoArgv: ['chmod', '666', KEYS] },
      ],
      notes: /cannot any more/u,
    },
    {
      name: 'a group with somebody else',
      facts: modes({ [HOME]: { mode: 0o775 } }, ['alice', 'bob']),
      steps: [{ argv: ['chmod', '755', HOME] }],
    },
  ],
  noop: [
    { name: 'nothing is open', facts: modes({}) },
    { name: "Debian: the user's own group", facts: modes({ [HOME]: { mode: 0o775 } }) },
    {
      name: 'sshd does not look',
      facts: { ...modes({ [HOME]: { mode: 0o777 } }), sshdConfig: sshdConfig('StrictModes no') },
    },
  ],
  manual: [
    { name: 'keys of somebody else', facts: modes({ [KEYS]: { uid: 1001 } }) },
    { name: 'a file of root', facts: modes({ [KEYS]: { uid: 0, mode: 0o666 } }) },
  ],
});
