import type { Readable } from '../model/fact.ts';
import type { Space, Storage } from '../parse/storage.ts';

const MIB = 1024 * 1024;

/** Below this not even the records of a container can be written. */
export const FULL_BYTES = 32 * MIB;
/** Below this an image of ordinary size cannot be pulled: its layers are kept twice for a moment. */
export const LOW_BYTES = 512 * MIB;
/** Files that the records of one container need, with room to spare. */
export const FEW_INODES = 200;

export function isFull({ freeBytes, totalBytes }: Space): boolean {
  return totalBytes > 0 && freeBytes < FULL_BYTES;
}

export function isLow({ freeBytes, totalBytes }: Space): boolean {
  return totalBytes > 0 && freeBytes < LOW_BYTES;
}

/** A file system that makes inodes as they are needed says that it has none. */
export function lacksInodes({ totalInodes, freeInodes }: Space): boolean {
  return totalInodes > 0 && freeInodes < FEW_INODES;
}

/** `3 MiB`, `1.4 GiB`. */
export function sizeText(bytes: number): string {
  const mebibytes = bytes / MIB;
  return mebibytes >= 1024
    ? `${(mebibytes / 1024).toFixed(1)} GiB`
    : `${Math.floor(mebibytes)} MiB`;
}

/** Whether the store and the directory for temporary files take the same space: to the byte, and of the same inodes. */
export function sharesSpaceWithTmp(storage: Readable<Storage>): boolean {
  if (storage.state !== 'known') return false;
  const { graphSpace, tmpSpace } = storage.value;
  const shape = (space: Space | null): string => {
    if (space === null) return '';
    const { type, totalBytes, freeBytes, totalInodes, freeInodes } = space;
    return [type, totalBytes, freeBytes, totalInodes, freeInodes].join(' ');
  };
  return graphSpace !== null && shape(graphSpace) === shape(tmpSpace);
}
