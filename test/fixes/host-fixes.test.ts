import { cgroupDelegation } from '../../fixes/cgroup-delegation.ts';
import { overlayModule } from '../../fixes/overlay-module.ts';
import { policyJson } from '../../fixes/policy-json.ts';
import { subidFilesMode } from '../../fixes/subid-files-mode.ts';
import { systemMigrate } from '../../fixes/system-migrate.ts';
import { tunModule } from '../../fixes/tun-module.ts';
import type { FactValues } from '../../src/facts/index.ts';
import { absent } from '../../src/model/fact.ts';
import { parseSubids } from '../../src/parse/subid.ts';
import { testFix } from '../helpers/fix-tester.ts';
import { tunNode, unit } from '../helpers/host-model.ts';
import { alice, FILES_ONLY, NO_NAMESPACE } from '../helpers/fix-facts.ts';

const ranges = parseSubids('alice:100000:65536\n');
const single = { inside: 0, outside: 1000, count: 1 };
const whole = [single, { inside: 1, outside: 100_000, count: 65_536 }];
const namespace = (map: FactValues['podmanNamespace']['uids']) => ({
  user: alice,
  nsswitch: FILES_ONLY,
  subuid: ranges,
  subgid: ranges,
  podmanNamespace: { pid: 7, file: '/x', command: 'catatonit', uids: map, gids: map },
  runningContainers: [],
});

testFix(systemMigrate, {
  change: [
    {
      name: 'stale, and nothing runs',
      facts: namespace([single]),
      steps: [{ kind: 'run', as: 'user', argv: ['podman', 'system', 'migrate'], effect: 'safe' }],
    },
    {
      name: 'stale, and containers run',
      facts: { ...namespace([single]), runningContainers: ['web', 'db'] },
      steps: [{ kind: 'run', effect: 'disruptive' }],
      notes: /stops these containers.*web, db/,
    },
  ],
  noop: [
    { name: 'it has the ranges', facts: namespace(whole) },
    {
      name: 'pause.pid names somebody else’s process, which a migration would end',
      facts: {
        ...namespace([{ inside: 0, outside: 0, count: 4_294_967_295 }]),
        podmanNamespace: {
          pid: 7,
          file: '/x',
          command: 'sleep',
          uids: [{ inside: 0, outside: 0, count: 4_294_967_295 }],
          gids: [],
        },
      },
    },
    { name: 'none is there', facts: { ...namespace(whole), podmanNamespace: NO_NAMESPACE } },
  ],
});

const cgroup: FactValues['cgroup'] = {
  version: 'unified',
  systemd: true,
  given: null,
  controllers: ['cpuset', 'cpu', 'io', 'memory', 'pids'],
  v1: [],
  kernelArguments: [],
  vendor: null,
  delegated: ['memory', 'pids'],
  configured: { controllers: ['memory', 'pids'], dropIns: [] },
};
const DROP_IN = '/etc/systemd/system/user@.service.d/zz-podready-delegate.conf';
const CONTENT =
  '# Written by podready.\n[Service]\nDelegate=\nDelegate=cpu cpuset io memory pids\n';
const lingers = { enabled: true, path: '/var/lib/systemd/linger/alice', barrier: null };
const controlled = (given: Partial<FactValues['cgroup']>) => ({
  cgroup: { ...cgroup, ...given },
  user: alice,
  delegationDropIn: absent('it does not exist'),
  linger: lingers,
});

testFix(cgroupDelegation, {
  change: [
    {
      name: 'cpu is not delegated',
      facts: controlled({}),
      steps: [
        { kind: 'write-file', path: DROP_IN, before: null, content: CONTENT },
        { kind: 'run', argv: ['systemctl', 'daemon-reload'] },
      ],
      afterwards: ['re-login'],
      notes: /once it starts again/,
    },
    {
      name: 'nothing is delegated, so that no manager could start',
      facts: controlled({ delegated: null, configured: { controllers: [], dropIns: [] } }),
      steps: [
        { kind: 'write-file', path: DROP_IN },
        { kind: 'run', argv: ['systemctl', 'daemon-reload'] },
        { kind: 'run', as: 'root', argv: ['systemctl', 'start', 'user@1000.service'] },
      ],
    },
    {
      name: 'the drop-in is there, and systemd has not read it: a run ended in between',
      facts: {
        ...controlled({}),
        delegationDropIn: CONTENT,
        systemUnits: new Map([['user@.service', unit({ needsReload: true })]]),
      },
      steps: [{ kind: 'run', argv: ['systemctl', 'daemon-reload'] }],
      afterwards: ['re-login'],
    },
    {
      name: 'the drop-in is there, and no manager runs: a run ended in between',
      facts: { ...controlled({ delegated: null }), delegationDropIn: CONTENT },
      steps: [
        { kind: 'run', argv: ['systemctl', 'daemon-reload'] },
        { kind: 'run', argv: ['systemctl', 'start', 'user@1000.service'] },
      ],
    },
    {
      name: 'an older drop-in of ours',
      facts: { ...controlled({}), delegationDropIn: '[Service]\nDelegate=cpu\n' },
      steps: [{ kind: 'write-file', before: '[Service]\nDelegate=cpu\n' }, { kind: 'run' }],
      afterwards: ['re-login'],
    },
  ],
  noop: [
    {
      name: 'all of them',
      facts: controlled({ delegated: ['cpu', 'cpuset', 'io', 'memory', 'pids'] }),
    },
    {
      name: 'a kernel without the controller cannot delegate it',
      facts: controlled({ controllers: ['memory', 'pids'] }),
    },
    {
      name: 'the drop-in is there, and nobody has logged in again',
      facts: { ...controlled({}), delegationDropIn: CONTENT },
    },
  ],
  manual: [{ name: 'version 1', facts: controlled({ version: 'v1' }) }],
  blocked: [{ name: 'no systemd', facts: controlled({ systemd: false }) }],
});

const modules: FactValues['kernelModules'] = {
  directory: '/lib/modules/6.1',
  directoryExists: true,
  others: [],
  asked: [],
  listed: true,
  present: [],
  onDisk: ['overlay', 'tun'],
  installs: [],
};
const forbidden = (module: string): FactValues['kernelModules'] => ({
  ...modules,
  installs: [{ path: '/etc/modprobe.d/hardening.conf', line: 2, module, command: '/bin/false' }],
});

testFix(overlayModule, {
  change: [
    {
      name: 'it can be loaded',
      facts: { kernelModules: modules },
      steps: [
        {
          kind: 'load-module',
          module: 'overlay',
          path: '/etc/modules-load.d/podready-overlay.conf',
          content: '# Written by podready.\noverlay\n',
        },
      ],
    },
  ],
  noop: [{ name: 'loaded', facts: { kernelModules: { ...modules, present: ['overlay'] } } }],
  manual: [
    {
      name: 'forbidden',
      facts: { kernelModules: forbidden('overlay') },
      because: /hardening\.conf line 2/,
    },
  ],
  blocked: [
    { name: 'not on disk', facts: { kernelModules: { ...modules, onDisk: [] } } },
    {
      name: 'the modules of the running kernel are gone',
      facts: { kernelModules: { ...modules, onDisk: [], directoryExists: false } },
      because: /reboot/,
    },
  ],
});

const tun: FactValues['tunDevice'] = {
  node: tunNode(0o666),
  isPermitted: true,
  hasDriver: true,
  isLoadable: undefined,
  opens: true,
  complaint: '',
};
const gone = { ...tunNode(0), status: 'absent', type: '-', mode: null } as const;

testFix(tunModule, {
  change: [
    {
      name: 'no driver and no node',
      facts: {
        tunDevice: { ...tun, hasDriver: false, isLoadable: true, node: gone },
        kernelModules: modules,
      },
      steps: [{ kind: 'load-module', module: 'tun' }],
    },
    {
      name: 'the mode was changed',
      facts: {
        tunDevice: { ...tun, node: tunNode(0o600), isPermitted: false, opens: false },
        kernelModules: modules,
      },
      steps: [
        {
          kind: 'run',
          argv: ['chmod', '666', '/dev/net/tun'],
          undoArgv: ['chmod', '600', '/dev/net/tun'],
        },
      ],
    },
    {
      name: 'the driver is there, and the node was deleted',
      facts: { tunDevice: { ...tun, node: gone, opens: undefined }, kernelModules: modules },
      steps: [
        { kind: 'run', argv: ['mkdir', '-p', '/dev/net'] },
        { kind: 'run', argv: ['mknod', '-m', '666', '/dev/net/tun', 'c', '10', '200'] },
      ],
    },
  ],
  noop: [
    { name: 'users can open it', facts: { tunDevice: tun, kernelModules: modules } },
    {
      name: 'a group lets this user',
      facts: { tunDevice: { ...tun, node: tunNode(0o660) }, kernelModules: modules },
    },
    {
      name: 'the kernel will load the driver',
      facts: {
        tunDevice: { ...tun, hasDriver: false, isLoadable: true, opens: undefined },
        kernelModules: modules,
      },
    },
  ],
  manual: [
    {
      name: 'a file in its place',
      facts: {
        tunDevice: { ...tun, node: { ...tunNode(0o644), type: 'file' } },
        kernelModules: modules,
      },
    },
    {
      name: 'forbidden',
      facts: {
        tunDevice: { ...tun, hasDriver: false, isLoadable: false },
        kernelModules: forbidden('tun'),
      },
    },
  ],
  blocked: [
    {
      name: 'something else forbids it',
      facts: {
        tunDevice: { ...tun, opens: false, complaint: 'Operation not permitted' },
        kernelModules: modules,
      },
      because: /Operation not permitted/,
    },
  ],
});

const mode = (path: string, bits: number): FactValues['subidFileModes'][number] => ({
  path,
  status: 'ok',
  type: 'file',
  mode: bits,
  uid: 0,
  gid: 0,
  mtime: 1,
});

testFix(subidFilesMode, {
  change: [
    {
      name: 'one is closed',
      facts: { subidFileModes: [mode('/etc/subuid', 0o600), mode('/etc/subgid', 0o644)] },
      steps: [{ kind: 'set-mode', path: '/etc/subuid', mode: 0o644, before: 0o600 }],
    },
  ],
  noop: [
    {
      name: 'both are readable',
      facts: { subidFileModes: [mode('/etc/subuid', 0o644), mode('/etc/subgid', 0o644)] },
    },
  ],
});

const own = '/home/alice/.config/containers/policy.json';
const nowhere: FactValues['policyJson'] = {
  files: [own, '/etc/containers/policy.json', '/usr/share/containers/policy.json'].map((path) => ({
    path,
    status: 'absent',
  })),
  used: null,
  policy: null,
};

testFix(policyJson, {
  change: [
    {
      name: 'there is none at all',
      facts: { policyJson: nowhere },
      steps: [{ kind: 'write-file', as: 'user', path: own, before: null }],
    },
  ],
  noop: [
    {
      name: 'the one of the system',
      facts: {
        policyJson: {
          ...nowhere,
          used: '/etc/containers/policy.json',
          policy: { valid: true, defaults: ['reject'], scopes: new Map() },
        },
      },
    },
  ],
  manual: [
    {
      name: 'a broken one',
      facts: {
        policyJson: { ...nowhere, used: own, policy: { valid: false, problem: 'is no JSON' } },
      },
    },
  ],
  blocked: [{ name: 'unknown', facts: { policyJson: absent('not looked at') } }],
});
