import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseRegistryAuth, type RegistryAuth } from '../parse/registry-auth.ts';

/**
 * The files in which Podman looks for credentials of registries (containers-auth.json(5)), without the
 * credentials: what leaves the host is the structure of the JSON, the names of registries and of helpers, and
 * whether a credential is base64.
 */
export const registryAuth = defineFact({
  id: 'registryAuth',
  title: 'Stored credentials of registries',
  as: 'user',
  shares: 'home',
  // No program where no file is. Text between quotation marks is printed only where it is a name by its place,
  // and a line that is no JSON becomes `!`.
  probe: sh`
    auth_file() {
      if [ -f "$1" ] && [ -r "$1" ]; then printf '@ok %s\n' "$1"; return 0; fi
      if [ ! -f "$1" ] && gone "$1"; then printf '@absent %s\n' "$1"
      else printf '@denied %s\n' "$1"
      fi
      return 1
    }
    if [ -n "$REGISTRY_AUTH_FILE" ]; then set -- "$REGISTRY_AUTH_FILE"
    else
      set -- "$XDG_RUNTIME_DIR/containers/auth.json" \
        "\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers/auth.json" \
        "\${DOCKER_CONFIG:-$PR_HOME/.docker}/config.json"
      [ "$PR_UID" != 0 ] || set -- /run/containers/0/auth.json "$@"
    fi
    for f; do
      shift
      if auth_file "$f"; then set -- "$@" "$f"; fi
    done
    (
      IFS=:
      for d in $PATH; do
        for p in "$d"/docker-credential-*; do
          if [ -f "$p" ] && [ -x "$p" ]; then printf 'program %s\n' "\${p##*/docker-credential-}"; fi
        done
      done
    )
    [ $# = 0 ] || awk '
      FNR == 1 { print "@= " FILENAME; depth = 0 }
      {
        gsub(/\\./, "_")
        n = split($0, part, "\"")
        for (i = 1; i <= n; i++) {
          s = part[i]
          if (i % 2) between(s)
          else if (i == n) printf "!"
          else if (part[i + 1] ~ /^[ \t]*:/) { key = s; printf "\"%s\"", name(s) }
          else printf "\"%s\"", value(s)
        }
        print ""
      }
      END { for (k in id) print "#" id[k] " " k }
      function between(s) {
        gsub(/true|false|null|-?[0-9][0-9.eE+-]*/, "0", s)
        if (s ~ /[^][{}:,0 \t\r]/) s = "!"
        depth += gsub(/[{]/, "{", s) - gsub(/[}]/, "}", s)
        printf "%s", s
      }
      function name(k) {
        if (depth == 1) {
          part_of = k
          return k == "auths" || k == "credHelpers" ? k : "?"
        }
        if (depth == 2 && (part_of == "auths" || part_of == "credHelpers")) {
          sub(/^.*@/, "", k)
          if (!(k in id)) id[k] = ++last
          return "#" id[k]
        }
        return depth == 3 && part_of == "auths" && k == "auth" ? "stored" : "?"
      }
      function value(v) {
        if (depth == 2 && part_of == "credHelpers" && v ~ /^[A-Za-z0-9._-]+$/) return v
        if (depth == 3 && part_of == "auths" && key == "auth")
          return length(v) % 4 == 0 && v ~ /^[A-Za-z0-9+\/]*=?=?$/ ? "base64" : "other"
        return "?"
      }' "$@"
    exit 0
  `,
  parse: ({ stdout }) => known<RegistryAuth>(parseRegistryAuth(stdout)),
});
