import { useraddArgv } from '../domain/account-steps.ts';
import type { AuthorizeKeyStep, CreateUserStep } from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import type { RemoveUserStep, WithdrawKeyStep } from '../model/undo-step.ts';
import { quote } from '../parse/shell.ts';
import type { HostLayout } from './step-script.ts';

/** useradd(8) takes a home that is there, with whatever is in it: that is refused. */
export function createUserBody(step: CreateUserStep): string {
  return sh`
    u=${quote(step.user)} h=${quote(step.home)}
    if id -u -- "$u" >/dev/null 2>&1; then end already 0 ''; fi
    command -v useradd >/dev/null 2>&1 || end failed 69 'useradd is not installed'
    if [ -e "$h" ] || [ -L "$h" ]; then end refused 1 "$h is there, and there is no user $u"; fi
    begin ''
    run ${useraddArgv(step).map(quote).join(' ')} || end failed "$?" "useradd could not add $u"
    o=$(id -u -- "$u" 2>/dev/null) || end failed 1 "there is no user $u after useradd"
    left=uid=$o
    [ -d "$h" ] && [ "$(stat -c %u -- "$h")" = "$o" ] || end failed 1 "$h does not belong to $u after useradd"
    end done 0 ''
  `;
}

/**
 * The manager of a user stops 10 s after the last session (UserStopDelaySec= of logind.conf(5)), so what runs is waited for. A
 * home counts as new while its files are those of /etc/skel and podready's own journal.
 */
export function removeUserBody(
  { user, uid, home, inUse }: RemoveUserStep,
  { proc }: HostLayout,
): string {
  return sh`
    u=${quote(user)} h=${quote(home)} o=${String(uid)}
    now=$(id -u -- "$u" 2>/dev/null) || end already 0 ''
    [ "$now" = "$o" ] || end changed-meanwhile 1 "$u has the uid $now, and had $o when it was made"
    command -v userdel >/dev/null 2>&1 || end failed 69 'userdel is not installed'
    running() {
      for p in ${quote(proc)}/[0-9]*; do
        [ "$(stat -c %u -- "$p")" = "$o" ] && read -r name <"$p/comm" && echo "$name" && return 0
      done 2>/dev/null
      return 1
    }
    i=0
    while x=$(running); do
      i=$((i + 1))
      [ $i -le 30 ] || end refused 1 "$x runs as $u; stop what runs as $u first"
      sleep 1
    done
    strange() {
      [ -d "$h" ] && [ ! -L "$h" ] || return 0
      find "$h" ! -type d | while IFS= read -r f; do
        n=\${f#"$h"/}
        case $n in .local/state/podready/*) continue ;; esac
        [ -f "$f" ] && [ ! -L "$f" ] && cmp -s -- "$f" "$ETC/skel/$n" || { echo "$f"; break; }
      done
    }
    x=$(strange)
    remove=--remove
    if [ -n "$x" ]; then
      ${inUse ? 'remove=' : 'end refused 1 "$x was put into the home; move what is to be kept, or name the fix to leave the home where it is"'}
    fi
    begin ''
    run userdel $remove -- "$u" || end failed "$?" "userdel could not remove $u"
    if id -u -- "$u" >/dev/null 2>&1; then end failed 1 "there is still a user $u after userdel"; fi
    end done 0 ''
  `;
}

/** sshd reads only what belongs to the user and nobody else may write, which is how `put` makes new files. */
export function authorizeKeyBody({ key }: AuthorizeKeyStep): string {
  return sh`
    k=${quote(key)}
    ${KEY_FUNCTIONS}
    regular
    if has; then end already 0 ''; fi
    begin "file=$([ -e "$f" ] && echo yes || echo no) folders=$(lacking "$f")"
    t=
    [ ! -e "$f" ] || t=$(cat -- "$f" && echo x) || end failed 1 "$f cannot be read"
    t=\${t%x}
    case $t in '' | *'
') ;; *) t="$t
" ;; esac
    t="$t$k
"
    put "$f" "$t" "$(($(printf %s "$t" | wc -c)))" 600
    end done 0 ''
  `;
}

/** Only the line that was added: one with options, or a comment, is somebody else's. */
export function withdrawKeyBody({ key, created, folders }: WithdrawKeyStep): string {
  return sh`
    k=${quote(key)}
    ${KEY_FUNCTIONS}
    regular
    [ -e "$f" ] || end already 0 ''
    grep -qxF -e "$k" -- "$f" || end already 0 ''
    begin ''
    t=$(grep -vxF -e "$k" -- "$f"; echo x)
    t=\${t%x}
    if [ -z "$t" ] && ${created ? 'true' : 'false'}; then
      drop "$f" ${String(folders)}
    else
      put "$f" "$t" "$(($(printf %s "$t" | wc -c)))" 600
    fi
    end done 0 ''
  `;
}

const KEY_FUNCTIONS = sh`
f=$HOME/.ssh/authorized_keys
regular() {
  if [ -L "$f" ]; then end refused 1 "$f is a symbolic link; podready does not write through it"; fi
  if [ -e "$f" ] && [ ! -f "$f" ]; then end refused 1 "$f is not a regular file"; fi
}
has() { [ -f "$f" ] && awk -v k="$k" '/^[ \t]*#/ { next } index($0, k) { found = 1 } END { exit !found }' "$f"; }
`;
