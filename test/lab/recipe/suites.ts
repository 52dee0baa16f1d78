/** What the three hosts are made of. Debian's own packages, nothing else: a host that a user could have. */

export const SUITES = ['bullseye', 'bookworm', 'trixie'] as const;
export type SuiteName = (typeof SUITES)[number];

export interface Suite {
  readonly name: SuiteName;
  /** Installed in the clean host. */
  readonly packages: readonly string[];
  /** Only on the second disk, for faults, fixes and clients that install them. */
  readonly shelf: readonly string[];
}

const SYSTEM = [
  'systemd',
  'systemd-sysv',
  'dbus',
  'dbus-user-session',
  'libpam-systemd',
  'linux-image-amd64',
  'initramfs-tools',
  'zstd',
  'kmod',
  'udev',
  'procps',
  'iproute2',
  'iptables',
  'nftables',
  'apparmor',
  'sudo',
  'openssh-server',
  'ca-certificates',
  'curl',
  'python3',
  'fish',
  'locales',
  'busybox-static',
  'qemu-guest-agent',
];

const CONTAINERS = [
  'podman',
  'golang-github-containers-common',
  'conmon',
  'crun',
  'uidmap',
  'slirp4netns',
  'fuse-overlayfs',
  'catatonit',
  'containernetworking-plugins',
];

const NETAVARK = ['netavark', 'aardvark-dns', 'passt'];

const SHELF = ['firewalld', 'ufw', 'runc'];

export const suites: Readonly<Record<SuiteName, Suite>> = {
  bullseye: {
    name: 'bullseye',
    packages: [...SYSTEM, ...CONTAINERS],
    shelf: SHELF,
  },
  bookworm: {
    name: 'bookworm',
    packages: [...SYSTEM, ...CONTAINERS, ...NETAVARK],
    shelf: [...SHELF, 'selinux-basics', 'selinux-policy-default', 'policycoreutils'],
  },
  trixie: {
    name: 'trixie',
    // Standard installations have it: without it even ping groups are as the kernel leaves them.
    packages: [...SYSTEM, ...CONTAINERS, ...NETAVARK, 'linux-sysctl-defaults'],
    shelf: [...SHELF, 'nodejs', 'docker-compose', 'python3-podman', 'podman-compose'],
  },
};

/** The packages that a host must be able to get back after a fault took them away. */
export const REINSTALLABLE = [
  ...CONTAINERS,
  ...NETAVARK,
  'dbus-user-session',
  'openssh-server',
  'openssh-sftp-server',
  'openssh-client',
  'runit-helper',
  'iptables',
  'nftables',
];

export function isSuite(name: string): name is SuiteName {
  return (SUITES as readonly string[]).includes(name);
}
