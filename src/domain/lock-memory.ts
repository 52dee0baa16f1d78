import type { LayeredConfig } from '../facts/containers-conf.ts';
import type { FactState } from '../model/fact.ts';
import type { LockMemory } from '../parse/storage.ts';
import { stringAt, type TomlSetting } from '../parse/toml.ts';

/** What Podman makes when `num_locks` is not set (containers.conf(5)). */
export const DEFAULT_LOCKS = 2048;

/** Bytes of `pthread_mutex_t`: 32-bit machines, x86-64 and most others, aarch64 (glibc, musl). */
const MUTEX_BYTES = [24, 32, 40, 48] as const;
const LOCKS_IN_GROUP = 32;

/**
 * Whether shared memory of that size holds that many locks. `shm_struct_t` and `lock_group_t` of
 * libpod/lock/shm/shm_lock.h: a head of 56 bytes, then groups of a bitmap and 32 mutexes. Measured on
 * x86-64: 82488 bytes for 2048 locks.
 */
export function holdsLocks(bytes: number, locks: number): boolean {
  const groups = Math.ceil(locks / LOCKS_IN_GROUP);
  return MUTEX_BYTES.some((mutex) =>
    [40, 48, 56, 64].some((head) =>
      [4, 8].some((bitmap) => bytes === head + groups * (bitmap + LOCKS_IN_GROUP * mutex)),
    ),
  );
}

/** How many locks are configured, and whether the memory is of that number. */
export interface LockNumbers {
  readonly memory: LockMemory;
  readonly wanted: number;
  readonly fits: boolean;
  readonly setting: TomlSetting | undefined;
}

/** Undefined when there is no such memory: before the first command of a boot, or with locks in files. */
export function lockNumbers(
  memory: LockMemory | null,
  conf: FactState<Pick<LayeredConfig, 'settings'>>,
): LockNumbers | undefined {
  const settings: LayeredConfig['settings'] =
    conf.state === 'known' ? conf.value.settings : new Map();
  if (memory === null || stringAt(settings, 'engine.lock_type') === 'file') return undefined;
  const setting = settings.get('engine.num_locks');
  const wanted = typeof setting?.value === 'number' ? setting.value : DEFAULT_LOCKS;
  const fits = memory.bytes === 0 || holdsLocks(memory.bytes, wanted);
  return { memory, wanted, fits, setting };
}
