import * as assert from 'uvu/assert';
import fc from 'fast-check';
import { bootSysctl } from '../../fixes/boot-sysctl.ts';
import { containersConfDropIn } from '../../fixes/containers-conf-drop-in.ts';
import { networkBackendFile } from '../../fixes/network-backend-file.ts';
import { loginLimits } from '../../fixes/login-limits.ts';
import { sliceLimits } from '../../fixes/slice-limits.ts';
import { nftablesReload } from '../../fixes/nftables-reload.ts';
import { searchRegistries } from '../../fixes/search-registries.ts';
import { storageConf } from '../../fixes/storage-conf.ts';
import { editToml } from '../../src/domain/toml-edit.ts';
import type { FactValues } from '../../src/facts/index.ts';
import { absent } from '../../src/model/fact.ts';
import { parseTomlFile, type TomlSettings } from '../../src/parse/toml.ts';
import { describe } from '../helpers/describe.ts';
import { alice, NO_SYSCTL_FILES, sysctls, SYSTEMD } from '../helpers/fix-facts.ts';
import { testFix } from '../helpers/fix-tester.ts';
import { LIMITS } from '../helpers/kernel-facts.ts';
import { backendFileOf, firewallOf, networkConfigOf, unit } from '../helpers/network-facts.ts';
import { database, paths, storage, tools, TOOLS, versions } from '../helpers/storage-facts.ts';

const root = { ...alice, name: 'root', uid: 0, home: '/root' };
const USER_FOLDER = '/home/alice/.config/containers';
const USER_FILE = `${USER_FOLDER}/containers.conf`;
const SYSTEM_FILES = ['/usr/share/containers/containers.conf', '/etc/containers/containers.conf'];

function settingsOf(path: string, text: string): TomlSettings {
  const read = parseTomlFile({ path, text });
  assert.ok(!('message' in read), text);
  return read;
}

function conf(
  text: string,
  file = USER_FILE,
  files = [...SYSTEM_FILES, USER_FILE],
): FactValues['containersConf'] {
  return {
    settings: settingsOf(file, text),
    files: files.map((path) => ({ path, status: path === file ? 'ok' : 'absent' })),
    problems: [],
  };
}

const cgroup: FactValues['cgroup'] = {
  version: 'unified',
  systemd: true,
  given: null,
  controllers: [],
  v1: [],
  kernelArguments: [],
  vendor: null,
  delegated: [],
  configured: { controllers: [], dropIns: [] },
};
const host = {
  user: alice,
  versions: versions({ podman: 'podman version 5.4.2' }),
  tools: TOOLS,
  init: SYSTEMD,
  cgroup,
  limits: LIMITS,
  journal: { socket: true, directory: null },
};
const dropIn = (topic: string, text: string): Readonly<Record<string, unknown>> => ({
  kind: 'write-file',
  as: 'user',
  path: `${USER_FOLDER}/containers.conf.d/zz-podready-${topic}.conf`,
  content: `# Written by podready.\n${text}`,
  before: null,
  undo: 'exact',
});

testFix(containersConfDropIn, {
  change: [
    {
      name: 'a runtime that is not there',
      facts: { ...host, containersConf: conf('[engine]\nruntime = "nope"\n') },
      steps: [dropIn('runtime', '[engine]\nruntime = "crun"\n')],
    },
    {
      name: 'a backend that this Podman lost',
      facts: { ...host, containersConf: conf('[network]\nnetwork_backend = "cni"\n') },
      steps: [dropIn('network-backend', '[network]\nnetwork_backend = "netavark"\n')],
      notes: /made for CNI/,
    },
    {
      name: 'a file of the system: the drop-in of the user is read later',
      facts: {
        ...host,
        containersConf: conf('[engine]\ncgroup_manager = "foo"\n', SYSTEM_FILES[1]),
      },
      steps: [dropIn('cgroup-manager', '[engine]\ncgroup_manager = "systemd"\n')],
    },
    {
      name: 'without systemd there is no cgroup manager but cgroupfs',
      facts: {
        ...host,
        init: { name: 'init', systemd: false },
        containersConf: conf('[engine]\ncgroup_manager = "foo"\n'),
      },
      steps: [dropIn('cgroup-manager', '[engine]\ncgroup_manager = "cgroupfs"\n')],
    },
    {
      name: 'ulimits above those of the session, and one that is none',
      facts: {
        ...host,
        limits: {
          ...LIMITS,
          session: {
            openFiles: { soft: 1024, hard: 4096 },
            processes: { soft: 100, hard: 100 },
          },
        },
        containersConf: conf(
          '[containers]\ndefault_ulimits = ["nofile=1024:9000", "nproc=50:60", "core=0:0", "nofile=much"]\n',
        ),
      },
      steps: [
        dropIn(
          'default-ulimits',
          '[containers]\ndefault_ulimits = ["nofile=1024:4096", "nproc=50:60", "core=0:0"]\n',
        ),
      ],
    },
    {
      name: 'a journal that does not run',
      facts: {
        ...host,
        journal: { socket: false, directory: null },
        containersConf: conf(
          '[engine]\nevents_logger = "journald"\n[containers]\nlog_driver = "journald"\n',
        ),
      },
      steps: [
        dropIn('events-logger', '[engine]\nevents_logger = "file"\n'),
        dropIn('log-driver', '[containers]\nlog_driver = "k8s-file"\n'),
      ],
    },
    {
      name: 'helpers are looked for where netavark is not',
      facts: {
        ...host,
        configuredPaths: paths({ '/opt/x': 'directory', '/opt/x/netavark': 'absent' }),
        containersConf: conf('[engine]\nhelper_binaries_dir = ["/opt/x"]\n'),
      },
      steps: [
        dropIn(
          'helper-binaries-dir',
          '[engine]\nhelper_binaries_dir = ["/opt/x", "/usr/lib/podman"]\n',
        ),
      ],
    },
    {
      name: 'root has the folder of the system',
      facts: {
        ...host,
        user: root,
        containersConf: conf('[containers]\numask = "abc"\n', SYSTEM_FILES[1], SYSTEM_FILES),
      },
      steps: [
        {
          as: 'root',
          path: '/etc/containers/containers.conf.d/zz-podready-umask.conf',
          content: '# Written by podready.\n[containers]\numask = "0022"\n',
        },
      ],
    },
  ],
  noop: [
    { name: 'nothing is set', facts: { ...host, containersConf: conf('') } },
    {
      name: 'all is right',
      facts: {
        ...host,
        containersConf: conf(
          '[engine]\nruntime = "crun"\nevents_logger = "journald"\n[network]\nnetwork_backend = "netavark"\n',
        ),
      },
    },
    {
      name: 'no runtime is there that could be named',
      facts: {
        ...host,
        tools: tools({ podman: '/usr/bin/podman' }),
        containersConf: conf('[engine]\nruntime = "nope"\n'),
      },
    },
    {
      name: 'a seccomp profile that is gone: the default may allow more',
      facts: {
        ...host,
        configuredPaths: paths({ '/gone.json': 'absent' }),
        containersConf: conf('[containers]\nseccomp_profile = "/gone.json"\n'),
      },
    },
  ],
  blocked: [
    {
      name: 'no podman',
      facts: { ...host, versions: {}, containersConf: conf('[engine]\nruntime = "nope"\n') },
    },
  ],
  manual: [
    {
      name: 'CONTAINERS_CONF names one file',
      facts: { ...host, containersConf: conf('[engine]\nruntime = "nope"\n', '/x', ['/x']) },
      because: /CONTAINERS_CONF/,
    },
    {
      name: 'CONTAINERS_CONF_OVERRIDE is read last',
      facts: {
        ...host,
        containersConf: conf('[engine]\nruntime = "nope"\n', '/x', [USER_FILE, '/x']),
      },
      because: /after every drop-in/,
    },
    {
      name: 'a drop-in that sorts after ours',
      facts: {
        ...host,
        containersConf: conf(
          '[engine]\nruntime = "nope"\n',
          `${USER_FOLDER}/containers.conf.d/zzz.conf`,
          [...SYSTEM_FILES, USER_FILE],
        ),
      },
      because: /after every drop-in/,
    },
    {
      name: 'Podman 3.0 reads no drop-ins',
      facts: {
        ...host,
        versions: versions({ podman: 'podman version 3.0.1' }),
        containersConf: conf('[engine]\nruntime = "nope"\n'),
      },
      because: /reads no drop-ins/,
    },
    {
      name: 'another file is no TOML',
      facts: {
        ...host,
        containersConf: {
          ...conf('[engine]\nruntime = "nope"\n'),
          problems: [{ file: '/etc/containers/containers.conf', line: 1, message: 'no' }],
        },
      },
      because: /no valid TOML/,
    },
  ],
});

const REGISTRIES = ['/etc/containers/registries.conf', `${USER_FOLDER}/registries.conf`];
const registries = (
  path: string,
  text: string,
  files = REGISTRIES,
): FactValues['registriesConf'] => ({
  files: files.map((one) => ({ path: one, status: 'absent' })),
  layers: [{ path, settings: settingsOf(path, text) }],
  shadowed: [],
  problems: [],
});
const SEARCH = 'unqualified-search-registries = ["docker.io"]\n';

testFix(searchRegistries, {
  change: [
    {
      name: 'nobody names one',
      facts: { user: alice, registriesConf: registries(REGISTRIES[0] ?? '', '') },
      steps: [
        {
          as: 'user',
          path: `${USER_FOLDER}/registries.conf.d/zz-podready-search.conf`,
          content: `# Written by podready.\n${SEARCH}`,
          effect: 'loosens',
        },
      ],
    },
    {
      name: 'root',
      facts: { user: root, registriesConf: registries(REGISTRIES[0] ?? '', '') },
      steps: [{ as: 'root', path: '/etc/containers/registries.conf.d/zz-podready-search.conf' }],
    },
  ],
  noop: [
    {
      name: 'one is named',
      facts: { user: alice, registriesConf: registries(REGISTRIES[0] ?? '', SEARCH) },
    },
  ],
  manual: [
    {
      name: 'the environment names one file',
      facts: { user: alice, registriesConf: registries('/x', '', ['/x']) },
    },
    {
      name: 'a later drop-in empties the list',
      facts: {
        user: alice,
        registriesConf: registries(
          `${USER_FOLDER}/registries.conf.d/zzz.conf`,
          'unqualified-search-registries = []\n',
        ),
      },
    },
  ],
});

const STORAGE_FILE = `${USER_FOLDER}/storage.conf`;
const stored = (text: string, given: Parameters<typeof storage>[0] = {}) => ({
  user: alice,
  storage: storage(given),
  storageConf: {
    settings: settingsOf(STORAGE_FILE, text),
    inFile: settingsOf(STORAGE_FILE, text),
    files: [],
    dropIns: [],
    used: STORAGE_FILE,
    problems: [],
    driverFromEnvironment: null,
  },
  userStorageConf: { path: STORAGE_FILE, text },
  configuredPaths: paths({ '/nope': 'absent' }),
});
const MOUNTED =
  '# mine\n[storage]\ndriver="overlay"\n[storage.options.overlay]\n  mount_program = "/nope" # why\n';
const ROOTS = '/var/lib/containers/storage';

testFix(storageConf, {
  change: [
    {
      name: 'a mount_program that is not there',
      facts: stored(MOUNTED),
      steps: [
        {
          kind: 'write-file',
          as: 'user',
          path: STORAGE_FILE,
          before: MOUNTED,
          content: MOUNTED.replace('  mount_program', '#   mount_program'),
          undo: 'exact',
        },
      ],
    },
    {
      name: 'a kernel that lets no user mount: the program that is there',
      facts: {
        ...stored(MOUNTED),
        sysctls: sysctls({ 'kernel.osrelease': '5.10.0-30-amd64' }),
        tools: TOOLS,
      },
      steps: [
        {
          content: MOUNTED.replace('/nope', '/usr/bin/fuse-overlayfs'),
        },
      ],
    },
    {
      name: 'a mount_program for a store of the driver vfs',
      facts: stored('[storage]\ndriver="vfs"\n[storage.options]\nmount_program="/usr/bin/x"\n', {
        database: database({ driver: 'vfs' }),
      }),
      steps: [
        {
          content: '[storage]\ndriver="vfs"\n[storage.options]\n# mount_program="/usr/bin/x"\n',
        },
      ],
    },
    {
      name: 'another driver than the one of the store',
      facts: stored('[storage]\ndriver = "vfs"\n'),
      steps: [{ content: '[storage]\ndriver = "overlay"\n' }],
    },
    {
      name: "the places of root's store",
      facts: stored(
        `[storage]\ndriver="overlay"\ngraphroot="${ROOTS}"\nrunroot="/run/containers/storage"\n`,
        { graphRoot: ROOTS, writable: false },
      ),
      steps: [
        {
          content: `[storage]\ndriver="overlay"\n# graphroot="${ROOTS}"\n# runroot="/run/containers/storage"\n`,
        },
      ],
    },
  ],
  noop: [
    { name: 'all is right', facts: stored('[storage]\ndriver = "overlay"\n') },
    {
      name: 'a place of somebody’s own choice',
      facts: stored('[storage]\ndriver="overlay"\ngraphroot="/srv/x"\n', { writable: false }),
    },
  ],
  manual: [
    {
      name: 'the file is not the user’s',
      facts: { ...stored(MOUNTED), userStorageConf: absent('it does not exist') },
    },
    {
      name: 'a table on one line',
      facts: stored(
        '[storage]\ndriver="overlay"\noptions = { overlay = { mount_program = "/nope" } }\n',
      ),
      because: /by hand/,
    },
  ],
});

describe('editToml', (it) => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/u);
  it('changes the wanted key and no other, or nothing', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 1, maxLength: 6 }),
        fc.string(),
        fc.option(fc.string()),
        (keys, value, wanted) => {
          const text = `[a]\n${keys.map((key) => `${key} = ${JSON.stringify(value)}\n`).join('')}`;
          const key = `a.${keys[0] ?? ''}`;
          const edited = editToml(text, new Map([[key, wanted]]));
          if (edited === undefined) return;
          const after = settingsOf('', edited);
          assert.is(after.get(key)?.value, wanted ?? undefined);
          assert.is(after.size, keys.length - (wanted === null ? 1 : 0));
        },
      ),
    );
  });

  it('leaves a text alone that it does not understand', () => {
    assert.is(editToml('a = [\n1,\n2]\n', new Map([['a', null]])), undefined);
    assert.is(editToml('a = 1\n', new Map([['a', 'x']])), undefined, 'no text in quotes');
    assert.is(editToml('no toml', new Map([['a', null]])), undefined);
    assert.is(editToml('a = 1\n', new Map([['b', null]])), undefined);
  });
});

const backend = {
  user: alice,
  versions: versions({ podman: 'podman version 5.4.2' }),
  tools: TOOLS,
  containersConf: conf(''),
  networkConfig: networkConfigOf({ backendFile: backendFileOf('netavark\n') }),
};

testFix(networkBackendFile, {
  change: [
    {
      name: 'a line break in the file',
      facts: backend,
      steps: [
        {
          kind: 'write-file',
          as: 'user',
          content: 'netavark',
          before: 'netavark\n',
          undo: 'exact',
        },
      ],
    },
  ],
  noop: [
    {
      name: 'the right word',
      facts: {
        ...backend,
        networkConfig: networkConfigOf({ backendFile: backendFileOf('netavark') }),
      },
    },
    {
      name: 'a setting decides',
      facts: { ...backend, containersConf: conf('[network]\nnetwork_backend = "netavark"\n') },
    },
  ],
  blocked: [{ name: 'no podman', facts: { ...backend, versions: {} } }],
});

const FLUSH = { file: '/etc/nftables.conf', line: 3, text: 'flush ruleset' };
testFix(nftablesReload, {
  change: [
    {
      name: 'nftables.service flushes, and netavark has a unit',
      facts: {
        tools: TOOLS,
        firewall: firewallOf({
          lines: [FLUSH],
          units: [unit('nftables', true), unit('netavark-nftables-reload', false)],
        }),
      },
      steps: [{ kind: 'enable-unit', unit: 'netavark-nftables-reload.service' }, { kind: 'run' }],
    },
    {
      name: 'nftables.service flushes, and netavark has no unit',
      facts: {
        tools: TOOLS,
        firewall: firewallOf({ lines: [FLUSH], units: [unit('nftables', true)] }),
      },
      steps: [
        {
          kind: 'write-file',
          path: '/etc/systemd/system/nftables.service.d/zz-podready-podman.conf',
          content:
            '# Written by podready.\n[Service]\nExecStartPost=-/usr/bin/podman network reload --all\nExecReload=-/usr/bin/podman network reload --all\n',
        },
        { kind: 'run', argv: ['systemctl', 'daemon-reload'] },
        { kind: 'run', argv: ['podman', 'network', 'reload', '--all'] },
      ],
    },
  ],
  noop: [
    { name: 'no firewall', facts: { tools: TOOLS, firewall: firewallOf({}) } },
    {
      name: 'the file flushes and the service is off',
      facts: {
        tools: TOOLS,
        firewall: firewallOf({ lines: [FLUSH], units: [unit('nftables', false)] }),
      },
    },
  ],
  blocked: [
    {
      name: 'a podman of the user: root does not run it',
      facts: {
        tools: tools({ podman: '/home/alice/bin/podman' }),
        firewall: firewallOf({ lines: [FLUSH], units: [unit('nftables', true)] }),
      },
    },
  ],
});

const login = (files: number, processes: number): FactValues['limits'] => ({
  ...LIMITS,
  session: {
    openFiles: { soft: files, hard: files },
    processes: { soft: processes, hard: processes },
  },
});
const LIMITS_FILE = '/etc/security/limits.d/zz-podready-alice.conf';
const noFile = absent('it does not exist');
const FILES = '# Written by podready.\nalice soft nofile 1024\nalice hard nofile 524288\n';

testFix(loginLimits, {
  change: [
    {
      name: 'few files',
      facts: { user: alice, init: SYSTEMD, limits: login(20, 9000), loginLimitsDropIn: noFile },
      steps: [{ kind: 'write-file', as: 'root', path: LIMITS_FILE, content: FILES, before: null }],
      afterwards: ['re-login'],
    },
    {
      name: 'few processes, and a file of ours for something else',
      facts: { user: alice, init: SYSTEMD, limits: login(1024, 10), loginLimitsDropIn: FILES },
      steps: [{ content: '# Written by podready.\nalice - nproc unlimited\n', before: FILES }],
      afterwards: ['re-login'],
    },
  ],
  noop: [
    {
      name: 'enough',
      facts: { user: alice, init: SYSTEMD, limits: LIMITS, loginLimitsDropIn: noFile },
    },
    {
      name: 'nobody has logged in since',
      facts: { user: alice, init: SYSTEMD, limits: login(20, 9000), loginLimitsDropIn: FILES },
    },
  ],
  manual: [
    {
      name: 'a name of a directory',
      facts: {
        user: { ...alice, name: 'alice@example.com' },
        init: SYSTEMD,
        limits: login(20, 9000),
        loginLimitsDropIn: noFile,
      },
    },
  ],
  blocked: [
    {
      name: 'no systemd',
      facts: {
        user: alice,
        init: { name: 'init', systemd: false },
        limits: login(20, 9000),
        loginLimitsDropIn: noFile,
      },
    },
  ],
});

const sliced = (slice: Partial<FactValues['limits']['slice']>): FactValues['limits'] => ({
  ...LIMITS,
  slice: { ...LIMITS.slice, ...slice },
});
const HARDENED = '/etc/systemd/system/user-.slice.d/50-hardening.conf';
const tasksIn = (file: string): FactValues['sliceSettings'] => [
  { key: 'TasksMax', value: '14', file, line: 2 },
  { key: 'MemoryMax', value: '60M', file, line: 3 },
];
const SLICE_FILE = '/etc/systemd/system/user-1000.slice.d/zz-podready.conf';
const TASKS = '# Written by podready.\n[Slice]\nTasksMax=33%\n';
const BOTH = `${TASKS}MemoryMax=100%\n`;

const COUNTS_NOW = {
  argv: ['systemd-run', '--quiet', '--wait', '--collect', '--slice=user-1000.slice', 'true'],
  undo: 'equivalent',
};

testFix(sliceLimits, {
  change: [
    {
      name: 'few tasks',
      facts: {
        user: alice,
        limits: sliced({ maxTasks: 14 }),
        sliceSettings: tasksIn(HARDENED),
        sliceDropIn: noFile,
      },
      steps: [
        { kind: 'write-file', as: 'root', path: SLICE_FILE, content: TASKS, before: null },
        { argv: ['systemctl', 'daemon-reload'] },
        COUNTS_NOW,
      ],
    },
    {
      name: 'little memory, and a drop-in of ours for the tasks',
      facts: {
        user: alice,
        limits: sliced({ maxMemory: 62_914_560 }),
        sliceSettings: tasksIn('/etc/systemd/system.control/user-1000.slice.d/50-MemoryMax.conf'),
        sliceDropIn: TASKS,
      },
      steps: [
        { content: BOTH, before: TASKS },
        { argv: ['systemctl', 'daemon-reload'] },
        COUNTS_NOW,
      ],
    },
    {
      name: 'a drop-in that systemd has not read yet',
      facts: {
        user: alice,
        limits: sliced({ maxTasks: 14 }),
        sliceSettings: tasksIn(HARDENED),
        sliceDropIn: TASKS,
      },
      steps: [{ argv: ['systemctl', 'daemon-reload'] }, COUNTS_NOW],
    },
  ],
  noop: [
    {
      name: 'enough',
      facts: { user: alice, limits: LIMITS, sliceSettings: [], sliceDropIn: noFile },
    },
  ],
  manual: [
    {
      name: 'a limit that is in no file',
      facts: {
        user: alice,
        limits: sliced({ maxTasks: 14 }),
        sliceSettings: [],
        sliceDropIn: noFile,
      },
    },
    {
      name: 'a file that is read later',
      facts: {
        user: alice,
        limits: sliced({ maxTasks: 14 }),
        sliceSettings: tasksIn('/etc/systemd/system/user-.slice.d/zzz.conf'),
        sliceDropIn: noFile,
      },
    },
  ],
  blocked: [
    {
      name: 'no systemd',
      facts: {
        user: alice,
        limits: sliced({ maxTasks: 14 }),
        sliceSettings: absent('a slice of systemd does not exist'),
        sliceDropIn: noFile,
      },
    },
  ],
});

const KEY = 'user.max_user_namespaces';
const hardened = (path: string, key = KEY, value = '0'): FactValues['sysctlFiles'] => ({
  ...NO_SYSCTL_FILES,
  settings: [{ path, line: 1, key, value }],
});

testFix(bootSysctl, {
  change: [
    {
      name: 'a hardening file that comes at the next boot',
      facts: {
        init: SYSTEMD,
        sysctls: sysctls({ [KEY]: '15000' }),
        sysctlFiles: hardened('/etc/sysctl.d/99-hardening.conf'),
      },
      steps: [{ kind: 'sysctl', key: KEY, value: '15000', valueBefore: '15000', before: null }],
    },
  ],
  noop: [
    {
      name: 'no file sets it',
      facts: { init: SYSTEMD, sysctls: sysctls({ [KEY]: '15000' }), sysctlFiles: NO_SYSCTL_FILES },
    },
  ],
  manual: [
    {
      name: '/etc/sysctl.conf, where it is read last',
      facts: {
        init: { name: 'init', systemd: false },
        sysctls: sysctls({ [KEY]: '15000' }),
        sysctlFiles: hardened('/etc/sysctl.conf'),
      },
    },
    {
      name: 'what locks modules cannot be taken back',
      facts: {
        init: { name: 'init', systemd: false },
        sysctls: sysctls({ 'kernel.modules_disabled': '0' }),
        sysctlFiles: hardened('/etc/sysctl.d/9.conf', 'kernel.modules_disabled', '1'),
      },
    },
  ],
});
