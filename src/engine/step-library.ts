import { sh } from '../model/sh.ts';

/**
 * Shell functions for the steps of a fix. They run as whoever the step is for; `N` is the nonce, `A`
 * is `root` or `user`, `ETC` the only folder below which root writes.
 *
 * - `end STATUS EXIT BECAUSE` says how the step ended, and ends the shell. What `rollback` does comes first,
 *   when the step did not do what it should.
 * - `run ARGV…` runs a program without stdin; `out` holds what it printed.
 * - `same PATH TEXT BYTES` whether a regular file holds exactly this text.
 * - `inspect PATH TEXT BYTES yes|no TEXT BYTES` compares a file with the wanted text, and with the text
 *   that the plan was made from (`no`: it did not exist). 0: write it; 1: it is as wanted; else it ends.
 * - `put PATH TEXT BYTES MODE` replaces the file atomically, and reads it again.
 */
export const STEP_LIBRARY = sh`
out= ended=
rollback() { :; }
encode() {
  if base64 </dev/null >/dev/null 2>&1; then base64; else od -An -v -tx1; fi |
    while IFS= read -r l; do printf '%s %s %s\n' "$N" "$1" "$l"; done
}
end() {
  [ -z "$ended" ] || return 0
  ended=yes
  case $1 in done | already) ;; *) rollback >/dev/null 2>&1 ;; esac
  printf '%s' "$3" | encode W
  printf '%s' "$out" | tail -c 2000 | encode O
  printf '%s E %s %s\n' "$N" "$1" "$2"
  exit 0
}
trap 'end failed "$?" "the shell of the step ended early"' 0
run() { out=$("$@" 2>&1 </dev/null); }
same() {
  [ -f "$1" ] && [ ! -L "$1" ] && [ -r "$1" ] || return 1
  [ "$(($(wc -c <"$1")))" -eq "$3" ] || return 1
  f=$(cat -- "$1" && echo x) || return 1
  [ "$f" = "$2"x ]
}
inspect() {
  if [ -L "$1" ]; then end refused 1 "$1 is a symbolic link; podready does not write through it"; fi
  if [ -e "$1" ]; then
    [ -f "$1" ] || end refused 1 "$1 is not a regular file"
    [ -r "$1" ] || end denied 77 "$1 may not be read"
    same "$1" "$2" "$3" && return 1
    [ "$4" = yes ] || end changed-meanwhile 1 "$1 did not exist when the plan was made"
    same "$1" "$5" "$6" || end changed-meanwhile 1 "$1 is not what it was when the plan was made"
  else
    [ "$4" = no ] || end changed-meanwhile 1 "$1 is gone since the plan was made"
  fi
  return 0
}
folder() {
  case $1 in /*) ;; *) end refused 1 "$1 is not an absolute path" ;; esac
  case $1/ in */../* | */./* | *//*) end refused 1 "$1 is not a plain path" ;; esac
  d=\${1%/*} e=$d
  while [ -n "$e" ] && [ ! -e "$e" ] && [ ! -L "$e" ]; do e=\${e%/*}; done
  inside "\${e:-/}" "$1"
  if [ "$A" = root ]; then umask 022; else umask 077; fi
  [ -d "$d" ] || run mkdir -p -- "$d" || end failed "$?" "$d cannot be made"
  inside "$d" "$1"
}
inside() {
  r=$(cd -P -- "$1" 2>/dev/null && pwd -P) || end refused 1 "$1 is not a folder"
  [ "$A" = root ] || return 0
  case $r in "$ETC" | "$ETC"/*) ;; *) end refused 1 "$2 is not below $ETC; as root nothing else is written" ;; esac
}
put() {
  folder "$1"
  t=$d/.podready-$N m=$4 o=
  if [ -e "$1" ]; then
    m=$(stat -c %a -- "$1") && o=$(stat -c %u:%g -- "$1") || end failed 1 "$1 cannot be examined"
  fi
  (umask 077 && set -C && printf '%s' "$2" >"$t") 2>/dev/null && same "$t" "$2" "$3" &&
    chmod -- "$m" "$t" && { [ -z "$o" ] || [ "$A" != root ] || chown -- "$o" "$t"; } || {
    rm -f -- "$t"
    end failed 1 "$d: a file cannot be written there (read-only, or full)"
  }
  run mv -f -- "$t" "$1" || { s=$?; rm -f -- "$t"; end failed "$s" "$1 cannot be replaced"; }
  if [ "$A" = root ] && command -v restorecon >/dev/null 2>&1; then restorecon -- "$1" >/dev/null 2>&1; fi
  same "$1" "$2" "$3" || end failed 1 "$1 does not hold what was written"
}
`;
