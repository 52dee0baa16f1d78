import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { CONFIG_FILES, type ConfigFile, parseConfigFiles } from '../parse/config-lines.ts';
import {
  isTomlProblem,
  parseTomlFile,
  type TomlProblem,
  type TomlSettings,
} from '../parse/toml.ts';

/** registries.conf and its drop-ins, as they count for the target user. */
export interface RegistriesConf {
  /** Every file that was looked for, in the order of Podman. */
  readonly files: readonly Omit<ConfigFile, 'text'>[];
  /** The files that count, earlier ones first: a later one wins, key by key. */
  readonly layers: readonly RegistriesLayer[];
  /** Main files in whose place another one is read. */
  readonly shadowed: readonly RegistriesLayer[];
  /** Files that count and are no TOML. */
  readonly problems: readonly TomlProblem[];
}

export interface RegistriesLayer {
  readonly path: string;
  readonly settings: TomlSettings;
}

/**
 * containers-registries.conf(5). The user's registries.conf replaces the system's; drop-ins of both
 * count, in the order of their names (`getConfig` of image/pkg/sysregistriesv2).
 */
export const registriesConf = defineFact({
  id: 'registriesConf',
  title: 'Registries',
  as: 'user',
  shares: 'home',
  probe: sh`
    ${CONFIG_FILES}
    c=\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers
    if [ -n "$CONTAINERS_REGISTRIES_CONF" ]; then
      config_files "$CONTAINERS_REGISTRIES_CONF"
    else
      config_files /usr/share/containers/registries.conf /etc/containers/registries.conf \
        "$c/registries.conf" /etc/containers/registries.conf.d "$c/registries.conf.d"
    fi
    exit 0
  `,
  parse: ({ stdout }) => known<RegistriesConf>(readLayers(parseConfigFiles(stdout))),
});

function readLayers(files: readonly ConfigFile[]): RegistriesConf {
  const main = files.findLast((file) => isMain(file) && file.status === 'ok');
  const layers: RegistriesLayer[] = [];
  const shadowed: RegistriesLayer[] = [];
  const problems: TomlProblem[] = [];
  for (const file of files.filter(({ status }) => status === 'ok')) {
    const counts = !isMain(file) || file === main;
    const read = parseTomlFile(file);
    if (!isTomlProblem(read))
      (counts ? layers : shadowed).push({ path: file.path, settings: read });
    else if (counts) problems.push(read);
  }
  return { files: files.map(({ path, status }) => ({ path, status })), layers, shadowed, problems };
}

function isMain({ path }: ConfigFile): boolean {
  return !path.includes('.d/');
}
