import { kernelRelease } from '../src/domain/host.ts';
import { driverChoice, mountsOverlayForUsers } from '../src/domain/storage-driver.ts';
import { editToml, type TomlEdits } from '../src/domain/toml-edit.ts';
import type { ConfiguredPaths } from '../src/facts/configured-paths.ts';
import type { StorageConf } from '../src/facts/storage-conf.ts';
import type { Sysctls } from '../src/facts/sysctls.ts';
import type { Tools } from '../src/facts/tools.ts';
import type { FactState } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop } from '../src/model/fix.ts';
import type { Storage } from '../src/parse/storage.ts';
import { stringAt } from '../src/parse/toml.ts';

/** The file has no drop-ins before Podman 6: the line itself is changed, and every other one stays. */
export const storageConf = defineFix({
  meta: {
    id: 'storage-conf',
    title: "Correct the user's storage.conf",
    description:
      "Changes lines of the user's own storage.conf that Podman cannot follow: a mount_program that is not there, a driver that is not the one of the store, and the places of root's store, as they come with a copy of the system's file.",
    effect: 'safe',
    after: ['helper-packages'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/storage/blob/main/docs/containers-storage.conf.5.md',
    ],
  },
  requires: ['storage', 'storageConf', 'userStorageConf', 'user'],
  consults: ['configuredPaths', 'sysctls', 'tools'],
  plan({ storage, storageConf: conf, userStorageConf, user, configuredPaths, sysctls, tools }) {
    if (user.state === 'absent') return blocked(user.because);
    if (storage.state === 'absent' || conf.state === 'absent') return noop('there is no storage');
    const edits = new Map([
      ...mountProgramEdit(storage.value, conf.value, configuredPaths, otherProgram(sysctls, tools)),
      ...driverEdit(storage.value, conf.value),
      ...rootPlacesEdit(storage.value, conf.value),
    ]);
    if (edits.size === 0) return noop('no line of storage.conf has to be changed');
    const used = conf.value.used ?? '';
    if (userStorageConf.state === 'absent' || userStorageConf.value.path !== used) {
      return manual(`${used} is not the user's own file: an administrator decides`);
    }
    const { path, text } = userStorageConf.value;
    const content = editToml(text, edits);
    const keys = [...edits.keys()].map((key) => key.replace(/^.*\./u, '')).join(', ');
    if (content === undefined) {
      return manual(`which lines of ${path} set ${keys} cannot be told: change them by hand`);
    }
    return change([
      {
        kind: 'write-file',
        summary: `Correct ${keys} in ${path}`,
        as: 'user',
        effect: 'safe',
        undo: 'exact',
        path,
        content,
        mode: 0o644,
        before: text,
      },
    ]);
  },
});

/** Where the kernel lets no user mount an overlay: the fuse-overlayfs that is there. */
function otherProgram(sysctls: FactState<Sysctls>, tools: FactState<Tools>): string | null {
  if (sysctls.state !== 'known' || tools.state !== 'known') return null;
  if (mountsOverlayForUsers(kernelRelease(sysctls))) return null;
  return tools.value.paths['fuse-overlayfs'] ?? null;
}

function mountProgramEdit(
  storage: Storage,
  conf: StorageConf,
  paths: FactState<ConfiguredPaths>,
  other: string | null,
): TomlEdits {
  const { recorded, mountProgram } = driverChoice(storage, { state: 'known', value: conf });
  if (typeof mountProgram?.value !== 'string') return new Map();
  const isGone = paths.state === 'known' && paths.value.get(mountProgram.value) === 'absent';
  if (!isGone && recorded !== 'vfs') return new Map();
  const keys = ['storage.options.overlay.mount_program', 'storage.options.mount_program'];
  const program = recorded === 'vfs' ? null : other;
  return new Map(keys.filter((key) => conf.settings.has(key)).map((key) => [key, program]));
}

/** Podman goes on with the driver of the store, whatever the file says. */
function driverEdit(storage: Storage, conf: StorageConf): TomlEdits {
  const { recorded, setting } = driverChoice(storage, { state: 'known', value: conf });
  const configured = setting?.value === 'overlay2' ? 'overlay' : setting?.value;
  if (recorded === null || setting === undefined || configured === recorded) return new Map();
  return new Map([['storage.driver', recorded]]);
}

/** What the file of the system has; of these a user can write none. */
const ROOT_PLACES: ReadonlyMap<string, RegExp> = new Map([
  ['storage.graphroot', /^\/var\/lib\/containers\/storage\/?$/u],
  ['storage.runroot', /^(?:\/var)?\/run\/containers\/storage\/?$/u],
]);

function rootPlacesEdit({ writable }: Storage, { settings }: StorageConf): TomlEdits {
  if (writable) return new Map();
  const isRoots = ([key, place]: readonly [string, RegExp]): boolean =>
    place.test(stringAt(settings, key) ?? '');
  return new Map([...ROOT_PLACES].filter(isRoots).map(([key]) => [key, null]));
}
