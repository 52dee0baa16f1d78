import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type Cgroup, parseCgroup } from '../parse/cgroup.ts';

/** Which cgroup hierarchy the host has, and which controllers the target user's manager may use. */
export const cgroup = defineFact({
  id: 'cgroup',
  title: 'Control groups',
  as: 'user',
  shares: 'system-manager',
  // systemctl is only asked when the user's manager is not there, or lacks what systemd delegates.
  probe: sh`
    c=/sys/fs/cgroup
    if [ -e "$c/cgroup.controllers" ]; then echo version unified
    elif [ -e "$c/unified/cgroup.controllers" ]; then echo version hybrid
    elif [ -d "$c/systemd" ] || [ -d "$c/memory" ] || [ -d "$c/pids" ]; then echo version v1
    else echo version none
    fi
    if [ -d /run/systemd/system ]; then echo systemd
    else
      # Whoever was given a cgroup may make others below it.
      read -r l </proc/self/cgroup
      for d in "$c\${l#*::}" "$c"; do
        if [ -w "\${d%/}/cgroup.procs" ]; then echo "given \${d%/}"; break; fi
      done
    fi
    read -r l <"$c/cgroup.controllers" && echo "root $l"
    while read -r n h x; do
      case $n$h in '#'* | *0) ;; *) [ "$h" -gt 0 ] && echo "v1 $n" ;; esac
    done </proc/cgroups
    read -r l </proc/cmdline
    for w in $l; do
      case $w in
        systemd.unified_cgroup_hierarchy=* | systemd.legacy_systemd_cgroup_controller=* | \
          cgroup_no_v1=* | cgroup_disable=* | cgroup_enable=*) echo "cmdline $w" ;;
      esac
    done
    for f in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system \
      /usr/lib/systemd/system /lib/systemd/system; do
      [ -f "$f/user@.service" ] && [ -r "$f/user@.service" ] || continue
      echo "vendor-file $f/user@.service"
      while IFS= read -r l; do
        case $l in Delegate=*) echo "vendor \${l#Delegate=}" ;; esac
      done <"$f/user@.service"
      break
    done
    u=$c/user.slice/user-$PR_UID.slice/user@$PR_UID.service
    ask=1
    if [ -e "$u/cgroup.controllers" ]; then
      l=
      read -r l <"$u/cgroup.controllers"
      echo "user $l"
      case " $l " in *' memory '*) case " $l " in *' pids '*) case " $l " in *' cpu '*) ask= ;; esac ;; esac ;; esac
    fi
    if [ -n "$ask" ] && [ -d /run/systemd/system ]; then
      systemctl show "user@$PR_UID.service" -p DelegateControllers -p Delegate -p DropInPaths
    fi
    exit 0
  `,
  parse: ({ stdout }) => known<Cgroup>(parseCgroup(stdout)),
});
