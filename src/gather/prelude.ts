import { sh } from '../model/sh.ts';

/**
 * Shell functions that every probe may use. POSIX sh only; they read and never write. Each of them
 * starts as few processes as it can: on a slow host a process costs more than all that it reads. So they are no
 * subshells, and their variables begin with `pr_`, that none of a probe's is lost.
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
  pr_g=\${1%/*}
  while [ -n "$pr_g" ] && [ ! -e "$pr_g" ]; do
    case $pr_g in */*) pr_g=\${pr_g%/*} ;; *) return 0 ;; esac
  done
  [ -z "$pr_g" ] || [ ! -d "$pr_g" ] || [ -x "$pr_g" ]
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
show_all() {
  pr_ok=0
  for pr_f; do
    shift
    if [ -f "$pr_f" ]; then
      if [ -r "$pr_f" ]; then
        set -- "$@" "$pr_f"
        pr_ok=$((pr_ok + 1))
      else
        pr_a=$(stat -Lc '%a %u %g %Y' -- "$pr_f" 2>/dev/null) || pr_a='- - - -'
        printf '#denied %s %s\n' "$pr_a" "$pr_f"
      fi
    elif [ -e "$pr_f" ]; then
      printf '#special - - - - %s\n' "$pr_f"
    elif gone "$pr_f"; then
      printf '#absent - - - - %s\n' "$pr_f"
    else
      printf '#denied - - - - %s\n' "$pr_f"
    fi
  done
  [ "$pr_ok" -gt 0 ] || return 0
  stat -Lc '#ok %a %u %g %Y %n' -- "$@" 2>/dev/null
  if [ "$B" = awk ]; then for pr_f; do printf '%s | %s\n' "$N" "$pr_f"; done
  else awk 'FNR == 1 { print "#= " FILENAME } { print "|" $0 }' "$@" 2>/dev/null
  fi
  :
}
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
show_tree() {
  pr_d=$1 pr_q=$2
  shift 2
  for pr_t; do
    shift
    if [ -d "$pr_t" ] && [ -r "$pr_t" ] && [ -x "$pr_t" ]; then
      for pr_f in "$pr_t"/$pr_q; do [ ! -f "$pr_f" ] || set -- "$@" "$pr_f"; done
      [ "$pr_d" -lt 2 ] || for pr_f in "$pr_t"/*/$pr_q; do [ ! -f "$pr_f" ] || set -- "$@" "$pr_f"; done
      [ "$pr_d" -lt 3 ] || for pr_f in "$pr_t"/*/*/$pr_q; do [ ! -f "$pr_f" ] || set -- "$@" "$pr_f"; done
    elif [ -d "$pr_t" ] || ! gone "$pr_t"; then
      printf '#denied - - - - %s\n' "$pr_t"
    fi
  done
  [ "$#" -eq 0 ] || show_all "$@"
}
meta() {
  for pr_f; do
    shift
    if [ -e "$pr_f" ]; then set -- "$@" "$pr_f"
    elif [ -L "$pr_f" ]; then printf 'ok - - - - link|%s\n' "$pr_f"
    elif gone "$pr_f"; then printf 'absent - - - - -|%s\n' "$pr_f"
    else printf 'denied - - - - -|%s\n' "$pr_f"
    fi
  done
  [ "$#" -eq 0 ] || stat -Lc 'ok %a %u %g %Y %F|%n' -- "$@" 2>/dev/null
  :
}
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
