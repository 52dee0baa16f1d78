import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type Limits, parseLimits } from '../parse/limits.ts';

/** What the target user may use: of the session, of the user's manager and of the user's slice. */
export const limits = defineFact({
  id: 'limits',
  title: 'Limits of the user',
  as: 'user',
  shares: 'system',
  // Only builtins. The first process of user@UID.service is the manager itself.
  probe: sh`
    show_limits() {
      while IFS= read -r l; do
        case $l in 'Max open files'* | 'Max processes'*) echo "$1 $l" ;; esac
      done <"$2"
    }
    show_limits session /proc/self/limits
    s=/sys/fs/cgroup/user.slice/user-$PR_UID.slice
    read -r pid <"$s/user@$PR_UID.service/init.scope/cgroup.procs" && [ -r "/proc/$pid/limits" ] &&
      show_limits manager "/proc/$pid/limits"
    for f in pids.max pids.current memory.max; do
      [ -r "$s/$f" ] && read -r l <"$s/$f" && echo "slice $f $l"
    done
    if [ -r /proc/key-users ]; then
      echo keys
      while read -r l; do
        case $l in "$PR_UID":*) echo "keys $l" ;; esac
      done </proc/key-users
    fi
    exit 0
  `,
  parse: ({ stdout }) => known<Limits>(parseLimits(stdout)),
});
