import type { Consequence } from '../model/check.ts';

const IDS = [
  ...['userns-switch', 'userns-limit', 'apparmor-userns', 'nested-container', 'no-new-privileges'],
  ...['subid-helpers', 'subid-files-readable', 'subid-owner-name', 'subid-syntax'],
  ...['subid-self-overlap', 'subuid-range', 'subgid-range', 'userns-attempt', 'namespace-stale'],
  ...['namespace-outdated', 'subid-source'],
];
const SESSION = [
  ...['runtime-dir', 'runtime-dir-space', 'session-environment', 'user-manager', 'user-bus'],
  ...['dbus-user-session', 'user-account', 'home-permissions', 'session-variables'],
];
const CGROUP = [
  ...['cgroup-manager', 'cgroup-delegation', 'cgroup-controllers', 'cgroup-version'],
  ...['user-bus', 'dbus-user-session', 'user-manager', 'session-environment', 'slice-memory'],
  'cgroup-limits',
];
const STORAGE = [
  ...['storage-owner', 'storage-config', 'storage-database', 'storage-boot-id', 'storage-locks'],
  ...['storage-space', 'storage-inodes', 'runtime-dir-space', 'storage-filesystem'],
  ...['storage-mount-options', 'overlay-support', 'overlay-module', 'storage-driver', 'run-root'],
  ...['storage-network', 'storage-space-low', 'tmp-space', 'selinux-storage-label'],
];
const NETWORK = [
  ...['rootless-network-tool', 'tun-device', 'network-helpers', 'network-backend', 'cni-versions'],
  ...['helper-directories', 'firewall-driver', 'kernel-modules', 'kernel-reboot'],
  ...['iptables-flavours', 'helper-versions'],
];
const RUNTIME = [
  ...[
    'oci-runtime',
    'conmon',
    'helper-directories',
    'selinux-container-policy',
    'apparmor-profile',
  ],
  ...['default-ulimits', 'nofile-limit', 'task-limit', 'keyring-quota', 'keyring-usage'],
  ...['inotify-limit', 'helper-versions', 'kernel-version'],
];
const CONFIGURATION = [
  ...['containers-conf', 'storage-config', 'policy-json', 'policy-default', 'registries-conf'],
];

/** What Podman and its helpers print, and where the cause of it is looked for first. */
const SIGNS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/new[ug]idmap|[ug]id_map|user ?namespace|userns|sub[ug]id|insufficient [UG]IDs|lchown/iu, IDS],
  [
    /pasta|slirp4netns|netavark|aardvark|\bcni\b|rootlessport|netns|iptables|nftables|net\/tun/iu,
    NETWORK,
  ],
  [/containers\.conf|storage\.conf|policy\.json|registries\.conf|toml/iu, CONFIGURATION],
  [/XDG_RUNTIME_DIR|runtime dir|\/run\/user/iu, SESSION],
  [/cgroup|controller|dbus|d-bus|systemd|\.scope/iu, CGROUP],
  [
    /conmon|OCI runtime|crun|runc|rlimit|too many open files|keyring|key quota|temporarily unavailable/iu,
    RUNTIME,
  ],
  [
    /no space|quota|overlay|mount_program|graph ?driver|database|sqlite|boltdb|storage|read-only file|lock/iu,
    STORAGE,
  ],
];

/** Failures that break every container, whatever Podman prints: `error` all of them. */
const FATAL = [
  ...['podman-installed', 'containers-conf', 'user-account', 'userns-switch', 'userns-limit'],
  ...['apparmor-userns', 'nested-container', 'no-new-privileges', 'subid-helpers'],
  ...['subid-files-readable', 'subid-self-overlap', 'subuid-range', 'subgid-range'],
  ...['userns-attempt', 'namespace-stale', 'runtime-dir', 'runtime-dir-space', 'oci-runtime'],
  ...['conmon', 'cgroup-manager', 'network-backend', 'storage-owner', 'storage-config'],
  ...['storage-database', 'storage-boot-id', 'storage-locks', 'storage-space', 'storage-inodes'],
  ...['storage-filesystem', 'overlay-support', 'overlay-module', 'selinux-storage-label'],
  ...['default-ulimits', 'keyring-quota', 'task-limit', 'subid-source'],
];

export type OutcomeKind = 'run' | 'owner' | 'memory' | 'port' | 'names';

/** What breaks one outcome while containers run, whatever Podman prints. */
const OWN: Readonly<Record<OutcomeKind, readonly string[]>> = {
  run: FATAL,
  owner: IDS,
  memory: CGROUP,
  port: [
    ...[
      'rootless-network-tool',
      'rootless-network-setup',
      'tun-device',
      'network-helpers',
      'network-backend',
    ],
    ...['firewall-published-port', 'kernel-modules', 'kernel-reboot'],
  ],
  names: [
    ...['container-dns', 'network-helpers', 'network-backend', 'cni-versions', 'firewall-driver'],
    ...[
      'firewall-dns',
      'rootless-network-tool',
      'rootless-network-setup',
      'tun-device',
      'kernel-modules',
      'kernel-reboot',
    ],
  ],
};

/**
 * The checks whose failure would produce the failure of an outcome, the likeliest first: those that the
 * words of Podman point to, then those that break this outcome anyhow.
 */
export function causesOf(kind: OutcomeKind, said: string): readonly Consequence[] {
  const signs = SIGNS.filter(([sign]) => sign.test(said)).flatMap(([, checks]) => checks);
  return [...new Set([...signs, ...OWN[kind]])].map((check) => ({ check }));
}
