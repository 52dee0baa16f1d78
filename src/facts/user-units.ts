import { absent, defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import {
  MISSING_PROGRAM,
  NETWORK_UNIT,
  parseUnits,
  UNIT_PROPERTIES,
  type Units,
} from '../parse/unit-properties.ts';

const NAMES = ['podman.socket', 'podman.service', 'dbus.socket', NETWORK_UNIT] as const;

/** Units of the user's own manager; absent when no manager runs for the user. */
export const userUnits = defineFact({
  id: 'userUnits',
  title: "Units of the user's manager",
  as: 'user',
  shares: 'user-manager',
  // systemctl talks to the manager's private socket, so the bus is not activated by it.
  probe: sh`
    [ -d /run/systemd/system ] || exit 66
    if [ ! -S "$PR_RUN/systemd/private" ]; then
      gone "$PR_RUN/systemd/private" || exit 77
      exit 66
    fi
    need systemctl
    u=$(systemctl --user --no-pager show -p ${UNIT_PROPERTIES} ${NAMES.join(' ')}) || exit
    printf '%s\n' "$u"
    # A program that is missing shows as failed for a moment only: while a client waits, systemd tries on.
    case $u in
      *'ExecStart={ path='*)
        u=\${u#*'ExecStart={ path='}
        u=\${u%%' ; '*}
        # A name without a slash is searched on a PATH of the manager's own.
        case $u in /*) [ -x "$u" ] || printf '\n${MISSING_PROGRAM}%s\n' "$u" ;; esac
        ;;
    esac
  `,
  parse(output) {
    if (output.exitCode === 66) return absent('no user manager runs for this user');
    const state = stateOfExit(output, "the units of the user's manager");
    if (state !== undefined) return state;
    const units = parseUnits(output.stdout, NAMES);
    return units.size === 0
      ? unreadable('malformed', 'systemctl --user printed no unit')
      : known<Units>(units);
  },
});
