import type { AllocateSubidsStep } from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import type { ReleaseSubidsStep } from '../model/undo-step.ts';
import { quote } from '../parse/shell.ts';
import type { HostLayout } from './step-script.ts';

/**
 * usermod(8) accepts a range that overlaps somebody else's, so both files are read before and after; an
 * overlap that appears meanwhile is taken back. Where there is no usermod, a line is appended.
 */
export function allocateBody({ user, start, count, files }: AllocateSubidsStep): string {
  const last = start + count - 1;
  return sh`
    u=${quote(user)} b=${String(start)} e=${String(last)} n=${String(count)} files='${files.join(' ')}'
    o=$(id -u -- "$u" 2>/dev/null) || end failed 67 "there is no user $u"
    ${SUBID_FUNCTIONS}
    regular
    x=$(overlaps)
    [ -z "$x" ] || end changed-meanwhile 1 "the ids $b-$e are no longer free: $x"
    has_all && end already 0 ''
    added=$(without)
    begin "files=$added"
    added=$(echo "$added" | tr , ' ')
    if command -v usermod >/dev/null 2>&1; then
      for f in $files; do [ -e "$ETC/$f" ] || (umask 022 && set -C && : >"$ETC/$f") 2>/dev/null; done
      set --
      for f in $added; do set -- "$@" "--add-\${f}s" "$b-$e"; done
      run usermod "$@" -- "$u" || end failed "$?" "usermod could not add the ids $b-$e"
    else
      for f in $added; do append "$f"; done
    fi
    x=$(overlaps)
    if [ -n "$x" ]; then
      if remove $added; then t='were taken back'; else t="could not be taken back ($out)"; fi
      end changed-meanwhile 1 "the ids $b-$e were given to somebody else at the same moment, and $t: $x"
    fi
    has_all || end failed 1 "the ids $b-$e are not in both files after usermod"
    end done 0 ''
  `;
}

/**
 * What the ids are needed by is a user namespace that maps them, so that is looked for; that the user has some
 * process, as whoever logs in has, is nothing against it.
 */
export function releaseBody(
  { user, start, count, files, inUse }: ReleaseSubidsStep,
  { proc }: HostLayout,
): string {
  const last = start + count - 1;
  return sh`
    u=${quote(user)} b=${String(start)} e=${String(last)} n=${String(count)} files='${files.join(' ')}'
    o=$(id -u -- "$u" 2>/dev/null) || o=$u
    ${SUBID_FUNCTIONS}
    mapped() {
      grep -Hs '' ${quote(proc)}/[0-9]*/[ug]id_map | tr : ' ' |
        awk -v b="$b" -v e="$e" '$3 <= e && $3 + $4 > b && $4 < 4294967295 { print $1; exit }'
    }
    regular
    mine=
    for f in $files; do if has "$f"; then mine="$mine $f"; fi; done
    tidy "$ETC/subuid" 0
    files=$mine
    [ -n "$mine" ] || end already 0 ''
    x=$(mapped)
    ${inUse ? 'x=' : '[ -z "$x" ]'} || end refused 1 "the ids $b-$e are in use ($x); podman system migrate gives them up, or name the fix to go on"
    begin ''
    remove $mine || end failed 1 "usermod could not take the ids $b-$e of $u out of the files"
    end done 0 ''
  `;
}

/**
 * - `ranges FILE` prints the lines of other ranges that overlap ours. Numbers lose their leading zeros, which the
 *   shell's arithmetic would take for octal; one that is too long overlaps everything.
 * - `remove FILES…` takes our line out of them, by usermod(8), which holds the locks of shadow-utils meanwhile. It
 *   deletes nothing while the user has any process (status 8, `user_busy` of src/usermod.c), but for a prefix;
 *   `/` counts as none, and `//` is the same folder. Below a prefix it knows of no SELinux labels. Where there is no
 *   usermod nobody else takes these locks, and the file is replaced as any other.
 */
const SUBID_FUNCTIONS = sh`
number() { v=$1; while case $v in 0?*) true ;; *) false ;; esac; do v=\${v#0}; done; }
ranges() {
  [ -f "$ETC/$1" ] || return 0
  while IFS=: read -r w s c || [ -n "$w" ]; do
    s=\${s%%[!0-9]*} c=\${c%%[!0-9]*}
    [ -n "$s" ] && [ -n "$c" ] || continue
    number "$s"; s=$v
    number "$c"; c=$v
    [ "$s" = "$b" ] && [ "$c" = "$n" ] && { [ "$w" = "$u" ] || [ "$w" = "$o" ]; } && continue
    if [ \${#s} -gt 15 ] || [ \${#c} -gt 15 ] || { [ "$s" -le "$e" ] && [ $((s + c)) -gt "$b" ]; }; then
      printf '%s has %s:%s:%s ' "$ETC/$1" "$w" "$s" "$c"
    fi
  done <"$ETC/$1"
}
overlaps() { for f in $files; do ranges "$f"; done; }
regular() {
  for f in subuid subgid; do
    if [ -L "$ETC/$f" ]; then end refused 1 "$ETC/$f is a symbolic link"; fi
    if [ -e "$ETC/$f" ] && [ ! -f "$ETC/$f" ]; then end refused 1 "$ETC/$f is not a regular file"; fi
  done
}
has() { grep -qxF -e "$u:$b:$n" -e "$o:$b:$n" "$ETC/$1" 2>/dev/null; }
has_all() { [ -z "$(without)" ]; }
without() {
  list=
  for f in $files; do has "$f" || list=$list,$f; done
  echo "\${list#,}"
}
append() {
  p=$ETC/$1 t=
  [ ! -e "$p" ] || t=$(cat -- "$p" && echo x) || end failed 1 "$p cannot be read"
  t=\${t%x}
  case $t in '' | *'
') ;; *) t="$t
" ;; esac
  t="$t$u:$b:$n
"
  put "$p" "$t" "$(($(printf %s "$t" | wc -c)))" 644
}
remove() {
  if ! command -v usermod >/dev/null 2>&1; then
    for f in "$@"; do withdraw "$f"; done
    return 0
  fi
  list=
  for f in "$@"; do list="$list --del-\${f}s $b-$e"; done
  run usermod $list -- "$u" || {
    [ $? = 8 ] && run usermod --prefix // $list -- "$u" || return 1
    ! command -v restorecon >/dev/null 2>&1 || for f in "$@"; do restorecon -- "$ETC/$f" >/dev/null 2>&1; done
  }
  for f in "$@"; do ! has "$f" || return 1; done
  flush "$ETC"
}
withdraw() {
  p=$ETC/$1
  t=$(grep -vxF -e "$u:$b:$n" -e "$o:$b:$n" -- "$p"; echo x)
  t=\${t%x}
  put "$p" "$t" "$(($(printf %s "$t" | wc -c)))" 644
}
`;
