import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseSshdTest, type SshdTest } from '../parse/sshd-test.ts';

/** Options that decide whether the user may log in and forward. */
const OPTIONS = [
  'allowusers',
  'denyusers',
  'allowgroups',
  'denygroups',
  'usepam',
  'strictmodes',
  'pubkeyauthentication',
  'pubkeyacceptedalgorithms',
  'pubkeyacceptedkeytypes',
  'passwordauthentication',
  'kbdinteractiveauthentication',
  'authorizedkeysfile',
  'authorizedkeyscommand',
  'trustedusercakeys',
  'gssapiauthentication',
  'hostbasedauthentication',
  'forcecommand',
  'chrootdirectory',
  'permitrootlogin',
  'disableforwarding',
  'allowstreamlocalforwarding',
  'hostkey',
] as const;

/** What sshd itself makes of its configuration, for the target user. */
export const sshdEffective = defineFact({
  id: 'sshdEffective',
  title: 'Configuration of sshd, as sshd reads it',
  as: 'root',
  shares: 'names',
  probe: sh`
    s=
    for p in /usr/sbin/sshd /usr/local/sbin/sshd /usr/bin/sshd /run/current-system/sw/bin/sshd; do
      if [ -z "$s" ] && [ -x "$p" ]; then s=$p; fi
    done
    [ -n "$s" ] || exit 66
    a=\${SSH_CONNECTION%% *}
    echo "binary $s"
    # -T tests before it prints; what it says of a host that it cannot print for is not about the files.
    if o=$("$s" -T -C "user=$PR_USER,host=\${a:-localhost},addr=\${a:-127.0.0.1}"); then
      echo 'test-exit 0'
      printf '%s\n' "$o" | while read -r k v; do
        case $k in ${OPTIONS.join(' | ')}) echo "$k $v" ;; esac
      done
    else
      "$s" -t 2>&1
      echo "test-exit $?"
    fi
    exit 0
  `,
  parse: (output) => stateOfExit(output, 'sshd') ?? known<SshdTest>(parseSshdTest(output.stdout)),
});
