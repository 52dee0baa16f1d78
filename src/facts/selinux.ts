import { defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseKeyValues } from '../parse/records.ts';

/** A path and its SELinux type; `expected` is what the policy has for it, where matchpathcon(8) says it. */
export interface SelinuxLabel {
  readonly path: string;
  /** Type of the label, such as `container_ro_file_t`; empty when the file has none. */
  readonly type: string;
  readonly expected: string | undefined;
}

/** SELinux as the kernel enforces it now. A host without it does not have this fact. */
export interface Selinux {
  readonly enforcing: boolean;
  /** `SELINUX=` of /etc/selinux/config, such as `enforcing`; empty when it is not there. */
  readonly configured: string;
  /** `SELINUXTYPE=`, such as `targeted`. */
  readonly policy: string;
  /** Whether the policy labels files for containers; undefined when its file cannot be read. */
  readonly hasContainerTypes: boolean | undefined;
  /** First file that says which labels a container gets; see go-selinux, `loadLabels`. */
  readonly containerContexts: string | undefined;
  /** Whether that file has a label for containers that run systemd; undefined when it cannot be read. */
  readonly hasInitLabel: boolean | undefined;
  /** The boolean container_manage_cgroup; undefined when the policy has none, or it cannot be read. */
  readonly managesCgroup: boolean | undefined;
  /** Of the storage, its overlay directory, and the API socket: those that exist. */
  readonly labels: readonly SelinuxLabel[];
}

/** Mode, policy for containers, and the labels of the user's storage and API socket. */
export const selinux = defineFact({
  id: 'selinux',
  title: 'SELinux',
  as: 'user',
  shares: 'home',
  probe: sh`
    e=/sys/fs/selinux/enforce
    [ -e "$e" ] || exit 66
    # selinuxfs ends no line, and read(1) says so by its exit code.
    v=
    read -r v <"$e"
    [ -n "$v" ] || exit 77
    kv enforce "$v"
    t=
    if [ -r /etc/selinux/config ]; then
      while IFS='= ' read -r k v r; do
        case $k in
          SELINUX) kv configured "$v" ;;
          SELINUXTYPE) t=$v ;;
        esac
      done </etc/selinux/config
    fi
    kv policy "$t"
    f=/etc/selinux/$t/contexts/files/file_contexts
    if [ -r "$f" ]; then
      if grep -q container_file_t "$f"; then kv types yes; else kv types no; fi
    fi
    for f in /usr/share/containers/selinux/contexts "/etc/selinux/$t/contexts/lxc_contexts"; do
      [ -r "$f" ] || continue
      kv contexts "$f"
      i=no
      while read -r k x || [ -n "$k" ]; do
        case $k in init_process | init_process=*) i=yes ;; esac
      done <"$f"
      kv init "$i"
      break
    done
    f=/sys/fs/selinux/booleans/container_manage_cgroup
    v=
    [ ! -r "$f" ] || read -r v x <"$f"
    [ -z "$v" ] || kv cgroup "$v"
    g=\${XDG_DATA_HOME:-$PR_HOME/.local/share}/containers/storage
    [ "$PR_UID" = 0 ] && g=/var/lib/containers/storage
    for f in "\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers/storage.conf" /etc/containers/storage.conf; do
      [ -r "$f" ] || continue
      c=$(sed -n 's/^[[:space:]]*graphroot[[:space:]]*=[[:space:]]*"\([^"]*\)".*/\1/p' "$f")
      [ -n "$c" ] || continue
      case $f:$PR_UID in /etc/*:0 | "$PR_HOME"*) g=$c; break ;; esac
    done
    s=$PR_RUN/podman/podman.sock
    [ "$PR_UID" = 0 ] && s=/run/podman/podman.sock
    set --
    for f in "$g" "$g/overlay" "$PR_RUN" "$s"; do [ -e "$f" ] && set -- "$@" "$f"; done
    if [ $# -gt 0 ]; then
      stat -Lc 'label=%C %n' "$@"
      if command -v matchpathcon >/dev/null; then
        for f; do kv expected "$(matchpathcon -n "$f") $f"; done
      fi
    fi
    exit 0
  `,
  parse(output) {
    const decided = stateOfExit(output, '/sys/fs/selinux/enforce');
    if (decided !== undefined) return decided;
    const values = parseKeyValues(output.stdout);
    const enforce = values.get('enforce');
    if (enforce !== '0' && enforce !== '1') {
      return unreadable('malformed', '/sys/fs/selinux/enforce holds neither 0 nor 1');
    }
    return known<Selinux>({
      enforcing: enforce === '1',
      configured: values.get('configured') ?? '',
      policy: values.get('policy') ?? '',
      hasContainerTypes: isWord(values.get('types'), 'yes'),
      containerContexts: values.get('contexts'),
      hasInitLabel: isWord(values.get('init'), 'yes'),
      managesCgroup: isWord(values.get('cgroup'), '1'),
      labels: labelsOf(output.stdout),
    });
  },
});

function isWord(value: string | undefined, word: string): boolean | undefined {
  return value === undefined ? undefined : value === word;
}

function labelsOf(stdout: string): readonly SelinuxLabel[] {
  const expected = new Map(rowsOf(stdout, 'expected').map(({ type, path }) => [path, type]));
  return rowsOf(stdout, 'label').map(({ path, type }) => ({
    path,
    type,
    expected: expected.get(path),
  }));
}

/** `label=USER:ROLE:TYPE:LEVEL PATH`; without a label stat(1) writes `?` and matchpathcon `<<none>>`. */
function rowsOf(stdout: string, key: string): readonly { type: string; path: string }[] {
  return stdout.split('\n').flatMap((line) => {
    const {
      name,
      context = '',
      path = '',
    } = /^(?<name>\w+)=(?<context>\S*) (?<path>\/.*)$/u.exec(line)?.groups ?? {};
    const type = context.split(':')[2];
    if (name !== key || (key === 'expected' && type === undefined)) return [];
    return [{ type: type ?? '', path }];
  });
}
