import { sh } from '../model/sh.ts';
import { JOURNAL_LIBRARY } from './step-journal.ts';
import { LOCK_LIBRARY, LOCK_SECONDS } from './step-lock.ts';

/**
 * Shell functions for the steps of a fix. The shell that has them goes on when its connection is gone, and when it
 * is told to end: it stops when its step has ended. They run as whoever the step is for; `N` is the nonce, `A`
 * is `root` or `user`, `ETC` the only folder below which root writes.
 *
 * - `begin SEEN` writes to the journal what the step is and what it sees, and ends the step when that
 *   cannot be written: every step calls it before it changes anything.
 * - `end STATUS EXIT BECAUSE` says how the step ended, and ends the shell. What `rollback` does comes first,
 *   when the step did not do what it should. `left` is what the journal has to know for an undo.
 * - `run ARGV…` runs a program without stdin and without the lock; `out` holds what it printed.
 * - `flush PATH…` waits until files and folders are on disk.
 * - `same PATH TEXT BYTES` whether a regular file holds exactly this text.
 * - `inspect PATH yes|no TEXT BYTES yes|no TEXT BYTES` compares a file with the wanted text, and with the
 *   text that the plan was made from (`no`: no file). 0: change it; 1: it is as wanted; else it ends.
 * - `lacking PATH` prints how many folders above a file do not exist.
 * - `put PATH TEXT BYTES MODE` replaces the file atomically, and reads it again. One that is there keeps its
 *   mode, owner, access control list and SELinux label. Whoever holds the lock is the only one
 *   that has such temporary files there.
 * - `drop PATH FOLDERS` removes the file; then
 * - `tidy PATH FOLDERS` removes what a `put` that was killed left beside a file, and so many folders above it as far
 *   as they are empty.
 */
export const STEP_LIBRARY = sh`
out= ended= began= left= LINK= NUMBERED= PATIENCE=${String(LOCK_SECONDS)}
trap '' HUP
trap : PIPE TERM INT
rollback() { :; }
flush() { sync -- "$@" 2>/dev/null || sync; }
encode() {
  if base64 </dev/null >/dev/null 2>&1; then base64; else od -An -v -tx1; fi |
    while IFS= read -r l; do printf '%s %s %s\n' "$N" "$1" "$l"; done
}
${LOCK_LIBRARY}
${JOURNAL_LIBRARY}
end() {
  [ -z "$ended" ] || return 0
  ended=yes
  case $1 in done | already) ;; *) (rollback) >/dev/null 2>&1 ;; esac
  conclude "$1"
  release
  printf '%s' "$3" | encode W
  printf '%s' "$out" | tail -c 2000 | encode O
  printf '%s E %s %s\n' "$N" "$1" "$2"
  exit 0
}
trap 'end failed "$?" "the shell of the step ended early"' 0
run() { out=$(exec 9>&-; "$@" 2>&1 </dev/null); }
same() {
  [ -f "$1" ] && [ ! -L "$1" ] && [ -r "$1" ] || return 1
  [ "$(($(wc -c <"$1")))" -eq "$3" ] || return 1
  held=$(cat -- "$1" && echo x) || return 1
  [ "$held" = "$2"x ]
}
inspect() {
  if [ -L "$1" ]; then end refused 1 "$1 is a symbolic link; podready does not write through it"; fi
  if [ -e "$1" ]; then
    [ -f "$1" ] || end refused 1 "$1 is not a regular file"
    [ -r "$1" ] || end denied 77 "$1 may not be read"
    [ "$2" = yes ] && same "$1" "$3" "$4" && return 1
    [ "$5" = yes ] || end changed-meanwhile 1 "$1 did not exist when the plan was made"
    same "$1" "$6" "$7" || end changed-meanwhile 1 "$1 is not what it was when the plan was made"
  else
    [ "$2" = yes ] || return 1
    [ "$5" = no ] || end changed-meanwhile 1 "$1 is gone since the plan was made"
  fi
  return 0
}
lacking() {
  above=\${1%/*} count=0
  while [ -n "$above" ] && [ ! -e "$above" ]; do above=\${above%/*} count=$((count + 1)); done
  echo "$count"
}
folder() {
  case $1 in /*) ;; *) end refused 1 "$1 is not an absolute path" ;; esac
  case $1/ in */../* | */./* | *//*) end refused 1 "$1 is not a plain path" ;; esac
  d=\${1%/*} above=$d
  while [ -n "$above" ] && [ ! -e "$above" ] && [ ! -L "$above" ]; do above=\${above%/*}; done
  inside "\${above:-/}" "$1"
  if [ "$A" = root ]; then umask 022; else umask 077; fi
  [ -d "$d" ] || run mkdir -p -- "$d" || end failed "$?" "$d cannot be made"
  inside "$d" "$1"
}
inside() {
  r=$(cd -P -- "$1" 2>/dev/null && pwd -P) || end refused 1 "$1 is not a folder"
  [ "$A" = root ] || return 0
  case $r in "$ETC" | "$ETC"/*) ;; *) end refused 1 "$2 is not below $ETC; as root nothing else is written" ;; esac
}
alike() {
  case $(ls -ld -- "$1") in
    ??????????+*) access=$(getfacl -cp -- "$1") && printf '%s\n' "$access" | setfacl --set-file=- -- "$2" || return 1 ;;
  esac
  [ ! -e /sys/fs/selinux/enforce ] || chcon --reference="$1" -- "$2"
}
put() {
  folder "$1"
  rm -f -- "$d"/.podready-* 2>/dev/null
  t=$d/.podready-$N m=$4 o=
  if [ -e "$1" ]; then
    m=$(stat -c %a -- "$1") && o=$(stat -c %u:%g -- "$1") || end failed 1 "$1 cannot be examined"
  fi
  (umask 077 && set -C && printf '%s' "$2" >"$t") 2>/dev/null && same "$t" "$2" "$3" &&
    chmod -- "$m" "$t" && { [ -z "$o" ] || [ "$A" != root ] || chown -- "$o" "$t"; } || {
    rm -f -- "$t"
    end failed 1 "$d: a file cannot be written there (read-only, or full)"
  }
  [ -z "$o" ] || alike "$1" "$t" >/dev/null 2>&1 || {
    rm -f -- "$t"
    end failed 1 "$1 has an access control list or a label that cannot be kept"
  }
  flush "$t"
  run mv -f -- "$t" "$1" || { s=$?; rm -f -- "$t"; end failed "$s" "$1 cannot be replaced"; }
  if [ -z "$o" ] && [ "$A" = root ] && command -v restorecon >/dev/null 2>&1; then restorecon -- "$1" >/dev/null 2>&1; fi
  flush "$d"
  same "$1" "$2" "$3" || end failed 1 "$1 does not hold what was written"
}
drop() {
  d=\${1%/*}
  [ -d "$d" ] || return 0
  inside "$d" "$1"
  run rm -f -- "$1" || end failed "$?" "$1 cannot be removed"
  tidy "$1" "$2"
}
tidy() {
  d=\${1%/*} count=$2
  [ ! -d "$d" ] || { inside "$d" "$1"; rm -f -- "$d"/.podready-* 2>/dev/null; }
  while [ "$count" -gt 0 ]; do
    [ ! -d "$d" ] || rmdir -- "$d" 2>/dev/null || break
    d=\${d%/*} count=$((count - 1))
  done
  while [ ! -d "$d" ]; do d=\${d%/*}; done
  flush "$d"
}
`;
