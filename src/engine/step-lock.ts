import { sh } from '../model/sh.ts';

/** Seconds that a step waits for the steps of other runs. Nobody is asked anything while a step holds the lock. */
export const LOCK_SECONDS = 300;

/**
 * One podready at a time changes what is root's, and one what is a user's: each step holds the lock beside
 * its journal from before it looks until its end is written.
 *
 * - `claim` makes the folders of the journal, and waits for the lock; it says who has it. A step for which nobody
 *   listens any more when its turn comes changes nothing.
 * - `release` gives it up. So does the kernel when the shell of the step is killed, since no program that
 *   the step runs inherits the file.
 *
 * Where flock(1) is missing, or the file system has no locks, the lock is the symbolic link with the highest number:
 * it names a process, and ln(1) makes each number once. The link of a process that is gone stays, so that
 * no two can take over from it; only who holds the lock removes a link, its own.
 */
export const LOCK_LIBRARY = sh`
private() {
  if [ -L "$1" ]; then return 1; fi
  [ -d "$1" ] || mkdir -m 700 -- "$1" 2>/dev/null
  [ -d "$1" ] && [ -O "$1" ] || return 1
  case $(stat -c %a -- "$1") in 700 | ?700) ;; *) return 1 ;; esac
}
store() {
  STORE=$STATE
  if [ "$A" != root ]; then
    STORE=$HOME/.local/state
    [ -d "$STORE" ] || (umask 077 && mkdir -p -- "$STORE") 2>/dev/null
  fi
  STORE=$STORE/podready LOCK=$STORE/lock
  private "$STORE" && private "$STORE/journal" && [ ! -L "$LOCK" ] && (umask 077 && : >>"$LOCK") 2>/dev/null
}
claim() {
  store || end refused 73 "the journal cannot be written to $STORE/journal, so nothing was changed"
  exec 9>>"$LOCK"
  acquire || {
    printf '%s' "$(holder)" | encode L
    await || end refused 75 "another podready changes this host: $(holder); nothing was changed; run it again when that one has ended"
  }
  who=$(plain "\${JOURNAL%.ndjson}, pid $$ of \${SUDO_USER:-\${DOAS_USER:-$(id -un)}}, since $(date -u +%Y-%m-%dT%H:%M:%SZ)")
  # No program comes between emptying the file and filling it: others read it meanwhile.
  printf '%s' "$who" >"$LOCK"
  printf '%s H\n' "$N" 2>/dev/null || { ended=yes; exit 0; }
}
holder() {
  who=$(plain "$(head -c 200 -- "$LOCK")")
  printf 'run %s' "\${who:-that has just begun}"
}
acquire() {
  [ -z "$NUMBERED" ] || { number; return; }
  flock -x -n 9 9>&9 2>/dev/null
  case $? in 0) ;; 1) return 1 ;; *) NUMBERED=yes; number ;; esac
}
await() {
  if [ -z "$NUMBERED" ] && case $(flock --help 2>&1) in *--timeout*) ;; *) false ;; esac then
    flock -x -w "$PATIENCE" 9 9>&9
    return
  fi
  until acquire; do
    PATIENCE=$((PATIENCE - 1))
    [ "$PATIENCE" -gt 0 ] || return 1
    sleep 1
  done
}
number() {
  top=0
  for link in "$LOCK".*; do
    case \${link##*.} in '' | *[!0-9]*) ;; *) [ "\${link##*.}" -le "$top" ] || top=\${link##*.} ;; esac
  done
  if [ "$top" != 0 ]; then
    link=$(readlink -- "$LOCK.$top") && ! lives "$link" && [ "$(readlink -- "$LOCK.$top")" = "$link" ] || return 1
  fi
  ln -s "$$:$(since $$):$(cat /proc/sys/kernel/random/boot_id)" "$LOCK.$((top + 1))" 2>/dev/null || return 1
  LINK=$LOCK.$((top + 1))
}
since() {
  words=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  set -- \${words##*\) }
  shift 19
  echo "$1"
}
lives() {
  [ "\${1##*:}" = "$(cat /proc/sys/kernel/random/boot_id)" ] || return 1
  words=\${1%:*}
  [ "$(since "\${words%%:*}")" = "\${words##*:}" ]
}
release() {
  [ -z "$LINK" ] || rm -f -- "$LINK"
  LINK=
  exec 9>&-
}
`;
