import type { StorageConf } from '../facts/storage-conf.ts';
import type { FactState, Readable } from '../model/fact.ts';
import { type Mount, mountOf } from '../parse/mountinfo.ts';
import type { Storage } from '../parse/storage.ts';
import { driverChoice } from './storage-driver.ts';

/**
 * The mount of a vfs store; undefined when the store is another one. Its options hold in containers.
 * Measured with Podman 5.4: an overlay mount does not take over those of the file system below.
 */
export function vfsMount(
  storage: Readable<Storage>,
  mounts: Readable<readonly Mount[]>,
  conf: FactState<StorageConf>,
): Mount | undefined {
  if (storage.state === 'absent' || mounts.state === 'absent') return undefined;
  const { recorded, configured } = driverChoice(storage.value, conf);
  if ((recorded ?? configured) !== 'vfs') return undefined;
  return mountOf(mounts.value, storage.value.place ?? '');
}
