import { absent, defineFact, known, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type Outcomes, parseOutcomes } from '../parse/outcomes.ts';
import { quote } from '../parse/shell.ts';

/**
 * Removes all that the probe made: `pid name folder`. It waits until the process `pid` is gone, however
 * that ended, or starts at once when there is none. What it removes has the name of this run; what was
 * not there before Podman ran (`$folder/new`) goes too. The folder goes last, as the sign that all is done.
 */
const SWEEP = sh`
pid=$1 a=$2 w=$3
while [ -n "$pid" ] && kill -0 "$pid"; do
  [ -d "$w" ] || exit 0
  sleep 1
done
[ -d "$w" ] || exit 0
b=
timeout -k 2 9 true && b='timeout -k 2 15'
if [ -e "$w/started" ]; then
  # Podman 4.3 removes none of several when one of them is gone already.
  c=$($b podman ps -aq --filter "name=$a")
  [ -z "$c" ] || $b podman rm -f $c >/dev/null
  [ -z "$c" ] || [ -z "$($b podman ps -aq --filter "name=$a")" ] || echo 'left containers'
fi
[ ! -e "$w/network" ] || $b podman network rm "$a" >/dev/null || echo 'left network'
[ ! -e "$w/image" ] || $b podman rmi -f "localhost/$a" >/dev/null || echo 'left image'
if [ -e "$w/pause" ] && [ -z "$($b podman ps -q)" ]; then
  p=$XDG_RUNTIME_DIR/libpod/tmp/pause.pid new=
  [ -e "$w/new" ] && [ -z "$($b podman ps -aq; $b podman images -q)" ] && new=yes
  if [ -n "$new" ]; then
    # Files of the store may be of subordinate ids. Each call begins a pause process where libpod is gone.
    set --
    while IFS= read -r d; do
      case $d in */libpod) ;; *) set -- "$@" "$d" ;; esac
    done <"$w/new"
    $b podman unshare rm -rf "$@"
  fi
  # It does not end with a newline, so that read(1) would call it cut.
  [ ! -s "$p" ] || { kill -9 "$(cat "$p")" && rm -f "$p"; }
  [ -z "$new" ] || while IFS= read -r d; do rm -rf "$d"; done <"$w/new"
fi
rm -rf "$w"
`;

/**
 * What really happens: containers of an empty image, in which the host's own programs are mounted read-only,
 * so that nothing is pulled. Every container ends by itself, and all is removed by a process in a session of
 * its own (`SWEEP`), which also works when this one is killed.
 */
export const outcomes = defineFact({
  id: 'outcomes',
  title: 'What containers really do',
  as: 'user',
  deep: true,
  probe: sh`
    command -v podman >/dev/null || exit 66
    a=podready-$N
    w=$XDG_RUNTIME_DIR
    [ -d "$w" ] && [ -w "$w" ] || w=/tmp
    w=$w/$a
    cd "$HOME" || cd /
    (umask 077 && mkdir "$w") || exit 73
    mkdir "$w/own" "$w/out" && chmod 777 "$w/own" || exit 73
    kill -0 "$(cat "$XDG_RUNTIME_DIR/libpod/tmp/pause.pid")" || : >"$w/pause"
    # A user who never ran Podman gets none of its files.
    [ "$PR_UID" = 0 ] || [ -e "$HOME/.local/share/containers" ] ||
      for d in "$HOME/.local/share/containers" "$HOME/.cache/containers" "$HOME/.config/containers" "$HOME/.config/cni" \
        "$XDG_RUNTIME_DIR/containers" "$XDG_RUNTIME_DIR/libpod" "$XDG_RUNTIME_DIR/networks" "$XDG_RUNTIME_DIR/netns"; do
        [ -e "$d" ] || echo "$d"
      done >"$w/new"
    SWEEP=${quote(SWEEP)}
    S=; command -v setsid >/dev/null && S=setsid
    $S sh -c "$SWEEP" sh "$$" "$a" "$w" >/dev/null </dev/null &
    sweeper=$!
    leave() {
      sh -c "$SWEEP" sh '' "$a" "$w" </dev/null
      echo end
      wait "$sweeper"
      exit 0
    }
    most=$((LIMIT / 3)) b=
    timeout -k 3 3 true && b="timeout -k 3 $most"
    echo "limit $most"
    echo "name $a"
    # step NAME COMMAND...: what it printed is in $o.
    step() {
      n=$1
      shift
      o=$("$@" 2>&1 </dev/null)
      r=$?
      echo "$n exit $r"
      printf '%s\n' "$o" | sed -n "/./{s/^/$n said /;p;}" | cut -c 1-400 | tail -n 12
      return "$r"
    }
    blank() { dd if=/dev/zero bs=512 count=2 2>/dev/null | $b podman import -q - "localhost/$a"; }
    : >"$w/image"
    step image blank || { [ "$r" -ge 124 ] || rm -f "$w/image"; leave; }
    set --
    for d in /usr /bin /sbin /lib /lib32 /lib64 /nix /gnu; do
      [ ! -d "$d" ] || set -- "$@" -v "$d:$d:ro"
    done
    made() {
      i=$1
      shift
      : >"$w/started"
      $b podman run --rm --name "$a-$i" --pull=never --stop-timeout 0 --security-opt label=disable "$@"
    }
    image=localhost/$a
    step run made run --network none "$@" "$image" /bin/sh -c 'while read -r l; do echo "map $l"; done </proc/self/uid_map' || leave
    if [ "$PR_UID" != 0 ]; then
      step owner made owner --network none --user 1:1 -v "$w/own:/own" "$@" "$image" /bin/sh -c 'echo >/own/file'
      [ ! -e "$w/own/file" ] || echo "owner uid $(stat -c %u "$w/own/file")"
    fi
    step memory made memory --network none --memory 64m "$@" "$image" /bin/sh -c '
      l=none
      for f in memory.max memory/memory.limit_in_bytes; do
        [ ! -e /sys/fs/cgroup/$f ] || read -r l </sys/fs/cgroup/$f
      done
      echo "limit $l"'
    # What serves its argument on port 8080, and what prints the answer of a port of this host.
    language() {
      if command -v python3 >/dev/null; then
        i='python3 -c'
        serve='import socket,sys;s=socket.socket();s.bind(("",8080));s.listen(9);[(lambda c:(c.sendall(sys.argv[1].encode()),c.close()))(s.accept()[0]) for _ in iter(int,1)]'
        ask='import socket,sys;print(socket.create_connection(("127.0.0.1",int(sys.argv[1])),5).recv(99).decode())'
      elif perl -MIO::Socket::INET -e 1; then
        i='perl -MIO::Socket::INET -e'
        serve='$s=IO::Socket::INET->new(LocalPort=>8080,Listen=>9)or die$!;while($c=$s->accept){print$c $ARGV[0];close$c}'
        ask='$c=IO::Socket::INET->new(PeerAddr=>"127.0.0.1:$ARGV[0]",Timeout=>5)or die$!;print<$c>'
      elif busybox nc --help 2>&1 | grep -q -e '-l'; then
        i='sh -c'
        serve='while :; do echo "$0" | busybox nc -l -p 8080; done'
        ask='busybox nc -w 5 127.0.0.1 "$0" </dev/null'
      else
        return 1
      fi
    }
    port() {
      language || { echo 'port tool none'; return; }
      step port made port -d -p 127.0.0.1::8080 "$@" "$image" /bin/sh -c '"$@" & sleep '"$most" sh $i "$serve" "$a" || return
      p=$($b podman port "$a-port" 8080)
      p=\${p##*:} t=0 g=
      echo "port at 127.0.0.1:$p"
      while [ -n "$p" ] && [ "$t" -lt 8 ]; do
        g=$($i "$ask" "$p" 2>&1)
        case $g in *"$a"*) break ;; esac
        sleep 1
        t=$((t + 1))
      done
      printf '%s\n' "$g" | sed -n '/./h;\${g;s/^/port got /p;}' | cut -c 1-400
      echo "port wanted $a"
    }
    port "$@"
    names() {
      command -v getent >/dev/null || { echo 'network tool none'; return; }
      # Before 3.2 Podman pulls an image for the networks of users (podman#9423).
      v=$(podman --version)
      case $PR_UID:\${v##* } in 0:*) ;; *:[12].* | *:3.[01].*) echo 'network tool pull'; return ;; esac
      : >"$w/network"
      step network $b podman network create "$a" || { [ "$r" -ge 124 ] || rm -f "$w/network"; return; }
      step first made a -d --network "$a" -v "$w/out:/out" "$@" "$image" /bin/sh -c \
        '{ until getent hosts "$0" >/out/b; do sleep 1; done; } & sleep '"$most" "$a-b" || return
      step names made b --network "$a" -v "$w/out:/out" "$@" "$image" /bin/sh -c '
        i=0
        until l=$(getent hosts "$0") || [ "$i" -ge 5 ]; do sleep 1; i=$((i + 1)); done
        echo "first $l"
        i=0
        until [ -s /out/b ] || [ "$i" -ge 9 ]; do sleep 1; i=$((i + 1)); done
        while read -r l; do echo "second $l"; done </out/b' "$a-a"
    }
    names "$@"
    leave
  `,
  parse(output) {
    if (output.exitCode === 66) return absent('podman is not on the PATH of the user');
    if (output.exitCode === 73) {
      return unreadable(
        'denied',
        'no folder could be made for it, neither in the runtime directory nor in /tmp',
      );
    }
    return known<Outcomes>(parseOutcomes(output.stdout));
  },
});
