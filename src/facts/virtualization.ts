import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseVirtualization, type Virtualization } from '../parse/virtualization.ts';

/** Whether the host is itself a container or WSL, and what that takes away from its processes. */
export const virtualization = defineFact({
  id: 'virtualization',
  title: 'Confinement of the host',
  as: 'user',
  shares: 'system',
  // Only builtins. /run/systemd/container is systemd's (container interface), the others the engines'.
  probe: sh`
    for f in /run/.containerenv /run/systemd/container /.dockerenv; do
      [ -e "$f" ] && echo "marker $f"
    done
    l=
    [ ! -r /run/systemd/container ] || read -r l </run/systemd/container
    [ -z "$l" ] || echo "engine $l"
    read -r l </proc/sys/kernel/osrelease && echo "kernel $l"
    while read -r k v; do
      case $k in NoNewPrivs: | Seccomp:) echo "$k $v" ;; esac
    done </proc/self/status
    l=
    f=/sys/kernel/security/lockdown
    if [ -r "$f" ] && { read -r l <"$f" || [ -n "$l" ]; }; then echo "lockdown $l"; fi
    while read -r l; do echo "uidmap $l"; done </proc/self/uid_map
    while read -r l; do echo "gidmap $l"; done </proc/self/gid_map
    exit 0
  `,
  parse: ({ stdout }) => known<Virtualization>(parseVirtualization(stdout)),
});
