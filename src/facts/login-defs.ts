import { defineFact, known, stateOfExit } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { type LoginDefs, parseLoginDefs } from '../parse/login-defs.ts';

/** Bounds for new ids, from login.defs(5). */
export const loginDefs = defineFact({
  id: 'loginDefs',
  title: 'Bounds for new ids',
  as: 'user',
  shares: 'system',
  // openSUSE keeps the vendor's file below /usr/etc (login.defs(5) there).
  probe: sh`
    f=/etc/login.defs
    [ -e "$f" ] || [ ! -e /usr/etc/login.defs ] || f=/usr/etc/login.defs
    [ -e "$f" ] || exit 66
    [ -r "$f" ] || exit 77
    while read -r k v rest || [ -n "$k" ]; do
      case $k in *ID_MIN | *ID_MAX | *ID_COUNT) printf '%s %s\n' "$k" "$v" ;; esac
    done <"$f"
    exit 0
  `,
  parse: (output) =>
    stateOfExit(output, '/etc/login.defs') ?? known<LoginDefs>(parseLoginDefs(output.stdout)),
});
