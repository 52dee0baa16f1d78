import { sh } from '../model/sh.ts';

/**
 * Shell functions that every probe may use. POSIX sh only; they read and never write.
 *
 * - `show FILE`: prints a regular file; exits 66 when it is absent, 77 when it may not be read.
 * - `show_all FILE…`: prints several files as records: a line `#<status> <mode> <uid> <gid> <mtime>
 *   <path>` (status `ok`, `absent`, `denied`, `special`; numbers are `-` when unknown), then each line
 *   of an `ok` file with `|` before it. Read it with `parseRecords` of `src/parse/records.ts`.
 * - `show_tree DEPTH PATTERN DIR…`: `show_all` of the regular files below DIR whose name matches.
 * - `meta PATH…`: one line a path, `<status> <type> <mode> <uid> <gid> <mtime> <path>`, links followed.
 *   Read it with `parseMeta` of `src/parse/records.ts`.
 * - `need TOOL…`: exits 69 when one of the tools is not on the PATH.
 * - `kv KEY VALUE`: prints `KEY=VALUE`, line breaks in the value turned into spaces.
 *
 * Variables: `PR_USER`, `PR_UID`, `PR_GID`, `PR_HOME` of the target user, `PR_RUN` (`/run/user/UID`),
 * and `PR_PATH`, the PATH that the session received.
 */
export const PRELUDE = sh`
gone() {
  [ -e "$1" ] && return 1
  [ -L "$1" ] && return 0
  g=\${1%/*}
  while [ -n "$g" ] && [ ! -e "$g" ]; do
    case $g in */*) g=\${g%/*} ;; *) return 0 ;; esac
  done
  [ -z "$g" ] || [ ! -d "$g" ] || [ -x "$g" ]
}
show() {
  if [ -f "$1" ]; then
    [ -r "$1" ] || exit 77
    cat -- "$1" || exit 77
  else
    gone "$1" || exit 77
    exit 66
  fi
}
show_all() {
  for f; do
    if [ -f "$f" ]; then
      a=$(stat -Lc '%a %u %g %Y' -- "$f" 2>/dev/null) || a='- - - -'
      if [ -r "$f" ]; then
        printf '#ok %s %s\n' "$a" "$f"
        sed 's/^/|/' <"$f"
        echo
      else
        printf '#denied %s %s\n' "$a" "$f"
      fi
    elif [ -e "$f" ]; then
      printf '#special - - - - %s\n' "$f"
    elif gone "$f"; then
      printf '#absent - - - - %s\n' "$f"
    else
      printf '#denied - - - - %s\n' "$f"
    fi
  done
}
show_tree() {
  d=$1 q=$2
  shift 2
  for t; do
    if [ -d "$t" ] && [ -r "$t" ] && [ -x "$t" ]; then
      find -L "$t" -maxdepth "$d" -name "$q" -type f 2>/dev/null | sort | while IFS= read -r f; do
        show_all "$f"
      done
    elif [ -d "$t" ] || ! gone "$t"; then
      printf '#denied - - - - %s\n' "$t"
    fi
  done
}
meta() {
  for f; do
    if m=$(stat -Lc '%F:%a %u %g %Y' -- "$f" 2>/dev/null || stat -c '%F:%a %u %g %Y' -- "$f" 2>/dev/null); then
      t=\${m%%:*}
      case $t in
        'regular file' | 'regular empty file') t=file ;;
        'symbolic link') t=link ;;
        'character special file') t=char ;;
        'block special file') t=block ;;
      esac
      printf 'ok %s %s %s\n' "$t" "\${m#*:}" "$f"
    elif gone "$f"; then
      printf 'absent - - - - - %s\n' "$f"
    else
      printf 'denied - - - - - %s\n' "$f"
    fi
  done
}
need() {
  for t; do command -v "$t" >/dev/null 2>&1 || exit 69; done
}
kv() {
  printf '%s=' "$1"
  printf '%s' "$2" | tr '\n\r' '  '
  echo
}
`;
