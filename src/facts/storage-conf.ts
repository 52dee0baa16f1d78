import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { CONFIG_FILES, type ConfigFile, parseConfigFiles } from '../parse/config-lines.ts';
import {
  isTomlProblem,
  parseTomlFile,
  type TomlProblem,
  type TomlSettings,
} from '../parse/toml.ts';

/** storage.conf as it counts for the target user. */
export interface StorageConf {
  /** Effective settings, such as `storage.driver`, each with its file and line. */
  readonly settings: TomlSettings;
  /** Files that were looked for; the last one that exists counts. */
  readonly files: readonly Omit<ConfigFile, 'text'>[];
  /** All settings of the file that counts: also those that a rootless Podman before 6 does not take. */
  readonly inFile: TomlSettings;
  /** Drop-ins, which Podman reads since 6. */
  readonly dropIns: readonly string[];
  /** The file that counts, or null when there is none. */
  readonly used: string | null;
  /** Files that Podman cannot read as TOML. */
  readonly problems: readonly TomlProblem[];
  /** `STORAGE_DRIVER` of the session's environment, which wins; null when it is not set. */
  readonly driverFromEnvironment: string | null;
}

/**
 * containers-storage.conf(5). Files are not merged: the user's file replaces the system's, and of that
 * one a rootless Podman only takes what `SHARED` says (`getRootlessStorageOpts` of storage/types).
 */
export const storageConf = defineFact({
  id: 'storageConf',
  title: 'storage.conf',
  as: 'user',
  shares: 'home',
  probe: sh`
    ${CONFIG_FILES}
    printf '!uid %s\n!driver %s\n' "$PR_UID" "$STORAGE_DRIVER"
    set -- /usr/share/containers/storage.conf /etc/containers/storage.conf
    [ "$PR_UID" = 0 ] || set -- "$@" "\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers/storage.conf"
    [ -z "$CONTAINERS_STORAGE_CONF" ] || set -- "$CONTAINERS_STORAGE_CONF"
    config_files "$@"
    o=\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers
    for d in /usr/share/containers /etc/containers "$o"; do
      for f in "$d"/storage.conf.d/*.conf "$d"/storage.rootless.conf.d/*.conf \
        "$d"/storage.rootless.conf.d/"$PR_UID"/*.conf; do
        [ -e "$f" ] && printf '!dropin %s\n' "$f"
      done
    done
    exit 0
  `,
  parse({ stdout }) {
    const files = parseConfigFiles(stdout);
    const used = files.findLast(({ status }) => status === 'ok');
    const read = used === undefined ? NOTHING : parseTomlFile(used);
    const path = used?.path ?? null;
    const inFile = isTomlProblem(read) ? NOTHING : read;
    return known<StorageConf>({
      settings: whatCounts(inFile, path, !/^!uid 0$/mu.test(stdout)),
      inFile,
      dropIns: [...stdout.matchAll(/^!dropin (?<path>\/.*)$/gmu)].flatMap(
        ({ groups }) => groups?.['path'] ?? [],
      ),
      files: files.map(({ path: one, status }) => ({ path: one, status })),
      used: path,
      problems: isTomlProblem(read) ? [read] : [],
      driverFromEnvironment: /^!driver (?<name>\S+)$/mu.exec(stdout)?.groups?.['name'] ?? null,
    });
  },
});

const NOTHING: TomlSettings = new Map();
const SYSTEM_FILES: ReadonlySet<string | null> = new Set([
  '/usr/share/containers/storage.conf',
  '/etc/containers/storage.conf',
]);
/** Keys of the system's file that a rootless Podman without a file of its own takes. */
const SHARED = new Set(['storage.driver', 'storage.rootless_storage_path']);

function whatCounts(
  settings: TomlSettings,
  path: string | null,
  isRootless: boolean,
): TomlSettings {
  if (!isRootless || !SYSTEM_FILES.has(path)) return settings;
  return new Map([...settings].filter(([key]) => SHARED.has(key)));
}
