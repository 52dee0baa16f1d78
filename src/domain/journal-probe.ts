import { type FactState, known, type ProbeOutput, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type Journal, parseJournal } from '../parse/journal.ts';

/**
 * Prints the newest runs of a journal, as many as fit. `folder` is shell text. A folder that others may
 * write to, or that is a link, is not read: it would say what somebody else wants.
 */
export function journalProbe(folder: string): string {
  return sh`
    d=${folder}
    for p in "\${d%/*}" "$d"; do
      [ ! -L "$p" ] || exit ${String(UNTRUSTED)}
      if [ ! -e "$p" ]; then gone "$p" || exit 77; exit 66; fi
      [ -d "$p" ] && [ -O "$p" ] || exit ${String(UNTRUSTED)}
      case $(stat -c %a -- "$p") in 700 | ?700) ;; *) exit ${String(UNTRUSTED)} ;; esac
    done
    set --
    for f in "$d"/*.ndjson; do
      if [ -f "$f" ] && [ ! -L "$f" ] && [ -r "$f" ]; then set -- "$f" "$@"; fi
    done
    b=0
    for f; do
      b=$((b + $(wc -c <"$f")))
      if [ "$b" -gt ${String(MOST_BYTES)} ]; then echo more; break; fi
      echo "run \${f##*/}"
      awk '{ print "|" $0 }' "$f"
    done
    exit 0
  `;
}

/** The state of a journal, from what its probe printed; `folder` is for people. */
export function journalState(output: ProbeOutput, folder: string): FactState<Journal> {
  if (output.exitCode === UNTRUSTED) {
    const because = `${folder} is a link, or others may write to it: it is not believed`;
    return unreadable('malformed', because);
  }
  return stateOfExit(output, folder) ?? known(parseJournal(output.stdout));
}

/** EX_DATAERR of sysexits(3). */
const UNTRUSTED = 65;

/** What a probe may print is a little more; a run of twenty steps has about 20 KiB. */
const MOST_BYTES = 192 * 1024;
