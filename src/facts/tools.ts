import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** Programs that Podman, a check or a fix may need. */
const PROGRAMS = [
  'podman',
  'crun',
  'runc',
  'conmon',
  'netavark',
  'aardvark-dns',
  'pasta',
  'passt',
  'slirp4netns',
  'rootlessport',
  'catatonit',
  'fuse-overlayfs',
  'newuidmap',
  'newgidmap',
  'nft',
  'iptables',
  'iptables-nft',
  'iptables-legacy',
  'ip',
  'getsubids',
  'setcap',
  'getcap',
  'unshare',
  'systemctl',
  'loginctl',
  'docker',
  'docker-compose',
  'podman-compose',
  'sshd',
  'ufw',
  'firewall-cmd',
  'apparmor_parser',
  'aa-status',
  'getenforce',
  'semodule',
  'apt-get',
  'dnf',
  'zypper',
  'pacman',
  'apk',
] as const;

/**
 * Where Podman looks for its helpers before the PATH: `defaultHelperBinariesDir` of
 * common/pkg/config/config_linux.go, and CNI's plugin directories.
 */
export const HELPER_DIRS = [
  '/usr/local/libexec/podman',
  '/usr/local/lib/podman',
  '/usr/libexec/podman',
  '/usr/lib/podman',
] as const;

export type ToolName = (typeof PROGRAMS)[number];

export interface Tools {
  /** First file in Podman's helper directories, else on the PATH; a program that is nowhere is missing. */
  readonly paths: Readonly<Partial<Record<ToolName, string>>>;
  /** First file on the PATH. */
  readonly onPath: Readonly<Partial<Record<ToolName, string>>>;
  /** Every different podman on the PATH, in its order. */
  readonly podmans: readonly string[];
  /** The store of a podman that was built by Nix or Guix: the paths of its helpers are in the program. */
  readonly store: string | null;
  /** CNI plugins that are there, by directory: `/usr/lib/cni` has `bridge`, `portmap`, … */
  readonly cniPlugins: Readonly<Record<string, readonly string[]>>;
}

/** Where programs are: on the target user's PATH and in the directories where Podman looks. */
export const tools = defineFact({
  id: 'tools',
  title: 'Programs',
  as: 'user',
  shares: 'home',
  // Only builtins, but on NixOS and Guix: `command -v` in a substitution would fork for each program.
  probe: sh`
    x=
    for d in /nix/store /gnu/store; do
      [ ! -d "$d" ] || x=$d
    done
    if [ -n "$x" ]; then
      p=$(command -v podman) && p=$(readlink -f "$p")
      case $p in
        "$x"/*/bin/podman) echo "store $x" && x=\${p%/bin/podman}/libexec/podman ;;
        *) x= ;;
      esac
    fi
    IFS=:
    set -f
    for t in ${PROGRAMS.join(' ')}; do
      for d in \${x:+"$x"} ${HELPER_DIRS.join(' ')}; do
        if [ -f "$d/$t" ] && [ -x "$d/$t" ]; then echo "h $t $d/$t"; break; fi
      done
      for d in $PATH; do
        if [ -f "$d/$t" ] && [ -x "$d/$t" ]; then echo "p $t $d/$t"; break; fi
      done
    done
    last=
    for d in $PATH; do
      p=$d/podman
      [ -f "$p" ] && [ -x "$p" ] || continue
      same=
      for o in $last; do [ "$p" -ef "$o" ] && same=1; done
      [ -n "$same" ] || echo "podman $p"
      last="$last:$p"
    done
    for d in /usr/local/libexec/cni /usr/libexec/cni /usr/local/lib/cni /usr/lib/cni /opt/cni/bin; do
      for t in bridge portmap firewall tuning host-local dnsname loopback; do
        [ -x "$d/$t" ] && echo "cni $d $t"
      done
    done
    exit 0
  `,
  parse({ stdout }) {
    const lines = stdout.split('\n').map((line) => line.split(' '));
    const rows = (kind: string): (readonly [string, string])[] =>
      lines.flatMap(([first, name = '', ...rest]) =>
        first === kind ? [[name, rest.join(' ')] as const] : [],
      );
    const onPath = byName(rows('p'));
    return known<Tools>({
      paths: { ...onPath, ...byName(rows('h')) },
      onPath,
      store: rows('store')[0]?.[0] ?? null,
      podmans: rows('podman').map(([first, rest]) => (rest === '' ? first : `${first} ${rest}`)),
      cniPlugins: byDirectory(rows('cni')),
    });
  },
});

function byName(rows: readonly (readonly [string, string])[]): Tools['paths'] {
  const names = new Set<string>(PROGRAMS);
  return Object.fromEntries(rows.filter(([name]) => names.has(name)));
}

function byDirectory(rows: readonly (readonly [string, string])[]): Tools['cniPlugins'] {
  const directories = [...new Set(rows.map(([directory]) => directory))];
  return Object.fromEntries(
    directories.map((directory) => [
      directory,
      rows.filter(([first]) => first === directory).map(([, plugin]) => plugin),
    ]),
  );
}
