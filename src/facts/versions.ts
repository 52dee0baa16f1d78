import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseVersion, type Version } from '../parse/version.ts';

/** Programs whose version decides something. */
const ASKED = ['podman', 'crun', 'runc', 'conmon', 'netavark', 'aardvark-dns', 'pasta'] as const;

export type VersionedTool = (typeof ASKED)[number];

/** What `PROGRAM --version` said. */
export interface ToolVersion {
  readonly path: string;
  /** Undefined when it did not run, or its output has no dotted number. */
  readonly version: Version | undefined;
  /** What it printed, line breaks as spaces, at most 200 characters. */
  readonly output: string;
  readonly exitCode: number;
}

/**
 * By program; one that is nowhere is missing, and so is runc when crun is there. pasta is only there if a
 * package has it: where its AppArmor profile is loaded, it may not write to our pipe and says nothing.
 */
export type Versions = Readonly<Partial<Record<VersionedTool, ToolVersion>>>;

/** What the programs that make up Podman say their version is. */
export const versions = defineFact({
  id: 'versions',
  title: 'Versions',
  as: 'user',
  shares: 'packages',
  // In parallel; each program prints one line by one write(2), so lines stay whole.
  //
  // podman --version makes $XDG_RUNTIME_DIR/libpod and containers for a user who never ran it, and
  // crun --version makes crun there and touches /tmp (measured: podman 4.3 and 5.4, crun 1.8 and 1.21);
  // podman and runc are slow Go programs besides. So the package database answers for them where they
  // are at its paths.
  probe: sh`
    q=
    if command -v dpkg-query >/dev/null; then
      q=$(dpkg-query -W -f '\${db:Status-Status} \${Package} \${Version}\n' podman crun runc passt)
    elif command -v rpm >/dev/null; then
      q=$(rpm -q --qf 'installed %{NAME} %{VERSION}\n' podman crun runc passt)
    fi
    packaged() {
      case $2 in /usr/bin/* | /usr/sbin/*) ;; *) return 1 ;; esac
      case "
$q" in *"
installed $1 "*) ;; *) return 1 ;; esac
      v=\${q#*installed $1 }
      v=\${v%%
*}
      v=\${v#*:}
      printf '%s 0 %s version %s\t%s\n' "$1" "$1" "\${v%%[+~-]*}" "$2"
    }
    # Its versions are dates, which come after what others are cut at.
    passt_package() {
      case "$1
$q" in /usr/bin/*"
installed passt "*)
        v=\${q#*installed passt }
        printf 'pasta 0 passt version %s\t%s\n' "\${v%%
*}" "$1"
        ;;
      esac
    }
    ask() {
      case $1 in
        podman | crun | runc) ! packaged "$1" "$2" || return 0 ;;
      esac
      v=$("$2" --version 2>&1)
      e=$?
      set -f
      IFS='
'
      set -- "$1" "$2" $v
      n=$1 p=$2
      shift 2
      IFS=' '
      printf '%s %s %.200s\t%s\n' "$n" "$e" "$*" "$p"
    }
    find_tool() {
      w=
      for d in /usr/local/libexec/podman /usr/local/lib/podman /usr/libexec/podman /usr/lib/podman; do
        if [ -f "$d/$1" ] && [ -x "$d/$1" ]; then w=$d/$1; return 0; fi
      done
      on_path "$1"
    }
    on_path() {
      w= o=$IFS
      IFS=:
      for d in $PATH; do
        if [ -f "$d/$1" ] && [ -x "$d/$1" ]; then w=$d/$1; break; fi
      done
      IFS=$o
      [ -n "$w" ]
    }
    if on_path pasta; then passt_package "$w"; fi
    on_path podman && ask podman "$w" &
    if on_path crun; then ask crun "$w" &
    elif on_path runc; then ask runc "$w" &
    fi
    for t in conmon netavark aardvark-dns; do
      if find_tool $t; then ask $t "$w" & fi
    done
    wait
    exit 0
  `,
  parse: ({ stdout }) => known<Versions>(parseVersions(stdout)),
});

function parseVersions(text: string): Versions {
  const names = new Set<string>(ASKED);
  return Object.fromEntries(
    text.split('\n').flatMap((line): [string, ToolVersion][] => {
      const groups =
        /^(?<name>[\w-]+) (?<exit>\d{1,3}) (?<output>.*)\t(?<path>\/.*)$/u.exec(line)?.groups ?? {};
      const { name = '', exit = '', output = '', path = '' } = groups;
      if (!names.has(name)) return [];
      const exitCode = Number(exit);
      const version = exitCode === 0 ? parseVersion(output) : undefined;
      return [[name, { path, version, output, exitCode }]];
    }),
  );
}
