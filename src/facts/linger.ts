import { defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** Whether the user's manager runs with nobody logged in. */
export interface Linger {
  readonly enabled: boolean;
  /** The file that says so. */
  readonly path: string;
  /** What keeps users from switching it on themselves; `null` when nothing is seen to, or it is on. */
  readonly barrier: LingerBarrier | null;
}

/** logind asks polkit for everybody but root: without it users are refused. */
export interface LingerBarrier {
  readonly path: string;
  readonly polkit: 'missing' | 'masked';
}

/** Lingering, as logind keeps it: a file named after the user. */
export const linger = defineFact({
  id: 'linger',
  title: 'Lingering',
  as: 'user',
  shares: 'system',
  // logind escapes the name as in C: a backslash of DOMAIN\user is doubled. Polkit is started by its name on
  // the bus, from the directories of dbus-daemon(1), so only files tell whether it can be.
  probe: sh`
    [ -d /run/systemd/system ] || exit 66
    n=$PR_USER
    case $n in *\\*) n=$(printf '%s' "$n" | sed 's/\\/\\\\/g') ;; esac
    f=/var/lib/systemd/linger/$n
    if [ -e "$f" ]; then echo "on $f"
    elif gone "$f"; then
      echo "off $f"
      u=/etc/systemd/system/polkit.service n=org.freedesktop.PolicyKit1.service
      # A file that is empty, or a link to /dev/null, masks a unit.
      if [ -c "$u" ] || { [ -f "$u" ] && [ ! -s "$u" ]; }; then echo "masked $u"; fi
      for d in /etc /run /usr/local/share /usr/share /lib /run/current-system/sw/share; do
        [ ! -e "$d/dbus-1/system-services/$n" ] || exit 0
      done
      echo "missing /usr/share/dbus-1/system-services/$n"
    else exit 77
    fi
  `,
  parse(output) {
    const state = stateOfExit(output, '/var/lib/systemd/linger');
    if (state !== undefined) return state;
    const match = /^(?<on>on|off) (?<path>\/.+)$/mu.exec(output.stdout);
    if (match === null) return unreadable('malformed', 'the linger file was not named');
    return known<Linger>({
      enabled: match.groups?.['on'] === 'on',
      path: match.groups?.['path'] ?? '',
      barrier: barrierIn(output.stdout),
    });
  },
});

function barrierIn(text: string): LingerBarrier | null {
  const { polkit, path = '' } =
    /^(?<polkit>missing|masked) (?<path>\/.+)$/mu.exec(text)?.groups ?? {};
  return polkit === 'missing' || polkit === 'masked' ? { polkit, path } : null;
}
