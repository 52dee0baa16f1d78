import type { Storage } from '../parse/storage.ts';

/** Podman's own runtime directory of a user: `tmp_dir` of containers.conf(5). */
export function podmanTmpDir(uid: number): string {
  return `/run/user/${uid}/libpod/tmp`;
}

/** Whether what Podman keeps for one boot is of an earlier one. */
export function isOfEarlierBoot({ recordedBootId, bootId }: Storage): boolean {
  if (recordedBootId === null || recordedBootId === '' || bootId === null) return false;
  return recordedBootId !== bootId;
}
