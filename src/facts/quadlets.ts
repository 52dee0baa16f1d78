import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseQuadlets, type Quadlets } from '../parse/quadlets.ts';
import { NETWORK_UNIT } from '../parse/unit-properties.ts';

/** Keys of podman-systemd.unit(5) that decide whether the generator takes a file, and its unit's name. */
const KEYS = [
  'Image',
  'Rootfs',
  'Yaml',
  'ImageTag',
  'File',
  'SetWorkingDirectory',
  'ServiceName',
] as const;

const TYPES = ['container', 'volume', 'network', 'kube', 'image', 'build', 'pod'] as const;

/**
 * The user's quadlets, and what came of them: the units that are in the output directory of the
 * generators. Nothing else of the files is read, as they may hold secrets.
 */
export const quadlets = defineFact({
  id: 'quadlets',
  title: 'Quadlets of the user',
  as: 'user',
  shares: 'home',
  // Only builtins, and nothing more than seven globs a directory where there is no quadlet.
  probe: sh`
    c=\${XDG_CONFIG_HOME:-$PR_HOME/.config}/containers/systemd
    if [ "$PR_UID" = 0 ]; then
      m=/run/systemd k=system
      set -- /run/containers/systemd /etc/containers/systemd /usr/share/containers/systemd
    else
      m=$PR_RUN/systemd k=user
      set -- "$PR_RUN/containers/systemd" "$c" "/etc/containers/systemd/users/$PR_UID" \
        /etc/containers/systemd/users
    fi
    n=0
    for d in "$@"; do
      gone "$d" && continue
      if [ ! -r "$d" ] || [ ! -x "$d" ]; then echo "denied $d"; n=1; continue; fi
      for t in ${TYPES.join(' ')}; do
        for f in "$d"/*."$t"; do
          # A file that is empty, or a link to /dev/null, masks a quadlet.
          [ -f "$f" ] && [ -s "$f" ] || continue
          n=1
          if [ ! -r "$f" ]; then echo "denied $f"; continue; fi
          echo "file $f"
          [ ! -d "$f.d" ] || echo dropins
          while read -r l || [ -n "$l" ]; do
            case $l in '['* | ${KEYS.map((key) => `${key}*`).join(' | ')}) echo "|$l" ;; esac
          done <"$f"
        done
      done
    done
    [ "$n" = 1 ] || exit 66
    for d in /run/systemd /etc/systemd /usr/local/lib/systemd /usr/lib/systemd /lib/systemd; do
      f=$d/$k-generators/podman-$k-generator
      if [ -c "$f" ]; then echo "masked $f"; break; fi
      [ -e "$f" ] || continue
      if [ -f "$f" ] && [ -s "$f" ] && [ -x "$f" ]; then echo "generator $f"; else echo "masked $f"; fi
      break
    done
    echo "output $m/generator"
    [ ! -S "$m/private" ] || echo manager
    for f in "$m/generator"/*.service; do
      [ -e "$f" ] || continue
      echo "unit \${f##*/}"
      while read -r l || [ -n "$l" ]; do
        case $l in After=*${NETWORK_UNIT}*) echo "waits \${f##*/}" ;; esac
      done <"$f"
    done
    exit 0
  `,
  parse: (output) =>
    stateOfExit(output, 'a quadlet of the user') ?? known<Quadlets>(parseQuadlets(output.stdout)),
});
