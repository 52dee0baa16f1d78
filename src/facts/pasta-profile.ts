import { defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import {
  parsePastaProfile,
  PASTA_PROFILE_FILES,
  type PastaProfile,
} from '../parse/pasta-profile.ts';

/** The AppArmor profile of pasta as it is written: absent where nothing is confined by AppArmor. */
export const pastaProfile = defineFact({
  id: 'pastaProfile',
  title: 'AppArmor profile of pasta',
  as: 'user',
  shares: 'home',
  // Only builtins: the files have a few dozen lines.
  probe: sh`
    read -r l </sys/module/apparmor/parameters/enabled || exit 66
    [ "$l" = Y ] || exit 66
    p= o=$IFS
    IFS=:
    for d in $PATH; do
      if [ -f "$d/pasta" ] && [ -x "$d/pasta" ]; then p=$d/pasta; break; fi
    done
    IFS=$o
    [ -n "$p" ] || exit 66
    echo "pasta $p"
    [ ! -L "$p" ] || echo link
    for f in ${PASTA_PROFILE_FILES.join(' ')}; do
      [ -f "$f" ] || continue
      if [ ! -r "$f" ]; then echo "denied $f"; continue; fi
      echo "file $f"
      d=/etc/apparmor.d/disable/\${f##*/}
      [ ! -e "$d" ] && [ ! -L "$d" ] || echo "disabled \${f##*/}"
      n=0
      while IFS= read -r l || [ -n "$l" ]; do
        n=$((n + 1))
        case $l in '' | '#' | '#'[!i]*) ;; *) printf '%s|%s\n' "$n" "$l" ;; esac
      done <"$f"
    done
    exit 0
  `,
  parse(output) {
    const decided = stateOfExit(output, 'a pasta that AppArmor could confine');
    if (decided !== undefined) return decided;
    const profile = parsePastaProfile(output.stdout);
    return profile === undefined
      ? unreadable('malformed', 'the program pasta could not be told')
      : known<PastaProfile>(profile);
  },
});
