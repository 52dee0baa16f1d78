import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseSshFiles, type SshFiles } from '../parse/ssh-files.ts';

/**
 * Owners and modes that sshd's StrictModes looks at, and the options of the user's authorized keys.
 * Of a key only its line number, the names of its options and its type are printed, never the key
 * itself, a comment, or the value of an option.
 */
export const sshFiles = defineFact({
  id: 'sshFiles',
  title: "SSH files of the user's home",
  as: 'user',
  shares: 'home',
  // Debian's sshd lets the user's own group write, so who is in that group matters then.
  probe: sh`
    k=$PR_HOME/.ssh/authorized_keys
    printf 'home %s\n' "$PR_HOME"
    set --
    for f in "$PR_HOME" "$PR_HOME/.ssh" "$k" "\${k}2"; do
      if [ -e "$f" ]; then set -- "$@" "$f"
      elif gone "$f"; then echo "absent $f"
      else echo "denied $f"
      fi
    done
    [ $# -gt 0 ] || exit 0
    a=$(stat -Lc 'meta %a %u %g %n' -- "$@")
    printf '%s\n' "$a"
    case $a in
      *[2367][0-7]' '*)
        for g in $(printf '%s\n' "$a" | cut -d' ' -f4 | sort -u); do
          getent group "$g" | sed 's/^/group /'
          getent passwd | while IFS=: read -r n _ _ i _; do
            [ "$i" != "$g" ] || echo "member $g $n"
          done
        done
        ;;
    esac
    for f in "$k" "\${k}2"; do
      [ -f "$f" ] || continue
      if [ ! -r "$f" ]; then echo "unreadable $f"; continue; fi
      echo "keys $f"
      awk '
        /^[ \t]*(#|\r?$)/ { next }
        {
          t = $0; sub(/^[ \t]+/, "", t); o = ""
          if (t !~ K) {
            q = 0; n = ""; v = 0
            for (i = 1; i <= length(t); i++) {
              c = substr(t, i, 1)
              if (q && c == "\\" && substr(t, i + 1, 1) == "\"") { i++; continue }
              if (c == "\"") { q = !q; continue }
              if (!q && (c == " " || c == "\t")) break
              if (!q && c == ",") { o = o n ","; n = ""; v = 0; continue }
              if (!q && c == "=") v = 1
              if (!v) n = n c
            }
            o = o n; t = substr(t, i); sub(/^[ \t]+/, "", t)
          }
          k = t ~ K && o ~ /^[A-Za-z0-9,@.-]*$/; sub(/[ \t].*/, "", t)
          if (k) print "key " NR " " o " " t
          else print "bad " NR
        }
      ' 'K=^(ssh-(rsa|dss|ed25519)|ecdsa-sha2-nistp[0-9]+|sk-(ssh-ed25519|ecdsa-sha2-nistp256))[^ \t]*[ \t]+AAAA' "$f"
    done
    exit 0
  `,
  parse: ({ stdout }) => known<SshFiles>(parseSshFiles(stdout)),
});
