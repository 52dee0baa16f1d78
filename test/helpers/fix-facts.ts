import type { FactValues } from '../../src/facts/index.ts';
import { absent } from '../../src/model/fact.ts';
import { unit, unitFiles } from './host-model.ts';

/** Facts of an ordinary host, of which a case changes what it is about. */
export const alice: FactValues['user'] = {
  name: 'alice',
  uid: 1000,
  gid: 1000,
  home: '/home/alice',
  shell: '/bin/bash',
  groups: ['alice'],
};

export const FILES_ONLY: FactValues['nsswitch'] = { subid: [], lookup: null, podman: null };

export const NO_NAMESPACE = absent('a live pause process of Podman does not exist');

export const SYSTEMD: FactValues['init'] = { name: 'systemd', systemd: true };

export const NO_SYSCTL_FILES: FactValues['sysctlFiles'] = { settings: [], files: [], denied: [] };

export function sysctls(values: Readonly<Record<string, string | null>>): FactValues['sysctls'] {
  return new Map(Object.entries(values));
}

/** podman.socket of the user as it is after installation. */
export const SOCKET_FILES: FactValues['userUnitFiles'] = {
  units: new Map([['podman.socket', unitFiles('/usr/lib/systemd/user/podman.socket')]]),
  wantedByMultiUser: [],
  denied: [],
};

export function userUnits(given: Parameters<typeof unit>[0]): FactValues['userUnits'] {
  return new Map([['podman.socket', unit(given)]]);
}

const PROGRAMS = [
  ...['podman', 'crun', 'conmon', 'netavark', 'aardvark-dns', 'pasta', 'slirp4netns'],
  ...['fuse-overlayfs', 'catatonit', 'newuidmap', 'newgidmap', 'nft', 'iptables', 'runc'],
];

/** All programs are there but these. */
export function toolsWithout(...missing: readonly string[]): FactValues['tools'] {
  const paths = Object.fromEntries(
    PROGRAMS.filter((name) => !missing.includes(name)).map((name) => [name, `/usr/bin/${name}`]),
  );
  return { paths, onPath: paths, podmans: ['/usr/bin/podman'], store: null, cniPlugins: {} };
}

/** What a Debian host with Podman has installed, but for these. */
export function packagesWithout(...missing: readonly string[]): FactValues['packages'] {
  const all = [
    ...['uidmap', 'crun', 'runc', 'conmon', 'netavark', 'aardvark-dns', 'passt', 'slirp4netns'],
    ...['fuse-overlayfs', 'catatonit', 'nftables', 'iptables', 'dbus-user-session'],
    'containernetworking-plugins',
  ];
  return { manager: 'apt', installed: all.filter((name) => !missing.includes(name)) };
}

/** Nobody has the name of the target user. */
export const NO_ACCOUNT: FactValues['targetAccount'] = {
  name: 'podman',
  exists: false,
  hasUseradd: true,
  home: '/home/podman',
  isHomeTaken: false,
  shell: '/bin/bash',
};
