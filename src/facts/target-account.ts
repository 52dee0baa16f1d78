import { defineFact, known, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseKeyValues } from '../parse/records.ts';

/** Whether there is an account of the target user's name, and what is there to make one. */
export interface TargetAccount {
  readonly name: string;
  readonly exists: boolean;
  /** Whether useradd(8) is on the PATH. */
  readonly hasUseradd: boolean;
  /** Where a new account gets its home; something may be there already. */
  readonly home: string;
  readonly isHomeTaken: boolean;
  /** Login shell of a new account. */
  readonly shell: string;
}

/** Asked by whoever logs in, so that it is known also when nobody of that name could be asked. */
export const targetAccount = defineFact({
  id: 'targetAccount',
  title: 'Account of the target user',
  as: 'login',
  shares: 'login',
  // The uid is there when the account was asked for before, and found. getent(1) ends with 2 when there is no such
  // entry, and with something else when it could not ask.
  probe: sh`
    kv name "$PR_USER"
    [ -n "$PR_UID" ] || getent passwd "$PR_USER" >/dev/null
    case $? in
      0) echo exists=yes ;;
      2) echo exists=no ;;
      *)
        [ -r /etc/passwd ] || exit 77
        if grep -q "^$PR_USER:" /etc/passwd; then echo exists=yes; else echo exists=no; fi
        ;;
    esac
    command -v useradd >/dev/null && echo useradd=yes
    h=/home
    [ ! -r /etc/default/useradd ] || while IFS== read -r k v; do [ "$k" != HOME ] || h=$v; done </etc/default/useradd
    kv home "$h/$PR_USER"
    if [ -e "$h/$PR_USER" ] || [ -L "$h/$PR_USER" ]; then echo taken=yes; fi
    if [ -x /bin/bash ]; then echo shell=/bin/bash; else echo shell=/bin/sh; fi
    exit 0
  `,
  parse({ stdout }) {
    const values = parseKeyValues(stdout);
    const exists = values.get('exists');
    const name = values.get('name') ?? '';
    if (exists === undefined || name === '') {
      return unreadable('malformed', 'the host did not say whether there is such an account');
    }
    return known<TargetAccount>({
      name,
      exists: exists === 'yes',
      hasUseradd: values.get('useradd') === 'yes',
      home: values.get('home') ?? '',
      isHomeTaken: values.get('taken') === 'yes',
      shell: values.get('shell') ?? '/bin/sh',
    });
  },
});
