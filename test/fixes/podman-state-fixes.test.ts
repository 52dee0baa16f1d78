import { fuseDevice } from '../../fixes/fuse-device.ts';
import { locksRenumber } from '../../fixes/locks-renumber.ts';
import { pausePidFile } from '../../fixes/pause-pid-file.ts';
import { podmanServiceRestart } from '../../fixes/podman-service-restart.ts';
import { rootMountShared } from '../../fixes/root-mount-shared.ts';
import { runDirectories } from '../../fixes/run-directories.ts';
import { runtimeMigrate } from '../../fixes/runtime-migrate.ts';
import { userBus } from '../../fixes/user-bus.ts';
import type { FactValues } from '../../src/facts/index.ts';
import { absent } from '../../src/model/fact.ts';
import { alice, NO_NAMESPACE, SYSTEMD } from '../helpers/fix-facts.ts';
import { testFix } from '../helpers/fix-tester.ts';
import { unit } from '../helpers/session-facts.ts';
import { containersConf, storage, tools, TOOLS } from '../helpers/storage-facts.ts';

const root = { ...alice, uid: 0 };
const whole = [{ inside: 0, outside: 0, count: 4_294_967_295 }];
const paused = (command: string): FactValues['podmanNamespace'] => ({
  pid: 77,
  file: '/run/user/1000/libpod/tmp/pause.pid',
  command,
  uids: whole,
  gids: whole,
});

testFix(pausePidFile, {
  change: [
    {
      name: 'the pid went to somebody else',
      facts: { podmanNamespace: paused('sleep') },
      steps: [
        {
          kind: 'run',
          as: 'user',
          argv: ['rm', '-f', '--', '/run/user/1000/libpod/tmp/pause.pid'],
          undo: 'none',
        },
      ],
    },
  ],
  noop: [
    { name: 'Podman’s own', facts: { podmanNamespace: paused('catatonit') } },
    {
      name: 'a process in a namespace of its own',
      facts: { podmanNamespace: { ...paused('sleep'), uids: [] } },
    },
    { name: 'none', facts: { podmanNamespace: NO_NAMESPACE } },
  ],
});

const rebooted = (given: Parameters<typeof storage>[0] = {}) => ({
  user: alice,
  storage: storage({ recordedBootId: 'old', bootId: 'new', ...given }),
  runningContainers: [],
});

testFix(runDirectories, {
  change: [
    {
      name: 'of an earlier boot',
      facts: rebooted(),
      steps: [
        {
          kind: 'run',
          as: 'user',
          argv: ['rm', '-rf', '--', '/run/user/1000/containers', '/run/user/1000/libpod/tmp'],
        },
      ],
    },
  ],
  noop: [
    { name: 'of this boot', facts: rebooted({ recordedBootId: 'new' }) },
    { name: 'nothing is recorded', facts: rebooted({ recordedBootId: null }) },
  ],
  manual: [
    { name: 'a place of somebody’s own choice', facts: rebooted({ runRoot: '/home/alice' }) },
    { name: 'no place at all', facts: rebooted({ runRoot: '' }) },
    { name: 'containers run', facts: { ...rebooted(), runningContainers: ['web'] } },
  ],
});

const LOCKS = '/dev/shm/libpod_rootless_lock_1000';
const locked = (conf: string) => ({
  user: alice,
  storage: storage({ locks: { path: LOCKS, bytes: 82_488, hasFree: true } }),
  containersConf: containersConf(conf),
  runningContainers: [],
  userUnits: new Map(),
});
const MORE = '[engine]\nnum_locks = 4096\n';

testFix(locksRenumber, {
  change: [
    {
      name: 'another number',
      facts: locked(MORE),
      steps: [
        { as: 'user', argv: ['rm', '-f', '--', '/run/user/1000/libpod/tmp/alive', LOCKS] },
        { as: 'user', argv: ['podman', 'system', 'renumber'], undo: 'none' },
      ],
    },
  ],
  noop: [
    { name: 'the number that is there', facts: locked('') },
    { name: 'locks in files', facts: locked(`${MORE}lock_type = "file"\n`) },
    { name: 'no locks yet', facts: { ...locked(MORE), storage: storage({ locks: null }) } },
  ],
  manual: [
    { name: 'containers run', facts: { ...locked(MORE), runningContainers: ['web'] } },
    { name: 'a directory of its own', facts: locked(`${MORE}tmp_dir = "/tmp/x"\n`) },
    { name: 'root', facts: { ...locked(MORE), user: root } },
    {
      name: 'the service runs',
      facts: {
        ...locked(MORE),
        userUnits: new Map([['podman.service', unit('podman.service')]]),
      },
    },
  ],
  blocked: [{ name: 'no user', facts: { ...locked(MORE), user: absent('there is none') } }],
});

const RUNC = { name: 'runc', path: null };
const made = (...runtimes: readonly { readonly name: string; readonly path: string | null }[]) => ({
  storage: storage({ hasContainers: true, runtimes }),
  tools: TOOLS,
  runningContainers: [],
});

testFix(runtimeMigrate, {
  change: [
    {
      name: 'runc is gone',
      facts: made(RUNC),
      steps: [
        {
          kind: 'run',
          as: 'user',
          argv: ['podman', 'system', 'migrate', '--new-runtime', 'crun'],
          effect: 'safe',
        },
      ],
    },
    {
      name: 'runc is gone, and containers run',
      facts: { ...made(RUNC), runningContainers: ['web'] },
      steps: [{ effect: 'disruptive' }],
      notes: /web/,
    },
  ],
  noop: [
    { name: 'no containers', facts: { ...made(RUNC), storage: storage({ runtimes: [RUNC] }) } },
    {
      name: 'crun is named as well, and is there',
      facts: made(RUNC, { name: 'crun', path: '/usr/bin/crun' }),
    },
  ],
  blocked: [
    {
      name: 'there is no runtime at all',
      facts: { ...made(RUNC), tools: tools({ podman: '/usr/bin/podman' }) },
    },
  ],
});

const mount = (mountPoint: string, ...propagation: readonly string[]) => ({
  id: 1,
  parent: 1,
  root: '/',
  mountPoint,
  options: ['rw'],
  propagation,
  type: 'ext4',
  source: '/dev/vda',
  superOptions: [],
});
const SHARE = ['mount', '--make-rshared', '/'];

testFix(rootMountShared, {
  change: [
    {
      name: 'all are private, with systemd',
      facts: { user: alice, init: SYSTEMD, mounts: [mount('/'), mount('/proc')] },
      steps: [{ kind: 'run', as: 'root', argv: SHARE, undo: 'exact' }],
      afterwards: ['system-migrate'],
    },
    {
      name: 'some are shared: nobody could make them so again one by one',
      facts: { user: alice, init: SYSTEMD, mounts: [mount('/'), mount('/mnt', 'shared:3')] },
      steps: [{ argv: SHARE, undo: 'none' }],
      afterwards: ['system-migrate'],
    },
    {
      name: 'without systemd the next boot makes it private',
      facts: { user: alice, init: { name: 'init', systemd: false }, mounts: [mount('/')] },
      steps: [{ argv: SHARE }],
      afterwards: ['system-migrate'],
      notes: /next boot/,
    },
  ],
  noop: [
    { name: 'shared', facts: { user: alice, mounts: [mount('/', 'shared:1')] } },
    { name: 'root', facts: { user: root, mounts: [mount('/')] } },
  ],
  blocked: [{ name: 'no root', facts: { user: alice, mounts: [mount('/mnt')] } }],
});

const modules: FactValues['kernelModules'] = {
  directory: '/lib/modules/6.1',
  directoryExists: true,
  others: [],
  asked: ['fuse'],
  listed: true,
  present: [],
  onDisk: ['fuse'],
  installs: [],
};

testFix(fuseDevice, {
  change: [
    {
      name: 'the mode lets nobody',
      facts: { storage: storage({ fuse: 'denied', fuseMode: 0o600 }), kernelModules: modules },
      steps: [
        {
          as: 'root',
          argv: ['chmod', '666', '/dev/fuse'],
          undoArgv: ['chmod', '600', '/dev/fuse'],
        },
      ],
    },
    {
      name: 'the module is not loaded',
      facts: { storage: storage({ fuse: 'absent' }), kernelModules: modules },
      steps: [{ kind: 'load-module', module: 'fuse' }],
    },
  ],
  noop: [{ name: 'it can be used', facts: { storage: storage(), kernelModules: modules } }],
  blocked: [
    {
      name: 'something else forbids it',
      facts: { storage: storage({ fuse: 'denied', fuseMode: 0o666 }), kernelModules: modules },
    },
    {
      name: 'the mode is not known',
      facts: { storage: storage({ fuse: 'denied' }), kernelModules: modules },
    },
    {
      name: 'the module is there and the node is not',
      facts: {
        storage: storage({ fuse: 'absent' }),
        kernelModules: { ...modules, present: ['fuse'] },
      },
    },
  ],
});

const BUS = '/run/user/1000/bus';
function bus(file: 'ok' | 'absent' | 'denied', listens: boolean | null): FactValues['apiSockets'] {
  const meta = { path: BUS, mode: 0o666, uid: 1000, gid: 1000, mtime: 1 };
  return {
    runtimeDir: '/run/user/1000',
    userPath: '/run/user/1000/podman/podman.sock',
    files: new Map([[BUS, { ...meta, status: file, type: file === 'ok' ? 'socket' : '-' }]]),
    listening: listens === null ? null : new Set(listens ? [BUS] : []),
    dockerWritable: false,
    dockerIsPodman: false,
  };
}
const userUnits: FactValues['userUnits'] = new Map();

testFix(userBus, {
  change: [
    {
      name: 'nobody listens',
      facts: { apiSockets: bus('ok', false), userUnits },
      steps: [
        {
          as: 'user',
          argv: ['systemctl', '--user', 'restart', 'dbus.socket'],
          effect: 'disruptive',
        },
      ],
    },
    {
      name: 'there is none',
      facts: { apiSockets: bus('absent', false), userUnits },
      steps: [{ argv: ['systemctl', '--user', 'start', 'dbus.socket'], effect: 'safe' }],
    },
  ],
  noop: [
    { name: 'it listens', facts: { apiSockets: bus('ok', true), userUnits } },
    { name: 'listeners are hidden', facts: { apiSockets: bus('ok', null), userUnits } },
  ],
  blocked: [
    { name: 'the place is hidden', facts: { apiSockets: bus('denied', false), userUnits } },
    {
      name: 'no manager that could start it',
      facts: { apiSockets: bus('absent', false), userUnits: absent('no user manager runs') },
    },
  ],
});

const answer = (replaced: boolean | null): FactValues['apiAnswer'] => ({
  path: '/run/user/1000/podman/podman.sock',
  status: 200,
  curlExit: 0,
  service: replaced === null ? null : { pid: 9, program: '/usr/bin/podman', replaced },
});

testFix(podmanServiceRestart, {
  change: [
    {
      name: 'an update replaced it',
      facts: { apiAnswer: answer(true) },
      steps: [
        {
          as: 'user',
          argv: ['systemctl', '--user', 'restart', 'podman.service'],
          effect: 'disruptive',
        },
      ],
    },
  ],
  noop: [
    { name: 'it is what is installed', facts: { apiAnswer: answer(false) } },
    { name: 'it rests', facts: { apiAnswer: absent('podman.service does not run') } },
  ],
  blocked: [{ name: 'nobody can tell', facts: { apiAnswer: answer(null) } }],
});
