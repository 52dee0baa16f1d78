import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { CONFIG_FILES, type ConfigFile, parseConfigFiles } from '../parse/config-lines.ts';
import {
  isTomlProblem,
  mergeToml,
  parseTomlFile,
  type TomlProblem,
  type TomlSettings,
} from '../parse/toml.ts';

/** All layers of a configuration, as Podman merges them. */
export interface LayeredConfig {
  /** Effective settings, such as `engine.runtime`, each with its file and line. */
  readonly settings: TomlSettings;
  /** Files that were looked for, earlier ones first; a later one wins. */
  readonly files: readonly Omit<ConfigFile, 'text'>[];
  /** Files that Podman will refuse. Their settings are not merged. */
  readonly problems: readonly TomlProblem[];
}

/**
 * containers.conf(5): vendor, administrator and user, each with drop-ins. The user's file counts only
 * for a rootless Podman (`userConfigPath` of common/pkg/config). `CONTAINERS_CONF` replaces them all.
 * Podman 6 also reads drop-ins below /usr/share, and `containers.rootless.conf.d`.
 */
export const containersConf = defineFact({
  id: 'containersConf',
  title: 'containers.conf',
  as: 'user',
  shares: 'home',
  probe: sh`
    ${CONFIG_FILES}
    c=\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers
    set -- /usr/share/containers/containers.conf /usr/share/containers/containers.conf.d \
      /etc/containers/containers.conf /etc/containers/containers.conf.d
    [ "$PR_UID" = 0 ] || set -- "$@" "$c/containers.conf" "$c/containers.conf.d"
    [ -z "$CONTAINERS_CONF" ] || set -- "$CONTAINERS_CONF"
    [ -z "$CONTAINERS_CONF_OVERRIDE" ] || set -- "$@" "$CONTAINERS_CONF_OVERRIDE"
    config_files "$@"
    exit 0
  `,
  parse: ({ stdout }) => known<LayeredConfig>(mergeLayers(parseConfigFiles(stdout))),
});

function mergeLayers(files: readonly ConfigFile[]): LayeredConfig {
  let settings: TomlSettings = new Map();
  const problems: TomlProblem[] = [];
  for (const file of files.filter(({ status }) => status === 'ok')) {
    const read = parseTomlFile(file);
    if (isTomlProblem(read)) problems.push(read);
    else settings = mergeToml(settings, read);
  }
  return { settings, files: files.map(({ path, status }) => ({ path, status })), problems };
}
