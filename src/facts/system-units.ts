import { WATCHED_UNITS } from '../domain/watched-units.ts';
import { absent, defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseUnits, UNIT_PROPERTIES, type Units } from '../parse/unit-properties.ts';

/** Units of an SSH server; which of them exist depends on the distribution. */
export const SSHD_UNITS = [
  'ssh.service',
  'sshd.service',
  'ssh.socket',
  'sshd.socket',
  'dropbear.service',
  'dropbear.socket',
] as const;

const NAMES = [...SSHD_UNITS, 'podman.socket', 'podman.service', ...WATCHED_UNITS] as const;

/** Units of the system manager. The user's own manager is under `user@.service`. */
export const systemUnits = defineFact({
  id: 'systemUnits',
  title: 'Units of the system manager',
  as: 'user',
  shares: 'system-manager',
  probe: sh`
    [ -d /run/systemd/system ] || exit 66
    need systemctl
    systemctl --no-pager show -p ${UNIT_PROPERTIES} ${NAMES.join(' ')} "user@$PR_UID.service"
  `,
  parse(output) {
    if (output.exitCode === 66) return absent('systemd is not the init of this host');
    const state = stateOfExit(output, 'the units of the system manager');
    if (state !== undefined) return state;
    const manager = /^Id=(?<id>user@\d+\.service)$/mu.exec(output.stdout)?.groups?.['id'] ?? '';
    const units = new Map(parseUnits(output.stdout, [...NAMES, manager]));
    const own = units.get(manager);
    if (units.size === 0) return unreadable('malformed', 'systemctl printed no unit');
    if (own !== undefined) units.set('user@.service', own);
    units.delete(manager);
    return known<Units>(units);
  },
});
