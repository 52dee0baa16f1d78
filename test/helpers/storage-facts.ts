import type { ConfiguredPath } from '../../src/facts/configured-paths.ts';
import type { LayeredConfig } from '../../src/facts/containers-conf.ts';
import type { RegistriesConf } from '../../src/facts/registries-conf.ts';
import type { StorageConf } from '../../src/facts/storage-conf.ts';
import type { Tools } from '../../src/facts/tools.ts';
import type { User } from '../../src/facts/user.ts';
import type { ToolVersion, VersionedTool, Versions } from '../../src/facts/versions.ts';
import { type Mount, parseMountinfo } from '../../src/parse/mountinfo.ts';
import type { Space, Storage, StorageDatabase } from '../../src/parse/storage.ts';
import { isTomlProblem, parseTomlFile, type TomlSettings } from '../../src/parse/toml.ts';
import { parseVersion } from '../../src/parse/version.ts';

/** Facts of a healthy host with Podman 5.4, of which a test says only what is different. */
export const ADA: User = {
  name: 'ada',
  uid: 1000,
  gid: 1000,
  home: '/home/ada',
  shell: '/bin/bash',
  groups: ['ada'],
};

export const ROOT: User = { ...ADA, name: 'root', uid: 0, gid: 0, home: '/root', groups: ['root'] };

export const GRAPH_ROOT = '/home/ada/.local/share/containers/storage';

export function space(given: Partial<Space> = {}): Space {
  return {
    path: GRAPH_ROOT,
    type: 'ext2/ext3',
    totalBytes: 100 * 2 ** 30,
    freeBytes: 50 * 2 ** 30,
    totalInodes: 1_000_000,
    freeInodes: 900_000,
    ...given,
  };
}

export function database(given: Partial<StorageDatabase> = {}): StorageDatabase {
  return {
    kind: 'sqlite',
    driver: 'overlay',
    graphRoot: GRAPH_ROOT,
    runRoot: '/run/user/1000/containers',
    sameGraphRoot: true,
    ...given,
  };
}

export function storage(given: Partial<Storage> = {}): Storage {
  const graphRoot = given.graphRoot ?? GRAPH_ROOT;
  return {
    graphRoot,
    runRoot: '/run/user/1000/containers',
    tmpDir: '/var/tmp',
    exists: true,
    place: graphRoot,
    writable: true,
    tmpWritable: true,
    directories: [
      { path: '/', mode: 0o755, uid: 0, gid: 0, type: 'directory' },
      { path: graphRoot, mode: 0o700, uid: 1000, gid: 1000, type: 'directory' },
    ],
    hiddenBy: null,
    graphSpace: space(),
    tmpSpace: space({ path: '/var/tmp' }),
    runSpace: space({ path: '/run/user/1000', type: 'tmpfs' }),
    lacksFileTypes: false,
    foreign: [],
    emptyLinks: [],
    fuse: 'ok',
    fuseMode: null,
    entries: ['overlay', 'overlay-images', 'overlay-layers', 'db.sql'],
    database: database(),
    hasContainers: false,
    runtimes: [],
    recordedBootId: 'b1',
    bootId: 'b1',
    locks: { path: '/dev/shm/libpod_rootless_lock_1000', bytes: 82_488, hasFree: true },
    fallbackRunDirs: [],
    ...given,
  };
}

/** A store that Podman has not made yet. */
export const NO_STORE: Partial<Storage> = {
  exists: false,
  place: '/home/ada',
  directories: [{ path: '/home/ada', mode: 0o700, uid: 1000, gid: 1000, type: 'directory' }],
  entries: [],
  database: null,
  recordedBootId: null,
  locks: null,
};

/** The vfs store that Podman 4.3 makes on Debian 12. */
export const VFS_STORE: Partial<Storage> = {
  entries: ['vfs', 'vfs-images', 'vfs-layers', 'libpod/bolt_state.db'],
  database: database({ kind: 'bolt', driver: 'vfs', sameGraphRoot: null }),
};

export function tools(
  onPath: Tools['onPath'] = {},
  {
    helpers = {},
    podmans,
  }: { readonly helpers?: Tools['paths']; readonly podmans?: readonly string[] } = {},
): Tools {
  const { podman } = onPath;
  return {
    onPath,
    paths: { ...onPath, ...helpers },
    podmans: podmans ?? (podman === undefined ? [] : [podman]),
    store: null,
    cniPlugins: {},
  };
}

/** What `podman` of Debian pulls in. */
export const TOOLS = tools(
  {
    podman: '/usr/bin/podman',
    crun: '/usr/bin/crun',
    conmon: '/usr/bin/conmon',
    catatonit: '/usr/bin/catatonit',
    'fuse-overlayfs': '/usr/bin/fuse-overlayfs',
  },
  {
    helpers: {
      netavark: '/usr/lib/podman/netavark',
      'aardvark-dns': '/usr/lib/podman/aardvark-dns',
      catatonit: '/usr/libexec/podman/catatonit',
    },
  },
);

export function versions(given: Readonly<Partial<Record<VersionedTool, string>>>): Versions {
  return Object.fromEntries(
    Object.entries(given).map(([name, output]): [string, ToolVersion] => [
      name,
      {
        path: `/usr/bin/${name}`,
        version: parseVersion(output),
        output: `${name} ${output}`,
        exitCode: 0,
      },
    ]),
  );
}

export const VERSIONS = versions({
  podman: '5.4.2',
  crun: '1.21',
  conmon: '2.1.12',
  netavark: '1.14.0',
  'aardvark-dns': '1.14.0',
});

export function settings(text: string, path = '/etc/containers/containers.conf'): TomlSettings {
  const read = parseTomlFile({ path, text });
  if (isTomlProblem(read)) throw new Error(read.message);
  return read;
}

export function containersConf(text = '', given: Partial<LayeredConfig> = {}): LayeredConfig {
  const path = '/etc/containers/containers.conf';
  return {
    settings: settings(text, path),
    files: [{ path, status: 'ok' }],
    problems: [],
    ...given,
  };
}

export const OWN_STORAGE_CONF = '/home/ada/.config/containers/storage.conf';

export function storageConf(text?: string, given: Partial<StorageConf> = {}): StorageConf {
  const path = OWN_STORAGE_CONF;
  return {
    settings: settings(text ?? '', path),
    inFile: settings(text ?? '', path),
    dropIns: [],
    files: [{ path, status: text === undefined ? 'absent' : 'ok' }],
    used: text === undefined ? null : path,
    problems: [],
    driverFromEnvironment: null,
    ...given,
  };
}

export function paths(
  given: Readonly<Record<string, ConfiguredPath>>,
): ReadonlyMap<string, ConfiguredPath> {
  return new Map(Object.entries(given));
}

/** registries.conf of one file, or of several by path. */
export function registriesConf(
  texts: Readonly<Record<string, string>>,
  given: Partial<RegistriesConf> = {},
): RegistriesConf {
  return {
    files: Object.keys(texts).map((path) => ({ path, status: 'ok' })),
    layers: Object.entries(texts).map(([path, text]) => ({ path, settings: settings(text, path) })),
    shadowed: [],
    problems: [],
    ...given,
  };
}

export function mounts(...lines: readonly string[]): readonly Mount[] {
  const root = '29 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw';
  return parseMountinfo([root, ...lines].join('\n'));
}

export const SYSCTLS: ReadonlyMap<string, string> = new Map([
  ['kernel.osrelease', '6.12.41+deb13-amd64'],
]);
