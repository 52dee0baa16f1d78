import type { LayeredConfig } from '../../src/facts/containers-conf.ts';
import type { Tools } from '../../src/facts/tools.ts';
import type { Account } from '../../src/parse/account.ts';
import type { Cgroup } from '../../src/parse/cgroup.ts';
import type { IdMapping } from '../../src/parse/id-map.ts';
import type { IdsInUse } from '../../src/parse/ids-in-use.ts';
import type { KernelModules } from '../../src/parse/kernel-modules.ts';
import type { Limits } from '../../src/parse/limits.ts';
import type { Nsswitch } from '../../src/parse/nsswitch.ts';
import type { PodmanNamespace } from '../../src/parse/podman-namespace.ts';
import { parseSubids, type Subids } from '../../src/parse/subid.ts';
import type { SubidHelper, SubidHelpers } from '../../src/parse/subid-helpers.ts';
import type { SysctlFiles } from '../../src/parse/sysctl-files.ts';
import type { UsernsAttempt } from '../../src/parse/userns-attempt.ts';
import type { Virtualization } from '../../src/parse/virtualization.ts';

/** The kernel's side of a healthy Debian 13 as alice sees it; tests change what matters to them. */
export const SUBIDS = subids('alice:100000:65536', 'bob:165536:65536');

export function subids(...lines: readonly string[]): Subids {
  return parseSubids(`${lines.join('\n')}\n`);
}

export const FILES_ONLY: Nsswitch = { subid: [], lookup: null, podman: null };

export const FROM_SSS: Nsswitch = {
  subid: ['sss'],
  lookup: {
    outcome: 'found',
    uids: [{ owner: 'alice', start: 200_000, count: 65_536, line: 1 }],
    gids: [{ owner: 'alice', start: 200_000, count: 65_536, line: 1 }],
  },
  podman: { path: '/usr/bin/podman', reads: 'libsubid' },
};

export const IN_USE: IdsInUse = {
  uids: [
    { name: 'root', id: 0 },
    { name: 'alice', id: 1000 },
    { name: 'bob', id: 1001 },
    { name: 'nobody', id: 65_534 },
  ],
  gids: [
    { name: 'root', id: 0 },
    { name: 'alice', id: 1000 },
    { name: 'nogroup', id: 65_534 },
  ],
};

export const WHOLE_MAP: readonly IdMapping[] = [
  { inside: 0, outside: 1000, count: 1 },
  { inside: 1, outside: 100_000, count: 65_536 },
];

export const ONE_ID: readonly IdMapping[] = [{ inside: 0, outside: 1000, count: 1 }];

export const ATTEMPT: UsernsAttempt = {
  created: true,
  complaint: '',
  newuidmap: { exitCode: 0, said: '' },
  newgidmap: { exitCode: 0, said: '' },
  wanted: { uids: WHOLE_MAP, gids: WHOLE_MAP },
  mapped: { uids: WHOLE_MAP, gids: WHOLE_MAP },
};

export const NOT_CREATED: UsernsAttempt = {
  ...ATTEMPT,
  created: false,
  complaint: 'unshare: unshare failed: Operation not permitted',
  newuidmap: null,
  newgidmap: null,
  mapped: { uids: [], gids: [] },
};

export const PAUSE: PodmanNamespace = {
  pid: 778,
  file: '/run/user/1000/libpod/tmp/pause.pid',
  command: 'catatonit',
  uids: WHOLE_MAP,
  gids: WHOLE_MAP,
};

export function helper(name: string, given: Partial<SubidHelper> = {}): SubidHelper {
  return { path: `/usr/bin/${name}`, mode: 0o4755, uid: 0, gid: 0, capabilities: null, ...given };
}

export const HELPERS: SubidHelpers = {
  newuidmap: helper('newuidmap'),
  newgidmap: helper('newgidmap'),
};

export const BARE_METAL: Virtualization = {
  container: null,
  marker: null,
  wsl: false,
  noNewPrivileges: false,
  seccompFilter: false,
  lockdown: null,
  uids: [{ inside: 0, outside: 0, count: 4_294_967_295 }],
  gids: [{ inside: 0, outside: 0, count: 4_294_967_295 }],
};

export const LXC: Virtualization = {
  ...BARE_METAL,
  container: 'lxc',
  marker: '/run/systemd/container',
  uids: [{ inside: 0, outside: 100_000, count: 65_536 }],
  gids: [{ inside: 0, outside: 100_000, count: 65_536 }],
};

export const CGROUP: Cgroup = {
  version: 'unified',
  systemd: true,
  given: null,
  controllers: ['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids', 'rdma', 'misc'],
  v1: [],
  kernelArguments: [],
  vendor: {
    file: '/usr/lib/systemd/system/user@.service',
    controllers: ['pids', 'memory', 'cpu'],
  },
  delegated: ['cpu', 'memory', 'pids'],
  configured: null,
};

export const LIMITS: Limits = {
  session: {
    openFiles: { soft: 1024, hard: 524_288 },
    processes: { soft: 5800, hard: 5800 },
  },
  manager: {
    openFiles: { soft: 524_288, hard: 524_288 },
    processes: { soft: 5800, hard: 5800 },
  },
  slice: { maxTasks: 3828, tasks: 8, maxMemory: Number.POSITIVE_INFINITY },
  keys: { keys: 5, maxKeys: 200, bytes: 51, maxBytes: 20_000 },
};

/** Kernel keys of Debian 13; `null` is a key that the kernel does not have. */
export function sysctls(
  given: Readonly<Record<string, string | null>> = {},
): ReadonlyMap<string, string | null> {
  return new Map(
    Object.entries({
      'kernel.unprivileged_userns_clone': '1',
      'kernel.apparmor_restrict_unprivileged_userns': null,
      'kernel.keys.maxkeys': '200',
      'kernel.keys.maxbytes': '20000',
      'kernel.modules_disabled': '0',
      'kernel.osrelease': '6.12.107+deb13-amd64',
      'user.max_user_namespaces': '7252',
      'user.max_net_namespaces': '7252',
      'user.max_mnt_namespaces': '7252',
      'user.max_pid_namespaces': '7252',
      'user.max_ipc_namespaces': '7252',
      'user.max_uts_namespaces': '7252',
      'fs.inotify.max_user_instances': '128',
      'fs.inotify.max_user_watches': '14736',
      ...given,
    }),
  );
}

export const NO_SYSCTL_FILES: SysctlFiles = { files: [], settings: [], denied: [] };

export function sysctlFile(key: string, value: string): SysctlFiles {
  const path = '/etc/sysctl.d/90-hardening.conf';
  return { files: [path], denied: [], settings: [{ path, line: 3, key, value }] };
}

export const MODULES: KernelModules = {
  directory: '/lib/modules/6.12.107+deb13-amd64',
  directoryExists: true,
  others: [],
  asked: ['overlay', 'tun', 'nf_tables', 'nft_ct', 'nft_fib_inet', 'nft_masq'],
  listed: true,
  present: ['fuse', 'overlay', 'tun'],
  onDisk: ['bridge', 'nf_tables', 'nft_ct', 'nft_fib_inet', 'nft_masq', 'overlay', 'tun', 'veth'],
  installs: [],
};

export const TOOLS: Tools = {
  paths: { podman: '/usr/bin/podman', 'fuse-overlayfs': '/usr/bin/fuse-overlayfs' },
  onPath: { podman: '/usr/bin/podman', 'fuse-overlayfs': '/usr/bin/fuse-overlayfs' },
  podmans: ['/usr/bin/podman'],
  store: null,
  cniPlugins: {},
};

export const NO_FUSE_OVERLAYFS: Tools = {
  ...TOOLS,
  paths: { podman: '/usr/bin/podman' },
  onPath: { podman: '/usr/bin/podman' },
};

export const CONF = '/home/alice/.config/containers/containers.conf';

/** A containers.conf with one setting in its second line. */
export function conf(key: string, value: LayeredConfigValue): LayeredConfig {
  const settings = new Map([[key, { value, file: CONF, line: 2 }]]);
  return { settings, files: [{ path: CONF, status: 'ok' }], problems: [] };
}

type LayeredConfigValue = string | boolean | readonly string[];

export const NO_CONF: LayeredConfig = { settings: new Map(), files: [], problems: [] };

export const ACCOUNT: Account = {
  home: '/home/alice',
  homeVariable: '/home/alice',
  homeStatus: 'ok',
  homeMode: 0o700,
  homeOwner: 1000,
  isDirectory: true,
  readable: true,
  writable: true,
  searchable: true,
  owned: true,
  unusable: [],
};
