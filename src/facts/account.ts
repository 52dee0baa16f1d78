import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type Account, parseAccount } from '../parse/account.ts';

/** The target user's home, and the directories and files below it that Podman must be able to use. */
export const account = defineFact({
  id: 'account',
  title: 'Home of the user',
  as: 'user',
  shares: 'home',
  // Builtin tests first: stat(1) runs only for what is not as it should be.
  probe: sh`
    kv home "$PR_HOME"
    kv variable "$HOME"
    meta "$PR_HOME"
    [ -d "$PR_HOME" ] && echo directory
    [ -r "$PR_HOME" ] && echo readable
    [ -w "$PR_HOME" ] && echo writable
    [ -x "$PR_HOME" ] && echo searchable
    [ -O "$PR_HOME" ] && echo owned
    c=\${XDG_CONFIG_HOME:-$PR_HOME/.config} s=\${XDG_DATA_HOME:-$PR_HOME/.local/share}
    set --
    if [ -e "$c" ] && [ ! -O "$c" ]; then
      echo "why owner $c"
      set -- "$c"
    fi
    for f in "$c" "$c/containers" "$c/containers"/*.conf.d "$s/containers" "$s" "$PR_HOME/.local"; do
      [ -d "$f" ] || continue
      [ -x "$f" ] || { echo "why search $f"; set -- "$@" "$f"; }
    done
    for f in "$c/containers"/*.conf "$c/containers"/*.json "$c/containers"/*.conf.d/*.conf; do
      [ ! -f "$f" ] || [ -r "$f" ] || { echo "why read $f"; set -- "$@" "$f"; }
    done
    # Podman makes what is missing of the way to its store.
    for f in "$s/containers/storage" "$s/containers" "$s" "$PR_HOME/.local" "$PR_HOME"; do
      [ -d "$f" ] || continue
      [ "$f" = "$s/containers/storage" ] || [ -w "$f" ] || { echo "why write $f"; set -- "$@" "$f"; }
      break
    done
    [ "$#" -eq 0 ] || { echo unusable; meta "$@"; }
    exit 0
  `,
  parse: ({ stdout }) => known<Account>(parseAccount(stdout)),
});
