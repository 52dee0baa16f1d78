import { defineFact, known, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseStorage, type Storage } from '../parse/storage.ts';

/**
 * Where the target user's images and containers are, and what that place is like. Nothing of it
 * starts Podman: the database is only searched for the row of paths that it keeps.
 */
export const storage = defineFact({
  id: 'storage',
  title: 'Storage of the target user',
  as: 'user',
  shares: 'home',
  // The graph root may be anywhere.
  last: true,
  // Where the graph root is: getRootlessStorageOpts and expandEnvPath of containers/storage types/.
  probe: sh`
    value() {
      v=$(grep -E "^[[:space:]]*$2[[:space:]]*=" "$1" 2>/dev/null)
      v=\${v%%'
'*}
      v=\${v#*=}
      v=\${v#*[\"\']}
      v=\${v%%[\"\']*}
      while :; do
        case $v in
          *'$HOME'*) v=\${v%%'$HOME'*}$PR_HOME\${v#*'$HOME'} ;;
          *'$UID'*) v=\${v%%'$UID'*}$PR_UID\${v#*'$UID'} ;;
          *'$USER'*) v=\${v%%'$USER'*}$PR_USER\${v#*'$USER'} ;;
          *'$XDG_RUNTIME_DIR'*) v=\${v%%'$XDG_RUNTIME_DIR'*}$PR_RUN\${v#*'$XDG_RUNTIME_DIR'} ;;
          *) break ;;
        esac
      done
    }
    y=/etc/containers/storage.conf
    [ -f "$y" ] || y=/usr/share/containers/storage.conf
    f=\${CONTAINERS_STORAGE_CONF:-\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers/storage.conf}
    [ "$PR_UID" != 0 ] || f=\${CONTAINERS_STORAGE_CONF:-$y}
    g= r=
    if [ -f "$f" ]; then
      value "$f" graphroot
      g=$v
      value "$f" runroot
      r=$v
      [ -n "$g" ] || { value "$f" rootless_storage_path; g=$v; }
    elif [ -f "$y" ]; then
      value "$y" rootless_storage_path
      g=$v
    fi
    if [ "$PR_UID" = 0 ]; then
      g=\${g:-/var/lib/containers/storage} r=\${r:-/run/containers/storage}
    fi
    g=\${g:-\${XDG_DATA_HOME:-$PR_HOME/.local/share}/containers/storage}
    t=\${TMPDIR:-/var/tmp}
    echo "graphroot $g"
    echo "runroot \${r:-$PR_RUN/containers}"
    echo "tmp $t"
    case $g in
      *'$'* | [!/]*) exit 0 ;;
    esac

    n=$g
    set --
    p=$g
    while [ -n "$p" ]; do
      if [ -e "$p" ]; then set -- "$p" "$@"
      else
        gone "$p" || echo "hidden $p"
        n=\${p%/*}
      fi
      p=\${p%/*}
    done
    n=\${n:-/}
    stat -Lc 'dir %a %u %g %F:%n' -- / "$@"
    [ -w "$n" ] && [ -x "$n" ] && echo "writable $n"
    (cd -P -- "$n" && echo "place $PWD")
    set -- "$n"
    [ ! -d "$t" ] || set -- "$@" "$t"
    [ -w "$t" ] && echo "writable $t"
    [ ! -d "$PR_RUN" ] || set -- "$@" "$PR_RUN"
    q=$(stat -f -c 'space %S %b %a %c %d %T:%n' -- "$@")
    echo "$q"
    # On XFS an overlay needs file types in directories. Podman refuses to make a store without, and keeps what it said
    # until the next boot; before its first run the geometry tells, which everybody may ask for.
    b=
    if IFS= read -r b <"\${r:-$PR_RUN/containers}/overlay/overlay-false" || [ -n "$b" ]; then
      case $b in *'without d_type support'*) echo "types missing" ;; esac
    else
      case \${q%%'
'*} in
        *' xfs:'*)
          [ -e "$g/overlay-layers" ] ||
            case $(PATH=$PATH:/usr/sbin:/sbin xfs_info "$(stat -c %m -- "$n")") in
              *ftype=0*) echo "types missing" ;;
            esac
          ;;
      esac
    fi

    for e in overlay overlay-images overlay-layers vfs vfs-images vfs-layers btrfs zfs libpod/bolt_state.db db.sql; do
      [ -e "$g/$e" ] && echo "entry $e"
    done
    if [ -d "$g" ] && { ! [ -r "$g" ] || ! [ -x "$g" ]; }; then echo "hidden $g"; fi
    if [ -r "$g/db.sql" ]; then
      q=$(grep -aoE -m 1 'linux/[[:print:]]{20,}' "$g/db.sql")
      # The first only: the same line goes on with the containers, and what is in their environment.
      q=\${q%%'
'*}
      echo "sqlite $q"
      q=\${q#linux}
      [ "\${q%%/libpod/*}" -ef "$g" ] && echo "recorded same"
    elif [ -r "$g/libpod/bolt_state.db" ]; then
      set -f
      printf 'bolt %s\n' $(grep -aoE 'graph-driver-name[[:print:]]*' "$g/libpod/bolt_state.db")
      set +f
    fi
    set -- "$g"/*-containers/*/userdata
    if [ -d "$1" ]; then
      d=$g/db.sql
      [ -e "$d" ] || d=$g/libpod/bolt_state.db
      q=$(grep -aoE '"(id":"[0-9a-f]{64}|runtime":"[A-Za-z0-9._-]+)"' "$d")
      # Buildah keeps containers there as well, of which Podman knows nothing.
      for e; do
        e=\${e%/userdata}
        case $q in *"\"id\":\"\${e##*/}\""*) echo "containers yes" && break ;; esac
      done
      t=' '
      set -f
      for e in $q; do
        e=\${e#'"runtime":"'}
        e=\${e%'"'}
        case $e$t in '"id":'* | *" $e "*) continue ;; esac
        t="$t$e "
        v=
        for d in /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin /sbin /bin /usr/lib/cri-o-runc/sbin; do
          [ -x "$d/$e" ] && v=" $d/$e" && break
        done
        echo "runtime $e$v"
      done
      set +f
    fi
    for e in "$g"/* "$g"/overlay/l "$g"/libpod/*; do
      [ -e "$e" ] && ! [ -w "$e" ] && echo "foreign $e"
    done
    for e in "$g"/overlay/*/link "$g"/overlay/*/lower; do
      [ ! -s "$e" ] && [ -f "$e" ] && echo "empty $e"
    done
    if [ ! -e /dev/fuse ]; then echo "fuse absent"
    elif [ -r /dev/fuse ] && [ -w /dev/fuse ]; then echo "fuse ok"
    else echo "fuse denied $(stat -c %a /dev/fuse)"
    fi
    b=
    if IFS= read -r b <"$PR_RUN/libpod/tmp/alive" || [ -n "$b" ]; then echo "alive $b"; fi
    if IFS= read -r b </proc/sys/kernel/random/boot_id; then echo "boot $b"; fi
    l=/dev/shm/libpod_lock
    [ "$PR_UID" = 0 ] || l=/dev/shm/libpod_rootless_lock_$PR_UID
    if [ -e "$l" ]; then
      q=$(stat -c '%s %n' -- "$l")
      echo "locks $q"
      q=\${q%% *}
      # Bytes of the head, and of a group: 64 bit, aarch64 with glibc, 32 bit. The lowest free lock is always taken first
      # (libpod/lock/shm/shm_lock.c), so while the last group has none taken, there are free ones.
      for t in '56 1288' '64 1544' '36 772'; do
        [ "$(((q - \${t% *}) % \${t#* }))" = 0 ] || continue
        b=$(od -An -tx4 -N4 -j "$((q - \${t#* }))" "$l")
        case $b in
          *[1-9a-f]*) b=$(od -An -v -tx4 -w"\${t#* }" -j "\${t% *}" "$l" | cut -c 1-9) ;;
        esac
        echo "taken" $b
        break
      done
    fi
    for d in /tmp/storage-run-$PR_UID /tmp/containers-user-$PR_UID /tmp/podman-run-$PR_UID; do
      [ -d "$d" ] && [ -O "$d" ] && echo "fallback $d"
    done
    exit 0
  `,
  parse({ stdout }) {
    const storage = parseStorage(stdout);
    return storage === undefined
      ? unreadable('malformed', 'the graph root of Podman could not be told from storage.conf')
      : known<Storage>(storage);
  },
});
