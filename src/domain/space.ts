import type { Space } from '../parse/storage.ts';

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
