import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** A container as its OCI runtime has it on record. */
export interface OciContainer {
  readonly id: string;
  /** Its first process, which may be gone. */
  readonly pid: number;
  readonly alive: boolean;
}

/**
 * Containers that crun has a record of. It deletes the record when Podman cleans up after a container;
 * a record without its process is of one that was killed together with its conmon. Where conmon has
 * written the exit code, Podman knows that the container has ended, and the record says nothing.
 */
export const ociContainers = defineFact({
  id: 'ociContainers',
  title: 'Records of the OCI runtime',
  as: 'user',
  shares: 'system',
  // Only builtins. The status file is JSON, on one line or on several.
  probe: sh`
    r=$PR_RUN/crun t=$PR_RUN/libpod/tmp
    [ "$PR_UID" != 0 ] || r=/run/crun t=/run/libpod
    for f in "$r"/*/status; do
      [ -f "$f" ] && [ -r "$f" ] || continue
      # Buildah runs containers of its own, with names.
      i=\${f%/status} i=\${i##*/}
      case $i in *[!0-9a-f]*) continue ;; esac
      [ \${#i} -eq 64 ] || continue
      p=
      while IFS= read -r l || [ -n "$l" ]; do
        case $l in
          *'"pid"'*)
            p=\${l#*'"pid"'}
            p=\${p#*:}
            p=\${p%%[,\}]*}
            p=\${p# }
            break
            ;;
        esac
      done <"$f"
      case $p in '' | *[!0-9]*) continue ;; esac
      f=\${f%/status}
      f=\${f##*/}
      s=gone
      if [ -d "/proc/$p" ]; then s=alive
      elif [ -e "$t/exits/$f" ] || [ -e "$t/persist/$f/exit" ]; then continue
      fi
      echo "$s $p $f"
    done
    exit 0
  `,
  parse: ({ stdout }) => known<readonly OciContainer[]>(stdout.split('\n').flatMap(readRecord)),
});

function readRecord(line: string): OciContainer[] {
  const { state, pid, id } =
    /^(?<state>alive|gone) (?<pid>\d{1,10}) (?<id>\S+)$/u.exec(line)?.groups ?? {};
  return id === undefined ? [] : [{ id, pid: Number(pid), alive: state === 'alive' }];
}
