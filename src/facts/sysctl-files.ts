import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseSysctlFiles, type SysctlFiles } from '../parse/sysctl-files.ts';

/** Which file sets which kernel key at boot, by sysctl.d(5). */
export const sysctlFiles = defineFact({
  id: 'sysctlFiles',
  title: 'Configured kernel keys',
  as: 'user',
  shares: 'system',
  probe: sh`
    k=
    for d in /etc/sysctl.d /run/sysctl.d /usr/local/lib/sysctl.d /usr/lib/sysctl.d /lib/sysctl.d; do
      for f in "$d"/*.conf; do
        if [ -r "$f" ] && [ -f "$f" ]; then k="$k $f"
        elif [ -e "$f" ]; then echo "denied $f"
        fi
      done
    done
    if [ -r /etc/sysctl.conf ]; then k="$k /etc/sysctl.conf"
    elif [ -e /etc/sysctl.conf ]; then echo 'denied /etc/sysctl.conf'
    fi
    for f in $k; do echo "file $f"; done
    hits %f:%n:%t '^[[:space:]]*-?(kernel.(unprivileged_userns_clone|apparmor_restrict|keys|modules_disabled)|user.max_|fs.inotify|fs.file-max|net.ipv4.(ip_unprivileged_port_start|ping_group_range|ip_forward)|net.ipv6.conf)' $k
    exit 0
  `,
  parse: ({ stdout }) => known<SysctlFiles>(parseSysctlFiles(stdout)),
});
