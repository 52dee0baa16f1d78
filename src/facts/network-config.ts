import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type CniConfig, parseCni } from '../parse/cni.ts';
import { list, member } from '../parse/json-value.ts';
import { parseRecords } from '../parse/records.ts';

/** The file in which Podman keeps its choice of the network backend. */
export interface BackendFile {
  readonly path: string;
  readonly status: 'ok' | 'absent' | 'denied';
  /** The whole text: Podman accepts only `netavark` or `cni`, without a line break. */
  readonly value: string;
}

/** A subnet that a network of containers has. */
export interface NetworkSubnet {
  readonly file: string;
  /** Such as `10.89.0.0/24`. */
  readonly subnet: string;
}

/** Files that decide how the target user's containers are connected. */
export interface NetworkConfig {
  readonly backendFile: BackendFile;
  /** Directory of the CNI networks that this user's Podman reads. */
  readonly cniDir: string;
  /** Networks there, without those of other tools. */
  readonly cni: readonly CniConfig[];
  /** Directory of netavark's networks, and the files in it. */
  readonly netavarkDir: string;
  readonly netavark: readonly string[];
  /** IPv4 networks of those that are bridges: macvlan and ipvlan share a network of the host. */
  readonly subnets: readonly NetworkSubnet[];
  /** Directories and networks that are there and that this user may not read. */
  readonly denied: readonly string[];
  /** CNI versions that the bridge plugin says it supports; undefined when it was not asked. */
  readonly pluginVersions: readonly string[] | undefined;
}

/** Backend, networks of CNI and netavark, and what the CNI plugins support. */
export const networkConfig = defineFact({
  id: 'networkConfig',
  title: 'Container networks',
  as: 'user',
  shares: 'home',
  // A plugin is asked for its versions only when a network wants 1.0.0: older ones all know 0.4.0.
  probe: sh`
    if [ "$PR_UID" = 0 ]; then
      g=/var/lib/containers/storage c=/etc/cni/net.d w=/etc/containers/networks
      s=/etc/containers/storage.conf
    else
      g=\${XDG_DATA_HOME:-$PR_HOME/.local/share}/containers/storage
      c=\${XDG_CONFIG_HOME:-$PR_HOME/.config}/cni/net.d
      s=\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers/storage.conf
      w=
    fi
    if [ -r "$s" ]; then
      r=$(sed -n 's/^[[:space:]]*graphroot[[:space:]]*=[[:space:]]*"\([^"]*\)".*/\1/p' "$s")
      [ -z "$r" ] || g=$r
    fi
    [ -n "$w" ] || w=$g/networks
    b=$g/defaultNetworkBackend
    echo "cni=$c"
    echo "netavark=$w"
    if [ -f "$b" ] && [ -r "$b" ]; then
      echo "backend=ok $b"
      v=
      ! IFS= read -r v <"$b" || echo newline=
      kv value "$v"
    elif [ -e "$b" ] || ! gone "$b"; then echo "backend=denied $b"
    else echo "backend=absent $b"
    fi
    set --
    for d in "$c" "$w"; do
      if [ -d "$d" ]; then
        if [ ! -r "$d" ] || [ ! -x "$d" ]; then echo "denied=$d"; continue; fi
        for f in "$d"/*.conflist "$d"/*.conf; do
          [ -f "$f" ] && set -- "$@" "$f"
        done
        for f in "$d"/*.json; do
          [ -f "$f" ] || continue
          echo "network=$f"
          [ -r "$f" ] || continue
          while read -r k v; do
            case $k in
              '"driver":') case $v in '"bridge"'*) ;; *) break ;; esac ;;
              '"subnet":') v=\${v#\"} && echo "subnet=\${v%%\"*} $f" ;;
            esac
          done <"$f"
        done
      elif ! gone "$d"; then echo "denied=$d"
      fi
    done
    [ $# -eq 0 ] || show_all "$@"
    if [ $# -gt 0 ] && grep -qsE '"cniVersion": *"1' "$@"; then
      for d in /usr/local/libexec/cni /usr/libexec/cni /usr/local/lib/cni /usr/lib/cni /opt/cni/bin; do
        if [ -x "$d/bridge" ]; then
          kv versions "$(CNI_COMMAND=VERSION "$d/bridge" </dev/null)"
          break
        fi
      done
    fi
    exit 0
  `,
  parse: ({ stdout }) => known<NetworkConfig>(parseNetworkConfig(stdout)),
});

function parseNetworkConfig(stdout: string): NetworkConfig {
  const rows = stdout.split('\n').flatMap((line): [string, string][] => {
    const { key = '', value = '' } = /^(?<key>[a-z]+)=(?<value>.*)$/u.exec(line)?.groups ?? {};
    return key === '' ? [] : [[key, value]];
  });
  const all = (key: string): readonly string[] =>
    rows.flatMap(([name, value]) => (name === key ? [value] : []));
  const first = (key: string): string => all(key)[0] ?? '';
  const [status = '', ...backendPath] = first('backend').split(' ');
  const records = parseRecords(stdout);
  const ending = all('newline').length > 0 ? '\n' : '';
  return {
    backendFile: {
      path: backendPath.join(' '),
      status: status === 'ok' || status === 'absent' ? status : 'denied',
      value: first('value').trimEnd() + ending,
    },
    cniDir: first('cni'),
    cni: records
      .filter(({ status }) => status === 'ok')
      .map(({ path, text }) => parseCni(path, text)),
    netavarkDir: first('netavark'),
    netavark: all('network'),
    subnets: all('subnet').flatMap((row): NetworkSubnet[] => {
      const { subnet, file } =
        /^(?<subnet>\d[\d.]*\/\d{1,2}) (?<file>\/.*)$/u.exec(row)?.groups ?? {};
      return subnet === undefined || file === undefined ? [] : [{ subnet, file }];
    }),
    denied: [
      ...all('denied'),
      ...records.filter(({ status }) => status === 'denied').map(({ path }) => path),
    ],
    pluginVersions: versionsOf(all('versions')[0]),
  };
}

/** `{"cniVersion":"1.0.0","supportedVersions":["0.1.0", …]}`. */
function versionsOf(answer: string | undefined): readonly string[] | undefined {
  if (answer === undefined) return undefined;
  try {
    const versions = list(member(JSON.parse(answer), 'supportedVersions'));
    return versions.length === 0
      ? undefined
      : versions.filter((version): version is string => typeof version === 'string');
  } catch {
    return undefined;
  }
}
