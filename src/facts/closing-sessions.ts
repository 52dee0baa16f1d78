import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** A session that its user has left, and that logind keeps. */
export interface ClosingSession {
  readonly id: string;
  /** Processes that keep it, by name, in the order of their pids. */
  readonly processes: readonly { readonly pid: number; readonly name: string }[];
}

/** Sessions of the user that do not end, because something still runs in their control group. */
export const closingSessions = defineFact({
  id: 'closingSessions',
  title: 'Sessions that do not end',
  as: 'user',
  shares: 'system',
  // Only builtins: loginctl(1) would have to be asked of each session, and reads the same files.
  probe: sh`
    [ -d /run/systemd/sessions ] || exit 66
    for f in /run/systemd/sessions/*; do
      case $f in *.ref) continue ;; esac
      [ -f "$f" ] && [ -r "$f" ] || continue
      u= s= c=
      while read -r l || [ -n "$l" ]; do
        case $l in
          UID=*) u=\${l#UID=} ;;
          STATE=*) s=\${l#STATE=} ;;
          SCOPE=*) c=\${l#SCOPE=} ;;
        esac
      done <"$f"
      [ "$u:$s" = "$PR_UID:closing" ] || continue
      echo "session \${f##*/}"
      g=user.slice/user-$u.slice/$c/cgroup.procs
      for d in /sys/fs/cgroup /sys/fs/cgroup/systemd; do
        [ -r "$d/$g" ] || continue
        while read -r p; do
          n=
          read -r n <"/proc/$p/comm" && echo "process $p $n"
        done <"$d/$g"
        break
      done
    done
    exit 0
  `,
  parse(output) {
    const state = stateOfExit(output, 'the sessions of logind');
    return state ?? known<readonly ClosingSession[]>(parseSessions(output.stdout));
  },
});

function parseSessions(text: string): readonly ClosingSession[] {
  const sessions: { id: string; processes: { pid: number; name: string }[] }[] = [];
  for (const line of text.split('\n')) {
    const { id } = /^session (?<id>\w+)$/u.exec(line)?.groups ?? {};
    if (id !== undefined) sessions.push({ id, processes: [] });
    const { pid, name = '' } = /^process (?<pid>\d{1,10}) (?<name>.+)$/u.exec(line)?.groups ?? {};
    if (pid !== undefined) sessions.at(-1)?.processes.push({ pid: Number(pid), name });
  }
  return sessions;
}
