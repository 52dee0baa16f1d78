import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type KernelModules, parseKernelModules } from '../parse/kernel-modules.ts';

/** Modules that rootless Podman may have the kernel load. */
const MODULES = [
  'overlay',
  'fuse',
  'tun',
  'veth',
  'bridge',
  'nf_tables',
  'nft_ct',
  'nft_fib_inet',
  'nft_masq',
] as const;

/** Which modules the running kernel has, and which it could still load. */
export const kernelModules = defineFact({
  id: 'kernelModules',
  title: 'Kernel modules',
  as: 'user',
  shares: 'system',
  probe: sh`
    echo 'asked ${MODULES.join(' ')}'
    read -r r </proc/sys/kernel/osrelease
    # NixOS has those of the kernel that was booted in a place of their own.
    for d in /lib/modules /usr/lib/modules /run/booted-system/kernel-modules/lib/modules; do
      [ ! -d "$d" ] || break
    done
    [ -d "$d" ] || d=/lib/modules
    for f in "$d"/*; do [ -d "$f" ] && echo "tree $f"; done
    if [ -d "$d/$r" ]; then echo "own $d/$r"; else echo "missing $d/$r"; fi
    while read -r m x; do
      case $m in ${MODULES.join(' | ')}) echo "loaded $m" ;; esac
    done </proc/modules
    while read -r a b; do
      case $a in overlay | fuse) echo "filesystem $a" ;; esac
      case $b in overlay | fuse) echo "filesystem $b" ;; esac
    done </proc/filesystems
    # One that is built in without parameters has no folder below /sys/module.
    if [ -e /sys/module/tun ] || [ -e /sys/class/misc/tun ]; then echo 'kernel tun'; fi
    if [ -r "$d/$r/modules.dep" ] || [ -r "$d/$r/modules.builtin" ]; then
      echo list
      grep -hE '(^|/)(${MODULES.join('|')})\.ko[^/]*(:|$)' "$d/$r/modules.dep" "$d/$r/modules.builtin" |
        while IFS= read -r l; do
          case $l in *:*) echo "file \${l%%:*}" ;; *) echo "builtin $l" ;; esac
        done
    fi
    k=
    for f in /etc/modprobe.d/*.conf /run/modprobe.d/*.conf /usr/lib/modprobe.d/*.conf /lib/modprobe.d/*.conf; do
      [ -f "$f" ] && [ -r "$f" ] && k="$k $f"
    done
    hits %f:%n:%t '^[[:space:]]*install[[:space:]]+(${MODULES.join('|')})[[:space:]]' $k
    exit 0
  `,
  parse: ({ stdout }) => known<KernelModules>(parseKernelModules(stdout)),
});
