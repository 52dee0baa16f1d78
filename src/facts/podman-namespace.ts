import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parsePodmanNamespace, type PodmanNamespace } from '../parse/podman-namespace.ts';

/**
 * The user namespace that Podman joins now. Its pause process keeps it from the first command on, so
 * it may be older than the ranges (podman-system-migrate(1)). Absent: the next command makes one.
 */
export const podmanNamespace = defineFact({
  id: 'podmanNamespace',
  title: "Podman's user namespace",
  as: 'user',
  shares: 'system',
  probe: sh`
    [ "$PR_UID" = 0 ] && exit 66
    for d in "$PR_RUN" "/tmp/podman-run-$PR_UID" "/tmp/run-$PR_UID"; do
      f=$d/libpod/tmp/pause.pid
      [ -f "$f" ] && [ -r "$f" ] || continue
      read -r pid <"$f" || [ -n "$pid" ] || continue
      case $pid in '' | *[!0-9]*) continue ;; esac
      [ -O "/proc/$pid" ] || continue
      read -r comm <"/proc/$pid/comm" || continue
      echo "pid $pid"
      echo "file $f"
      echo "comm $comm"
      while read -r l; do echo "uidmap $l"; done <"/proc/$pid/uid_map"
      while read -r l; do echo "gidmap $l"; done <"/proc/$pid/gid_map"
      exit 0
    done
    exit 66
  `,
  parse: (output) =>
    stateOfExit(output, 'a live pause process of Podman') ??
    known<PodmanNamespace>(parsePodmanNamespace(output.stdout)),
});
