import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseUsernsAttempt, type UsernsAttempt } from '../parse/userns-attempt.ts';

/**
 * What happens when the user's whole ranges are mapped the way Podman maps them: a child in a user
 * namespace of its own, newuidmap(1) and newgidmap(1) from outside, both maps read back. The child
 * sleeps until it is killed; nothing stays.
 */
export const usernsAttempt = defineFact({
  id: 'usernsAttempt',
  title: 'Attempt at a user namespace',
  as: 'user',
  probe: sh`
    [ "$PR_UID" = 0 ] && exit 66
    need unshare
    # Lines "start count" of the user, lowest first, become m="0 ID 1 1 START COUNT ...".
    args() {
      m="0 $3 1" n=1 all=
      if [ -n "$nss" ]; then
        all=$(getsubids $2 "$PR_USER" | while read -r n o s c; do echo "$s $c"; done)
      elif [ -r "$1" ]; then
        while IFS=: read -r o s c || [ -n "$o" ]; do
          case $s$c in '' | *[!0-9]*) continue ;; esac
          case $o in "$PR_USER" | "$PR_UID") all="\${all:+$all
}$s $c" ;; esac
        done <"$1"
      fi
      case $all in *'
'*) all=$(printf '%s\n' "$all" | sort -n) ;; esac
      set -- $all
      while [ $# -gt 1 ]; do
        m="$m $n $1 $2" n=$((n + $2))
        shift 2
      done
    }
    nss=
    while read -r k v || [ -n "$k" ]; do
      case $k in subid:) nss=\${v%%#*} ;; esac
    done </etc/nsswitch.conf
    set -- $nss
    case $* in '' | files) nss= ;; esac
    args /etc/subuid '' "$PR_UID"
    u=$m
    args /etc/subgid -g "$PR_GID"
    g=$m
    echo "uids $u"
    echo "gids $g"
    try() {
      w=$1
      shift
      command -v "$1" >/dev/null 2>&1 || { echo "$w missing"; return; }
      e=$("$@" 2>&1)
      r=$?
      echo "$w exit $r"
      [ -z "$e" ] || printf '%s\n' "$e" | while IFS= read -r l; do echo "$w said $l"; done
    }
    # The child has the same pid outside: it shares the pid namespace.
    LC_ALL=C unshare -U sh -c 'echo "$$"; read -r l </dev/null; exec sleep 10' 2>&1 | {
      read -r pid || exit 0
      case $pid in *[!0-9]*) echo "unshare said $pid"; exit 0 ;; esac
      echo 'unshare exit 0'
      try newuidmap newuidmap "$pid" $u
      try newgidmap newgidmap "$pid" $g
      while read -r l; do echo "uidmap $l"; done <"/proc/$pid/uid_map"
      while read -r l; do echo "gidmap $l"; done <"/proc/$pid/gid_map"
      kill -9 "$pid"
    }
    exit 0
  `,
  parse: (output) =>
    stateOfExit(output, 'a user namespace of the target user') ??
    known<UsernsAttempt>(parseUsernsAttempt(output.stdout)),
});
