import type { FactState } from '../model/fact.ts';
import type { Limits } from '../parse/limits.ts';
import type { TomlSettings } from '../parse/toml.ts';

/** Values for the quota that serve hundreds of containers. */
export const MAX_KEYS = 20_000;
export const MAX_BYTES = 500_000;

export interface KeyringState {
  readonly keys: number;
  readonly maxKeys: number;
  readonly keysLeft: number;
  readonly maxBytes: number;
  readonly bytesLeft: number;
}

/**
 * How much of the quota of keyrings(7) is left; or why it does not matter. A user without keys has no
 * line in /proc/key-users, and then the kernel keys alone decide.
 */
export function keyringState(
  { keys }: Limits,
  sysctls: ReadonlyMap<string, string | null>,
  containersConf: FactState<{ readonly settings: TomlSettings }>,
): KeyringState | string {
  if (isOff(containersConf)) return 'containers.conf says keyring = false';
  const maxKeys = numberOf(sysctls.get('kernel.keys.maxkeys')) ?? keys?.maxKeys;
  const maxBytes = numberOf(sysctls.get('kernel.keys.maxbytes')) ?? keys?.maxBytes;
  if (maxKeys === undefined || maxBytes === undefined) return 'this kernel has no key quota';
  const used = keys ?? { keys: 0, bytes: 0 };
  return {
    keys: used.keys,
    maxKeys,
    keysLeft: maxKeys - used.keys,
    maxBytes,
    bytesLeft: maxBytes - used.bytes,
  };
}

function isOff(containersConf: FactState<{ readonly settings: TomlSettings }>): boolean {
  if (containersConf.state !== 'known') return false;
  return containersConf.value.settings.get('containers.keyring')?.value === false;
}

function numberOf(text: string | null | undefined): number | undefined {
  return /^\d{1,15}$/u.test(text?.trim() ?? '') ? Number(text) : undefined;
}
