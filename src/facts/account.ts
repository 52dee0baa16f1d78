import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type Account, parseAccount } from '../parse/account.ts';

/** The target user's home, and the directories and files below it that Podman must be able to use. */
export const account = defineFact({
  id: 'account',
  title: 'Home of the user',
  as: 'user',
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
    for f in "$c" "$c/containers" "$c/containers"/*.conf "$c/containers"/*.json \
      "$c/containers"/*.conf.d "$PR_HOME/.local" "$s" "$s/containers"; do
      [ -e "$f" ] || continue
      if [ -d "$f" ]; then
        [ -r "$f" ] && [ -w "$f" ] && [ -x "$f" ] && continue
      else
        [ -r "$f" ] && continue
      fi
      set -- "$@" "$f"
    done
    [ "$#" -eq 0 ] || { echo unusable; meta "$@"; }
    exit 0
  `,
  parse: ({ stdout }) => known<Account>(parseAccount(stdout)),
});
