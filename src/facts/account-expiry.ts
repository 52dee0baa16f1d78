import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type AccountExpiry, parseAccountExpiry } from '../parse/account-expiry.ts';

/** Expiry of the target user's account and password. The shadow file itself is not read by us. */
export const accountExpiry = defineFact({
  id: 'accountExpiry',
  title: 'Expiry of the account',
  as: 'root',
  shares: 'names',
  probe: sh`
    need chage
    echo "today $(date -u +%Y-%m-%d)"
    chage -l "$PR_USER"
    echo "chage-exit $?"
    set -f
    set -- $(passwd -S "$PR_USER")
    echo "status $2"
    exit 0
  `,
  parse: (output) =>
    stateOfExit(output, 'the expiry of the account') ??
    known<AccountExpiry>(parseAccountExpiry(output.stdout)),
});
