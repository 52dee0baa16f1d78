import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** What a path that a configuration names is on this host. */
export type ConfiguredPath = 'program' | 'file' | 'directory' | 'absent' | 'denied';

/** By path; one that no configuration names is missing. */
export type ConfiguredPaths = ReadonlyMap<string, ConfiguredPath>;

/**
 * Whether the absolute paths that containers.conf and storage.conf name are there. In a named
 * directory, such as one of `helper_binaries_dir`, the helpers are looked for as well.
 */
export const configuredPaths = defineFact({
  id: 'configuredPaths',
  title: 'Paths named in configuration files',
  as: 'user',
  shares: 'home',
  probe: sh`
    c=\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers
    set --
    for f in /usr/share/containers/containers.conf /etc/containers/containers.conf \
      /etc/containers/containers.conf.d/*.conf "$c/containers.conf" "$c/containers.conf.d"/*.conf \
      "$CONTAINERS_CONF" "$CONTAINERS_CONF_OVERRIDE" "$CONTAINERS_STORAGE_CONF" \
      /usr/share/containers/storage.conf /etc/containers/storage.conf "$c/storage.conf"; do
      [ -f "$f" ] && [ -r "$f" ] && set -- "$@" "$f"
    done
    [ $# -gt 0 ] || exit 0
    look() {
      if [ -d "$1" ]; then
        echo "directory $1"
        [ -x "$1" ] || echo "denied $1"
      elif [ -f "$1" ] && [ -x "$1" ]; then echo "program $1"
      elif [ -e "$1" ]; then echo "file $1"
      elif gone "$1"; then echo "absent $1"
      else echo "denied $1"
      fi
    }
    sed "/^[[:space:]]*#/d
      s/['\"]/\\
/g" "$@" | while IFS= read -r p; do
      case $p in
        /*) ;;
        *) continue ;;
      esac
      look "$p"
      [ -d "$p" ] || continue
      for t in netavark aardvark-dns pasta slirp4netns rootlessport catatonit conmon; do
        look "$p/$t"
      done
    done
    exit 0
  `,
  parse({ stdout }) {
    const lines = stdout.split('\n').flatMap((line): [string, ConfiguredPath][] => {
      const groups =
        /^(?<kind>program|file|directory|absent|denied) (?<path>\/.*)$/u.exec(line)?.groups ?? {};
      const kind = KINDS.find((one) => one === groups['kind']);
      return kind === undefined ? [] : [[groups['path'] ?? '', kind]];
    });
    return known<ConfiguredPaths>(new Map(lines));
  },
});

const KINDS: readonly ConfiguredPath[] = ['program', 'file', 'directory', 'absent', 'denied'];
