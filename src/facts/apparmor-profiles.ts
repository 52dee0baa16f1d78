import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type ApparmorProfiles, parseApparmorProfiles } from '../parse/apparmor.ts';

/**
 * AppArmor profiles on disk that name podman, and those that are loaded where the kernel shows them to
 * the user. Usually it shows them to root only, so the files are the evidence.
 */
export const apparmorProfiles = defineFact({
  id: 'apparmorProfiles',
  title: 'AppArmor profiles',
  as: 'user',
  shares: 'system',
  probe: sh`
    read -r l </sys/module/apparmor/parameters/enabled || exit 66
    [ "$l" = Y ] || exit 66
    if p=$(command -v podman); then
      q=$p
      case $p in
        /usr/bin/podman | /usr/local/bin/podman) [ ! -L "$p" ] || q=$(readlink -f "$p") || q=$p ;;
        *) q=$(readlink -f "$p") || q=$p ;;
      esac
      echo "podman $q"
    fi
    f=/sys/kernel/security/apparmor/profiles
    if [ -r "$f" ]; then
      { while IFS= read -r l; do echo "loaded $l"; done <"$f"; } && echo loaded-all
    fi
    for f in /etc/apparmor.d/disable/*; do [ -e "$f" ] || [ -L "$f" ] && echo "disabled \${f##*/}"; done
    [ -d /etc/apparmor.d ] || exit 0
    [ -r /etc/apparmor.d ] || { echo 'denied /etc/apparmor.d'; exit 0; }
    k=
    for f in /etc/apparmor.d/*; do
      [ -f "$f" ] || continue
      if [ -r "$f" ]; then k="$k $f"; else echo "denied $f"; fi
    done
    [ -n "$k" ] && k=$(grep -l podman $k)
    [ -z "$k" ] || grep -nE 'abi|profile|userns|all[[:space:]]*,|[{}]' $k /dev/null
    exit 0
  `,
  parse: (output) =>
    stateOfExit(output, 'AppArmor in this kernel') ??
    known<ApparmorProfiles>(parseApparmorProfiles(output.stdout)),
});
