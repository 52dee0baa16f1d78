import type { Evidence } from '../model/check.ts';
import type { UnitState } from '../parse/unit-properties.ts';

/** What systemd says of a unit, as evidence. */
export function unitEvidence(unit: UnitState, expected: string): Evidence {
  const state = unit.load === 'loaded' ? [unit.active, unit.fileState] : [unit.load, unit.active];
  const said = [...state, unit.result === 'success' ? '' : unit.result].filter((one) => one !== '');
  return { kind: 'unit', where: unit.id || 'unit', found: said.join(', ') || 'nothing', expected };
}
