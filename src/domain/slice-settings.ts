import type { Limits } from '../parse/limits.ts';
import type { SliceSetting } from '../parse/slice-settings.ts';
import type { Evidence } from '../model/check.ts';
import { MEMORY_NEEDED, TASKS_NEEDED } from './user-limits.ts';

/**
 * What limits a slice, with as much as systemd gives where nobody says anything (10-defaults.conf of user-.slice.d). Not
 * `MemoryMax=infinity`: a slice without any limit of memory is left as it is when systemd reads its files again
 * (measured with 257), so that the low limit would stay.
 */
export const SLICE_DEFAULTS = { TasksMax: '33%', MemoryMax: '100%' } as const;

export type SliceKey = keyof typeof SLICE_DEFAULTS;

export const SLICE_KEYS = ['TasksMax', 'MemoryMax'] as const satisfies readonly SliceKey[];

/** Drop-ins count in the order of their names, whichever folder they are in (systemd.unit(5)). */
export const SLICE_DROP_IN = 'zz-podready.conf';

/** The settings of which the slice of the user has too little for Podman. */
export function lowSettings({ slice: { maxTasks, maxMemory } }: Limits): readonly SliceKey[] {
  const isLow = {
    TasksMax: maxTasks !== null && maxTasks < TASKS_NEEDED,
    MemoryMax: maxMemory !== null && maxMemory < MEMORY_NEEDED,
  };
  return SLICE_KEYS.filter((key) => isLow[key]);
}

/** The line that counts: the last one for the key. */
export function settingOf(
  settings: readonly SliceSetting[],
  key: SliceKey,
): SliceSetting | undefined {
  return settings.findLast((one) => one.key === key);
}

/** The line that counts, as evidence; none where no file sets the key. */
export function sliceEvidence(
  settings: readonly SliceSetting[],
  key: SliceKey,
): readonly Evidence[] {
  const setting = settingOf(settings, key);
  if (setting === undefined) return [];
  const { file, line, value } = setting;
  const wanted = SLICE_DEFAULTS[key];
  const expected =
    value === wanted
      ? 'the same in the control group; systemd has not applied it'
      : `${key}=${wanted}`;
  return [{ kind: 'file', where: file, line, found: `${key}=${value}`, expected }];
}
