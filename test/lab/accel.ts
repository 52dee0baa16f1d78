/** Emulation by default, because it works everywhere; hardware virtualisation for those whose machine has it. */
import process from 'node:process';

export type Accel = 'tcg' | 'kvm';

export function chosenAccel(): Accel {
  const value = process.env['PODREADY_LAB_ACCEL'] ?? 'tcg';
  if (value === 'tcg' || value === 'kvm') return value;
  throw new Error(`PODREADY_LAB_ACCEL must be tcg or kvm, not ${value}`);
}

export function accelArgs(accel: Accel): string[] {
  return accel === 'kvm'
    ? ['-accel', 'kvm', '-cpu', 'max,-arch-capabilities']
    : ['-accel', 'tcg,thread=multi', '-cpu', 'max'];
}

/** How much longer everything may take than on bare metal. */
export function patience(accel: Accel): number {
  return accel === 'kvm' ? 1 : 4;
}
