import { sh } from '../model/sh.ts';

/**
 * Shell functions that every probe may use. POSIX sh only; they read and never write. Each of them
 * starts as few processes as it can: on a slow host a process costs more than all that it reads.
 *
 * - `show FILE`: prints a regular file, its last line with a line end; exits 66 when it is absent, 77 when it
 *   may not be read. Like `show_all` it must begin on a line of its own, and may not be read by the probe itself.
 * - `show_all FILE…`: one line a file, `#<status> <mode> <uid> <gid> <mtime> <path>` (status `ok`,
 *   `absent`, `denied`, `special`; numbers are `-` when unknown), then for each `ok` file a line
 *   `#= <path>` and its lines with `|` before each. Read it with `parseRecords` of
 *   `src/parse/records.ts`.
 * - `hits FORMAT ERE FILE…`: FORMAT for each line that matches, `%f` in it being the file, `%n` the number of the
 *   line and `%t` its text. Of regular files only, such as do not vanish: mawk(1) ends when it cannot read one.
 *   Without intervals in ERE: mawk(1) knows them since 1.3.4-20200717 only.
 * - `show_tree DEPTH PATTERN DIR…`: `show_all` of the regular files below DIR whose name
 *   matches the glob, at most DEPTH (1 to 3) levels deep.
 * - `meta PATH…`: one line a path, `<status> <mode> <uid> <gid> <mtime> <type>|<path>`, links
 *   followed. Read it with `parseMeta` of `src/parse/records.ts`.
 * - `need TOOL…`: exits 69 when one of the tools is not on the PATH.
 * - `echo WORD…`: prints the words as they are. The builtin of dash and mksh obeys backslashes, and the home
 *   of `DOMAIN\\user` has one.
 * - `kv KEY VALUE`: prints `KEY=VALUE`, line breaks in the value turned into spaces.
 *
 * Variables: `PR_USER`, `PR_UID`, `PR_GID`, `PR_HOME`, `PR_SHELL` of the target user, `PR_RUN`
 * (`/run/user/UID`), `PR_LOGIN_UID` of who logged in, and `PR_PATH`, the PATH that the session received.
 */
export const PRELUDE = sh`
echo() {
  case $# in
    0 | 1) printf '%s\n' "$1" ;;
    *)
      printf '%s' "$1"
      shift
      for echoed; do printf ' %s' "$echoed"; done
      printf '\n'
      ;;
  esac
}
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
    if [ "$B" = awk ]; then printf '%s < %s\n' "$N" "$1"
    else cat -- "$1" || exit 77
    fi
  else
    gone "$1" || exit 77
    exit 66
  fi
}
show_all() (
  ok=0
  for f; do
    shift
    if [ -f "$f" ]; then
      if [ -r "$f" ]; then
        set -- "$@" "$f"
        ok=$((ok + 1))
      else
        a=$(stat -Lc '%a %u %g %Y' -- "$f" 2>/dev/null) || a='- - - -'
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
  [ "$ok" -gt 0 ] || return 0
  stat -Lc '#ok %a %u %g %Y %n' -- "$@" 2>/dev/null
  if [ "$B" = awk ]; then for f; do printf '%s | %s\n' "$N" "$f"; done
  else awk 'FNR == 1 { print "#= " FILENAME } { print "|" $0 }' "$@" 2>/dev/null
  fi
  :
)
hits() {
  if [ "$B" = awk ]; then
    printf '%s %% %s\n%s ~ %s\n' "$N" "$1" "$N" "$2"
    shift 2
    for hit; do [ ! -f "$hit" ] || printf '%s ? %s\n' "$N" "$hit"; done
  else hits_by_grep "$@"
  fi
}
hits_by_grep() (
  o=$1 e=$2
  shift 2
  for f; do
    shift
    [ ! -f "$f" ] || set -- "$@" "$f"
  done
  grep -anE -e "$e" /dev/null "$@" 2>/dev/null | while IFS= read -r l; do
    f=\${l%%:*} l=\${l#*:}
    n=\${l%%:*} l=\${l#*:}
    p=$o r=
    while :; do
      case $p in *%*) r=$r\${p%%\%*} p=\${p#*%} ;; *) break ;; esac
      case $p in f*) r=$r$f ;; n*) r=$r$n ;; t*) r=$r$l ;; esac
      p=\${p#?}
    done
    printf '%s\n' "$r$p"
  done
)
show_tree() (
  d=$1 q=$2 n=0
  shift 2
  for t; do
    shift
    if [ -d "$t" ] && [ -r "$t" ] && [ -x "$t" ]; then
      for f in "$t"/$q; do [ ! -f "$f" ] || set -- "$@" "$f"; done
      [ "$d" -lt 2 ] || for f in "$t"/*/$q; do [ ! -f "$f" ] || set -- "$@" "$f"; done
      [ "$d" -lt 3 ] || for f in "$t"/*/*/$q; do [ ! -f "$f" ] || set -- "$@" "$f"; done
    elif [ -d "$t" ] || ! gone "$t"; then
      printf '#denied - - - - %s\n' "$t"
    fi
  done
  [ "$#" -eq 0 ] || show_all "$@"
)
meta() (
  for f; do
    shift
    if [ -e "$f" ]; then set -- "$@" "$f"
    elif [ -L "$f" ]; then printf 'ok - - - - link|%s\n' "$f"
    elif gone "$f"; then printf 'absent - - - - -|%s\n' "$f"
    else printf 'denied - - - - -|%s\n' "$f"
    fi
  done
  [ "$#" -eq 0 ] || stat -Lc 'ok %a %u %g %Y %F|%n' -- "$@" 2>/dev/null
  :
)
need() {
  for t; do command -v "$t" >/dev/null 2>&1 || exit 69; done
}
kv() {
  case $2 in
    *"
"*) printf '%s=' "$1"; printf '%s' "$2" | tr '\n' ' '; echo ;;
    *) printf '%s=%s\n' "$1" "$2" ;;
  esac
}
`;
