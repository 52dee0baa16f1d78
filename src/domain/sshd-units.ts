import type { FactState } from '../model/fact.ts';
import type { UnitState, Units } from '../parse/unit-properties.ts';

/** Names of the units of an SSH server, most common first; a socket may stand for its service. */
const NAMES = [
  'ssh.service',
  'sshd.service',
  'ssh.socket',
  'sshd.socket',
  'dropbear.service',
  'dropbear.socket',
] as const;

/** The units of an SSH server that exist on this host, each once, a service before its socket. */
export function sshdUnits(units: FactState<Units>): readonly UnitState[] {
  if (units.state !== 'known') return [];
  const found = new Map<string, UnitState>();
  for (const name of NAMES) {
    const unit = units.value.get(name);
    if (unit !== undefined && unit.load !== 'not-found') found.set(unit.id, unit);
  }
  return [...found.values()];
}
