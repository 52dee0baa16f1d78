import { defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** Whether the user's manager runs with nobody logged in. */
export interface Linger {
  readonly enabled: boolean;
  /** The file that says so. */
  readonly path: string;
}

/** Lingering, as logind keeps it: a file named after the user. */
export const linger = defineFact({
  id: 'linger',
  title: 'Lingering',
  as: 'user',
  shares: 'system',
  // logind escapes the name as in C: a backslash of DOMAIN\user is doubled.
  probe: sh`
    [ -d /run/systemd/system ] || exit 66
    n=$PR_USER
    case $n in *\\*) n=$(printf '%s' "$n" | sed 's/\\/\\\\/g') ;; esac
    f=/var/lib/systemd/linger/$n
    if [ -e "$f" ]; then echo "on $f"
    elif gone "$f"; then echo "off $f"
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
    });
  },
});
