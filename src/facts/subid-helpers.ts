import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseSubidHelpers, type SubidHelpers } from '../parse/subid-helpers.ts';

/** newuidmap(1) and newgidmap(1): where they are, and by what right they may write a map. */
export const subidHelpers = defineFact({
  id: 'subidHelpers',
  title: 'Helpers for subordinate ids',
  as: 'user',
  shares: 'system',
  probe: sh`
    getcap=
    for d in /usr/sbin /sbin /usr/bin; do
      [ -n "$getcap" ] || [ ! -x "$d/getcap" ] || getcap=$d/getcap
    done
    set --
    for t in newuidmap newgidmap; do
      p=$(command -v "$t") || continue
      set -- "$@" "$p"
      # A helper with its setuid bit needs no capabilities, so getcap(8) is asked only without it.
      if [ ! -u "$p" ] && [ -n "$getcap" ]; then
        c=$("$getcap" "$p") && echo "$t caps =$c"
      fi
    done
    meta "$@"
    exit 0
  `,
  parse: ({ stdout }) => known<SubidHelpers>(parseSubidHelpers(stdout)),
});
