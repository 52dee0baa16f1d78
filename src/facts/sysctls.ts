import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/**
 * Values of the kernel keys that decide something for rootless Podman. A key that the kernel does not
 * have is `null`; one that may not be read is missing.
 */
export type Sysctls = ReadonlyMap<string, string | null>;

/** The keys that are read. */
export const SYSCTL_KEYS = [
  'kernel.unprivileged_userns_clone',
  'kernel.apparmor_restrict_unprivileged_userns',
  'kernel.apparmor_restrict_unprivileged_unconfined',
  'kernel.keys.maxkeys',
  'kernel.keys.maxbytes',
  'kernel.pid_max',
  'kernel.modules_disabled',
  'kernel.arch',
  'kernel.osrelease',
  'kernel.random.boot_id',
  'user.max_user_namespaces',
  'user.max_net_namespaces',
  'user.max_mnt_namespaces',
  'user.max_pid_namespaces',
  'user.max_ipc_namespaces',
  'user.max_uts_namespaces',
  'fs.inotify.max_user_instances',
  'fs.inotify.max_user_watches',
  'fs.file-max',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_forward',
  'net.ipv6.conf.all.disable_ipv6',
] as const;

/** Kernel keys below /proc/sys, as they are now. */
export const sysctls = defineFact({
  id: 'sysctls',
  title: 'Kernel keys',
  as: 'user',
  shares: 'system',
  // One grep(1) for all. Not `read`: shells read byte by byte, and the kernel gives a number below
  // /proc/sys only to the first read(2), so that 28633 would become 2.
  probe: sh`
    cd /proc/sys || exit 77
    set --
    for f in ${SYSCTL_KEYS.map((key) => key.replaceAll('.', '/')).join(' ')}; do
      if [ -e "$f" ]; then set -- "$@" "$f"; else echo "$f absent"; fi
    done
    grep -H '' "$@"
    exit 0
  `,
  parse({ stdout }) {
    return known<Sysctls>(
      new Map(
        stdout.split('\n').flatMap((line): [string, string | null][] => {
          const match = /^(?<key>[^\s:]+)(?: absent|:(?<value>.*))$/u.exec(line);
          return match === null
            ? []
            : [
                [
                  (match.groups?.['key'] ?? '').replaceAll('/', '.'),
                  match.groups?.['value'] ?? null,
                ],
              ];
        }),
      ),
    );
  },
});
