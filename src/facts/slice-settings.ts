import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseSliceSettings, type SliceSetting } from '../parse/slice-settings.ts';

/** Which lines of drop-ins limit the slice of the user, in the order in which systemd reads them. */
export const sliceSettings = defineFact({
  id: 'sliceSettings',
  title: 'Drop-ins that limit the slice of the user',
  as: 'user',
  shares: 'system',
  // Only builtins. The folders of less rank first; `systemctl set-property` writes to those of system.control.
  probe: sh`
    [ -d /run/systemd/system ] || exit 66
    for d in /lib/systemd/system /usr/lib/systemd/system /usr/local/lib/systemd/system /run/systemd/system \
      /etc/systemd/system /run/systemd/system.control /etc/systemd/system.control; do
      for f in "$d"/user-.slice.d/*.conf "$d/user-$PR_UID.slice.d"/*.conf; do
        [ -f "$f" ] && [ -r "$f" ] || continue
        echo "file $f"
        n=0
        while IFS= read -r l || [ -n "$l" ]; do
          n=$((n + 1))
          case $l in TasksMax=* | MemoryMax=*) echo "$n $l" ;; esac
        done <"$f"
      done
    done
    exit 0
  `,
  parse: (output) =>
    stateOfExit(output, 'a slice of systemd') ??
    known<readonly SliceSetting[]>(parseSliceSettings(output.stdout)),
});
