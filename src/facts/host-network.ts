import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type Listener, parseListeners, parseRoutes, type Route } from '../parse/proc-net.ts';

/** A nameserver line, and where it stands. */
export interface Nameserver {
  readonly file: string;
  readonly address: string;
}

/** A global IPv6 address of an interface. */
export interface Address6 {
  readonly device: string;
  /** As the kernel writes it: 32 hex digits. */
  readonly address: string;
  /** Another host answered for it: `IFA_F_DADFAILED` of linux/if_addr.h. */
  readonly duplicate: boolean;
}

/** The host's network as containers come to use it. */
export interface HostNetwork {
  /** At most the first 200 of the IPv4 main table. */
  readonly routes: readonly Route[];
  /** Devices of the IPv6 default routes; undefined when the kernel has no IPv6. */
  readonly defaultDevices6: readonly string[] | undefined;
  readonly addresses6: readonly Address6[];
  readonly bridges: readonly string[];
  /** Of all interfaces but those of containers. */
  readonly mtus: ReadonlyMap<string, number>;
  /** Sockets that listen for TCP; undefined when /proc/net/tcp cannot be read. */
  readonly listeners: readonly Listener[] | undefined;
  /** What /etc/resolv.conf is; `dangling` is a link to nothing. */
  readonly resolvConf: 'ok' | 'absent' | 'dangling' | 'denied' | 'special';
  /** Where the link leads, when it is one. */
  readonly resolvLink: string;
  /** Of /etc/resolv.conf, and of the real lists of systemd-resolved and NetworkManager. */
  readonly nameservers: readonly Nameserver[];
}

/** Files with the real nameservers, where /etc/resolv.conf only names a local stub. */
export const REAL_RESOLV_CONF: Readonly<Record<string, string>> = {
  '127.0.0.53': '/run/systemd/resolve/resolv.conf',
  '127.0.0.1': '/run/NetworkManager/no-stub-resolv.conf',
};

/** `::` as /proc/net/ipv6_route writes it. */
const ZERO6 = '0'.repeat(32);

/** Routes, bridges, listening sockets and nameservers. */
export const hostNetwork = defineFact({
  id: 'hostNetwork',
  title: 'Host network',
  as: 'user',
  shares: 'system',
  probe: sh`
    n=0
    while IFS= read -r l && [ $n -lt 200 ]; do
      n=$((n + 1))
      echo "r $l"
    done </proc/net/route
    if [ -r /proc/net/ipv6_route ]; then
      echo '6'
      hits %t '^${ZERO6} 00 ${ZERO6} 00 ' /proc/net/ipv6_route
    fi
    if [ -r /proc/net/if_inet6 ]; then
      while read -r a i p s f d; do
        [ "$s" != 00 ] || echo "a $d $a $f"
      done </proc/net/if_inet6
    fi
    for d in /sys/class/net/*/mtu; do
      case $d in */veth*) continue ;; esac
      read -r m <"$d" || continue
      d=\${d%/mtu}
      echo "m \${d##*/} $m"
    done
    for b in /sys/class/net/*/bridge; do
      [ -d "$b" ] || continue
      b=\${b%/bridge}
      echo "b \${b##*/}"
    done
    if [ -r /proc/net/tcp ]; then
      echo l
      hits %t '^ *[0-9]+: [0-9A-F]+:[0-9A-F]+ [0-9A-F]+:0000 0A ' /proc/net/tcp /proc/net/tcp6
    fi
    f=/etc/resolv.conf
    [ -L "$f" ] && echo "link $(readlink "$f")"
    if [ -f "$f" ]; then
      if [ -r "$f" ]; then echo 'resolv ok'; else echo 'resolv denied'; fi
    elif [ -e "$f" ]; then echo 'resolv special'
    elif [ -L "$f" ]; then echo 'resolv dangling'
    else echo 'resolv absent'
    fi
    for f in /etc/resolv.conf ${Object.values(REAL_RESOLV_CONF).join(' ')}; do
      [ -f "$f" ] && [ -r "$f" ] || continue
      echo "file $f"
      while read -r k v x || [ -n "$k" ]; do
        [ "$k" = nameserver ] && echo "ns $f $v"
      done <"$f"
    done
    exit 0
  `,
  parse: ({ stdout }) => known<HostNetwork>(parseHostNetwork(stdout)),
});

const STATES: readonly HostNetwork['resolvConf'][] = [
  'ok',
  'absent',
  'dangling',
  'denied',
  'special',
];

/** Rows of /proc/net/ipv6_route and /proc/net/tcp, as the probe found them. */
const DEFAULT_ROUTE6 = /^0{32} 00 0{32} 00 /u;
const LISTENER = /^ *\d+: [\dA-F]+:[\dA-F]{4} /u;

function parseHostNetwork(stdout: string): HostNetwork {
  const lines = stdout.split('\n');
  const rows = (mark: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${mark} `)).map((line) => line.slice(mark.length + 1));
  const status = rows('resolv')[0];
  return {
    routes: parseRoutes(rows('r')),
    defaultDevices6: lines.includes('6')
      ? lines.filter((line) => DEFAULT_ROUTE6.test(line)).flatMap(device6)
      : undefined,
    addresses6: rows('a').flatMap(address6),
    bridges: rows('b'),
    mtus: new Map(rows('m').flatMap(mtuOf)),
    listeners: lines.includes('l')
      ? parseListeners(lines.filter((line) => LISTENER.test(line)))
      : undefined,
    resolvConf: STATES.find((state) => state === status) ?? 'denied',
    resolvLink: rows('link')[0] ?? '',
    nameservers: rows('ns').flatMap((row): Nameserver[] => {
      const [file = '', address = ''] = row.split(' ');
      return address === '' ? [] : [{ file, address }];
    }),
  };
}

/** The last word of a row of /proc/net/ipv6_route; those of `lo` are the kernel's own unreachable routes. */
function device6(row: string): readonly string[] {
  const device = row.trim().split(/\s+/u).at(-1) ?? '';
  return device === '' || device === 'lo' ? [] : [device];
}

const DAD_FAILED = 0x08;

function address6(row: string): readonly Address6[] {
  const { device, address, flags } =
    /^(?<device>\S+) (?<address>[\da-f]{32}) (?<flags>[\da-f]{2,8})$/u.exec(row)?.groups ?? {};
  if (device === undefined || address === undefined || flags === undefined) return [];
  return [{ device, address, duplicate: (Number.parseInt(flags, 16) & DAD_FAILED) !== 0 }];
}

function mtuOf(row: string): readonly [string, number][] {
  const { device, mtu } = /^(?<device>\S+) (?<mtu>\d{1,6})$/u.exec(row)?.groups ?? {};
  return device === undefined ? [] : [[device, Number(mtu)]];
}
