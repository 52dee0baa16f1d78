import type { StorageConf } from '../facts/storage-conf.ts';
import type { FactState } from '../model/fact.ts';
import type { Storage } from '../parse/storage.ts';
import { stringAt, type TomlSetting } from '../parse/toml.ts';
import type { Tools } from '../facts/tools.ts';

/** Which driver the store has, and which one the configuration asks for. */
export interface DriverChoice {
  /** Of the store that is there; null when there is none, or it cannot be told. */
  readonly recorded: string | null;
  readonly configured: string | null;
  /** Where it is configured; undefined when by `STORAGE_DRIVER`, or not at all. */
  readonly setting: TomlSetting | undefined;
  /** `mount_program` of the overlay driver, and where it is set. */
  readonly mountProgram: TomlSetting | undefined;
}

/** The driver that is in the database wins over the configured one (libpod/runtime.go, `mergeDBConfig`). */
export function driverChoice(storage: Storage, conf: FactState<StorageConf>): DriverChoice {
  const value = conf.state === 'known' ? conf.value : undefined;
  const settings: StorageConf['settings'] = value?.settings ?? new Map();
  const isFromEnvironment = (value?.driverFromEnvironment ?? null) !== null;
  const fromFile = stringAt(settings, 'storage.driver');
  const configured = value?.driverFromEnvironment ?? fromFile ?? null;
  const programKey = ['storage.options.overlay.mount_program', 'storage.options.mount_program'];
  const program = programKey.find((key) => stringAt(settings, key) !== undefined);
  return {
    recorded: recordedDriver(storage),
    // An old name of the same driver, see overlay2 in containers-storage.conf(5).
    configured: configured === 'overlay2' ? 'overlay' : configured,
    setting: isFromEnvironment ? undefined : settings.get('storage.driver'),
    mountProgram: program === undefined ? undefined : settings.get(program),
  };
}

/** Whether the kernel lets a user mount an overlay: since 5.11, and in RHEL's since 8.5. */
export function mountsOverlayForUsers(kernelRelease: string): boolean {
  const match = /^(?<major>\d+)\.(?<minor>\d+)/u.exec(kernelRelease);
  if (match === null) return true;
  const [major, minor] = [Number(match.groups?.['major']), Number(match.groups?.['minor'])];
  if (major > 5 || (major === 5 && minor >= 11)) return true;
  const build = /^4\.18\.0-(?<build>\d+)\..*el8/u.exec(kernelRelease)?.groups?.['build'];
  return build !== undefined && Number(build) >= 348;
}

/** The program that mounts a user's overlays: the configured one, or else fuse-overlayfs where the kernel is too old. */
export function mountProgramOf(
  { mountProgram }: DriverChoice,
  isNative: boolean,
  tools: FactState<Tools>,
): string | undefined {
  if (typeof mountProgram?.value === 'string') return mountProgram.value;
  if (isNative || tools.state !== 'known') return undefined;
  return tools.value.paths['fuse-overlayfs'];
}

function recordedDriver({ database, entries }: Storage): string | null {
  const named = database?.driver ?? '';
  if (named !== '') return named;
  const made = ['overlay', 'vfs', 'btrfs', 'zfs'].filter(
    (driver) => entries.includes(`${driver}-images`) || entries.includes(`${driver}-layers`),
  );
  return made.length === 1 ? (made[0] ?? null) : null;
}
