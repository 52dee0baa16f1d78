import type { PackageManager } from '../model/fix.ts';

/** Which package has a program, for each package manager; `null` where no repository has it. */
export type PackageNames = Readonly<Record<PackageManager, string | null>>;

/** What podready installs by itself: helpers of Podman, never Podman or a service. */
export const HELPER_PACKAGES = {
  newuidmap: {
    apt: 'uidmap',
    dnf: 'shadow-utils',
    zypper: 'shadow',
    pacman: 'shadow',
    apk: 'shadow-subids',
  },
  newgidmap: {
    apt: 'uidmap',
    dnf: 'shadow-utils',
    zypper: 'shadow',
    pacman: 'shadow',
    apk: 'shadow-subids',
  },
  crun: same('crun'),
  runc: same('runc'),
  conmon: same('conmon'),
  netavark: same('netavark'),
  'aardvark-dns': same('aardvark-dns'),
  pasta: same('passt'),
  slirp4netns: same('slirp4netns'),
  'fuse-overlayfs': same('fuse-overlayfs'),
  catatonit: same('catatonit'),
  nft: same('nftables'),
  iptables: same('iptables'),
} as const satisfies Readonly<Record<string, PackageNames>>;

/** A program that podready can install. */
export type HelperName = keyof typeof HELPER_PACKAGES;

export const HELPER_NAMES: readonly HelperName[] = [
  'newuidmap',
  'newgidmap',
  'crun',
  'runc',
  'conmon',
  'netavark',
  'aardvark-dns',
  'pasta',
  'slirp4netns',
  'fuse-overlayfs',
  'catatonit',
  'nft',
  'iptables',
];

/** CNI's plugins, which Podman uses before netavark. */
export const CNI_PACKAGES: PackageNames = {
  apt: 'containernetworking-plugins',
  dnf: 'containernetworking-plugins',
  zypper: 'cni-plugins',
  pacman: 'cni-plugins',
  apk: 'cni-plugins',
};

/** The D-Bus of a user session, where a package of its own has it. */
export const USER_BUS_PACKAGES: PackageNames = {
  apt: 'dbus-user-session',
  dnf: 'dbus-daemon',
  zypper: 'dbus-1',
  pacman: 'dbus',
  apk: null,
};

/** Podman itself, which is installed only where somebody asks for it. */
export const PODMAN_PACKAGE = 'podman';

/** The SELinux policy for containers; elsewhere it is in no package, or in the policy itself. */
export const CONTAINER_POLICY_PACKAGES: PackageNames = {
  apt: null,
  dnf: 'container-selinux',
  zypper: 'container-selinux',
  pacman: null,
  apk: null,
};

/** Every package whose state a plan asks for. */
export const KNOWN_PACKAGES: readonly string[] = [
  PODMAN_PACKAGE,
  ...new Set(
    [
      ...Object.values<PackageNames>(HELPER_PACKAGES),
      CNI_PACKAGES,
      USER_BUS_PACKAGES,
      CONTAINER_POLICY_PACKAGES,
    ].flatMap((names) => Object.values(names).filter((name) => name !== null)),
  ),
].toSorted();

/** What to do so that packages put their files there. */
export interface PackageWork {
  /** Not installed. */
  readonly install: readonly string[];
  /** Installed, and a file of theirs is gone or not as it was. */
  readonly reinstall: readonly string[];
}

/** Sorts what is missing by whether its package is installed; what no repository has is left out. */
export function packageWork(
  missing: readonly PackageNames[],
  manager: PackageManager,
  installed: readonly string[],
): PackageWork {
  const names = [...new Set(missing.map((one) => one[manager]).filter((name) => name !== null))];
  return {
    install: names.filter((name) => !installed.includes(name)),
    reinstall: names.filter((name) => installed.includes(name)),
  };
}

function same(name: string): PackageNames {
  return { apt: name, dnf: name, zypper: name, pacman: name, apk: name };
}
