/** What fixes change on a host, to be compared before and after. */
import type { Guest } from './guest.ts';
import { differences, type Manifest, QUIET } from './manifest.ts';

/** What an undo does not take back, and why. Lines of manifests. */
export const NOT_COMPARED: readonly { readonly line: RegExp; readonly because: string }[] = [
  {
    line: /^(?:file|sum .*) etc\/sub[ug]id-/u,
    because: 'the copy that usermod(8) keeps of the file before its last change',
  },
  {
    line: /^file home\/\w+\/\.local(?:\/state(?:\/podready(?:\/.*)?)?)? |^sum .* home\/\w+\/\.local\/state\/podready\//u,
    because: "podready's own journal",
  },
  {
    line: /^(?:file|sum .*) home\/\w+\/\.local\/share\/containers\//u,
    because: 'podman system migrate, which cannot be taken back, opens its database',
  },
  {
    line: /^sysctl (?:fs\/(?:dentry-state|file-nr|inode-nr|inode-state|aio-nr)|fs\/quota\/\w+|kernel\/(?:ns_last_pid|pty\/nr|perf_event_max_sample_rate)|kernel\/random\/\w+|net\/netfilter\/nf_conntrack_count) /u,
    because: 'counters, random numbers and measurements of the kernel itself',
  },
  {
    line: /^(?:user-)?unit (?:run-user-0\.mount|user(?:-0\.slice|(?:-runtime-dir)?@0\.service)) /u,
    because:
      'the session of root through which the lab looks, and its user manager, which end a little later',
  },
];

/**
 * Configuration, homes, lingering; units that are active; modules, keys of the kernel, mounts, rules, packages; modes of helpers. Times of
 * files are none of it, nor is what the package manager keeps about itself. Reading loads no module and mounts nothing.
 */
const SCRIPT = `
${QUIET}
# user@UID.service stops 10 s after the last session (UserStopDelaySec= of logind.conf).
n=0
until [ -e "/var/lib/systemd/linger/$user" ] || ! systemctl is-active --quiet user@$uid.service || [ $n -ge 30 ]; do
  n=$((n + 1))
  sleep 1
done
cd /
set -- $(ls -d etc home root var/lib/systemd/linger 2>/dev/null)
find "$@" -type d -printf 'file %p %y %m %U:%G\\n' -o -printf 'file %p %y %m %U:%G %s %l\\n'
find "$@" -type f -exec sha256sum {} + | sed 's/^/sum /'
systemctl list-units --plain --no-legend --no-pager | awk '$1 !~ /[.](scope|device)$/ { print "unit", $1, $3 }'
if systemctl is-active --quiet user@$uid.service; then
  runuser -u "$user" -- env XDG_RUNTIME_DIR=/run/user/$uid systemctl --user list-units --plain --no-legend --no-pager |
    awk '$1 !~ /[.](scope|device)$/ { print "user-unit", $1, $3 }'
fi
awk '{ print "module", $1 }' /proc/modules
find /proc/sys -path /proc/sys/fs/binfmt_misc -prune -o -type f -perm -444 -exec grep -sH '' {} + |
  sed 's,^/proc/sys/\\([^:]*\\):,sysctl \\1 ,'
findmnt -rno TARGET,FSTYPE,OPTIONS,PROPAGATION | sed 's/^/mount /'
if grep -q '^nf_tables ' /proc/modules; then nft -s list ruleset | grep . | sed 's/^/rule /'; fi
dpkg-query -W -f 'package \${binary:Package} \${db:Status-Status}\\n'
stat -c 'node %n %a %U:%G' /usr/bin/newuidmap /usr/bin/newgidmap /dev/net/tun /dev/fuse
true`;

/** One line for each thing, sorted. */
export async function configurationOf(guest: Guest, user: string): Promise<Manifest> {
  guest.logout();
  const text = await guest.must('root', `user=${user} uid=$(id -u ${user})\n${SCRIPT}`);
  return text.trimEnd().split('\n').toSorted();
}

/** What is in one and not in the other, but for what is not compared. */
export function changes(before: Manifest, after: Manifest): string[] {
  return differences(before, after).filter(
    (one) => !NOT_COMPARED.some(({ line }) => line.test(one.slice(2))),
  );
}
