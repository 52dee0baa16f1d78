import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { NETFILTER_STATE } from '../parse/netfilter.ts';

/** A line of a configuration file that says something about a firewall. */
export interface FirewallLine {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

export interface FirewallUnit {
  readonly name: string;
  /** Something wants it at boot. */
  readonly enabled: boolean;
  /** `active`, `inactive`, …; undefined when the manager was not asked. */
  readonly active: string | undefined;
}

/** What an ordinary user can see of the host's firewall. */
export interface Firewall {
  /** Whether the kernel has nf_tables; undefined when it cannot be told. */
  readonly nfTables: boolean | undefined;
  /** Tables of iptables-legacy that the kernel has: `filter`, `nat`, …; or `built-in`, in use or not. */
  readonly legacyTables: readonly string[];
  /** Path of iptables and the program that it is in the end. */
  readonly iptables: { readonly path: string; readonly target: string } | undefined;
  /** Units whose files are there. */
  readonly units: readonly FirewallUnit[];
  /** `flush ruleset`, `ENABLED=yes`, default policies of ufw, what nftables.service runs when it has started. */
  readonly lines: readonly FirewallLine[];
  /** Files that are there and that this user may not read. */
  readonly denied: readonly string[];
}

/** Programs that manage the firewall, and netavark's own units that put its rules back. */
export const FIREWALL_UNITS = [
  'firewalld',
  'ufw',
  'nftables',
  'iptables',
  'netfilter-persistent',
  'docker',
  'netavark-firewalld-reload',
  'netavark-nftables-reload',
] as const;

/** Firewall programs, their configuration, and what the kernel has loaded for them. */
export const firewall = defineFact({
  id: 'firewall',
  title: 'Firewall',
  as: 'user',
  shares: 'system-manager',
  // The manager is asked only when something may be active: on most hosts builtins decide.
  probe: sh`
    ${NETFILTER_STATE}
    netfilter_state
    kv nft "$nft"
    [ "$ipt" = no ] || echo 'legacy=built-in'
    for t in filter nat mangle raw security; do
      [ -d "/sys/module/iptable_$t" ] && echo "legacy=$t"
    done
    IFS=:
    for d in $PATH; do
      if [ -x "$d/iptables" ]; then
        echo "iptables=$d/iptables $(readlink -f "$d/iptables")"
        break
      fi
    done
    IFS=' '
    ask=
    for u in ${FIREWALL_UNITS.join(' ')}; do
      f=
      for d in /etc/systemd/system /run/systemd/system /usr/local/lib/systemd/system /usr/lib/systemd/system /lib/systemd/system; do
        if [ -e "$d/$u.service" ]; then f=1; break; fi
      done
      [ -n "$f" ] || continue
      e=no
      for l in /etc/systemd/system/*.wants/$u.service /etc/systemd/system/*.requires/$u.service; do
        [ -L "$l" ] && e=yes
      done
      echo "unit=$u $e"
      # Of netavark's units it only matters whether they are enabled.
      case $u:$e in netavark-*) ;; firewalld:* | *:yes) ask="$ask $u.service" ;; esac
    done
    if [ -n "$ask" ] && command -v systemctl >/dev/null; then
      systemctl show $ask -p Id -p ActiveState | sed -n 's/^Id=/id=/p;s/^ActiveState=/state=/p'
    fi
    set --
    for f in /etc/nftables.conf /etc/sysconfig/nftables.conf /etc/ufw/ufw.conf /etc/default/ufw \
      /etc/systemd/system/nftables.service.d/*.conf; do
      if [ -r "$f" ]; then set -- "$@" "$f"
      elif [ -e "$f" ] || ! gone "$f"; then echo "denied=$f"
      fi
    done
    hits line=%f:%n:%t '^[[:space:]]*(flush ruleset|ENABLED=|DEFAULT_(INPUT|FORWARD)_POLICY=|ExecStartPost=)' "$@"
    exit 0
  `,
  parse: ({ stdout }) => known<Firewall>(parseFirewall(stdout)),
});

function parseFirewall(stdout: string): Firewall {
  const rows = stdout.split('\n').map((line) => {
    const at = line.indexOf('=');
    return at < 0 ? (['', ''] as const) : ([line.slice(0, at), line.slice(at + 1)] as const);
  });
  const all = (key: string): readonly string[] =>
    rows.flatMap(([name, value]) => (name === key ? [value] : []));
  const [path = '', ...target] = (all('iptables')[0] ?? '').split(' ');
  const nft = all('nft')[0];
  return {
    nfTables: nft === 'yes' ? true : nft === 'no' ? false : undefined,
    legacyTables: all('legacy'),
    iptables: path === '' ? undefined : { path, target: target.join(' ') },
    units: unitsOf(all('unit'), activeStates(rows)),
    lines: all('line').flatMap(lineOf),
    denied: all('denied'),
  };
}

function unitsOf(
  rows: readonly string[],
  states: ReadonlyMap<string, string>,
): readonly FirewallUnit[] {
  return rows.map((row) => {
    const [name = '', enabled] = row.split(' ');
    return { name, enabled: enabled === 'yes', active: states.get(`${name}.service`) };
  });
}

/** systemctl shows the properties of a unit together; which comes first depends on its version. */
function activeStates(rows: readonly (readonly [string, string])[]): ReadonlyMap<string, string> {
  const ids = rows.flatMap(([name, value]) => (name === 'id' ? [value] : []));
  const states = rows.flatMap(([name, value]) => (name === 'state' ? [value] : []));
  return new Map(ids.map((id, at) => [id, states[at] ?? '']));
}

function lineOf(row: string): readonly FirewallLine[] {
  const {
    file = '',
    line = '',
    text = '',
  } = /^(?<file>\/[^:]*):(?<line>\d+):(?<text>.*)$/u.exec(row)?.groups ?? {};
  return file === '' ? [] : [{ file, line: Number(line), text: text.trim() }];
}
