import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseRunningContainers, type RunningContainers } from '../parse/running-containers.ts';

/** Containers of the target user that run now: each has a conmon(8), which holds its name. */
export const runningContainers = defineFact({
  id: 'runningContainers',
  title: 'Running containers of the user',
  as: 'user',
  shares: 'system',
  // Podman is not asked: it might start. `-O` is whether the process is ours.
  probe: sh`
    for p in /proc/[0-9]*; do
      read -r c <"$p/comm" || continue
      [ "$c" = conmon ] && [ -O "$p" ] || continue
      echo "conmon \${p#/proc/}"
      tr '\0' '\n' <"$p/cmdline" | while IFS= read -r l; do echo "|$l"; done
    done
    exit 0
  `,
  parse: ({ stdout }) => known<RunningContainers>(parseRunningContainers(stdout)),
});
