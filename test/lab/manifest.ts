/** Everything that a check could leave behind on a host: files, processes, units, modules. */
import type { Guest } from './guest.ts';

/** One line for each thing, sorted. */
export type Manifest = readonly string[];

/**
 * Left out: logs, and what any login leaves (its session, its records). A file's content counts up to 64 KiB; of larger
 * ones size and times do.
 */
export async function manifestOf(guest: Guest, user: string): Promise<Manifest> {
  guest.logout();
  const text = await guest.must('root', `user=${user}\n${SCRIPT}`);
  return text.trimEnd().split('\n').toSorted();
}

/** What is in one manifest and not in the other. */
export function differences(before: Manifest, after: Manifest): string[] {
  const had = new Set(before);
  const has = new Set(after);
  return [
    ...before.filter((line) => !has.has(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !had.has(line)).map((line) => `+ ${line}`),
  ];
}

/** Waits until nobody is logged in, and what podman.service began has ended; nothing of ours may run 5 s after a check. */
export const QUIET = `
n=0
while [ $n -lt 60 ] && pgrep -f '^sshd(-session)?: ' | grep -vxF "$(pgrep -f 'sshd.*listener')" | grep -q .; do
  n=$((n + 1))
  sleep 1
done
sleep 6
`;

const SCRIPT = `
${QUIET}
cd /
files() {
  find etc var home root tmp run/user \\
    \\( -path var/log -o -path var/lib/systemd/timesync -o -path 'run/user/*/systemd/transient' \\
      -o -name lastlog -o -name lastlog2.db -o -name wtmp.db -o -path var/tmp/injected \\) -prune \\
    -o "$@"
}
files -printf 'file %p %y %m %U:%G %s %T@ %l\\n'
files -type f -size -128 -exec sha256sum {} + | sed 's/^/sum /'
ps -u "$user" -o pid=,args= | grep -v ' sshd' | sed 's/^ */process /'
systemctl list-units --all --plain --no-legend --no-pager |
  awk '$1 !~ /^session-.*[.]scope$/ { print "unit", $1, $2, $3, $4 }'
uid=$(id -u "$user")
runuser -u "$user" -- env XDG_RUNTIME_DIR=/run/user/$uid \\
  systemctl --user list-units --all --plain --no-legend --no-pager |
  awk '{ print "user-unit", $1, $2, $3, $4 }'
awk '{ print "module", $1 }' /proc/modules
`;
