import { commandsOf, textOfFollowUp } from '../../src/domain/step-text.ts';
import { isReload } from '../../src/domain/undo.ts';
import { STANDALONE_LIBRARY, standaloneBody } from '../../src/engine/step-standalone.ts';
import type { ExportedFix, ExportedPlan, ExportedUser } from '../../src/model/exporter.ts';
import type { Step } from '../../src/model/fix.ts';
import { sh } from '../../src/model/sh.ts';
import { printable } from '../../src/parse/printable.ts';
import { quote, quotePrintable } from '../../src/parse/shell.ts';

/** A POSIX script that does these steps one after the other, and stops at the first that fails. */
export function scriptOf({ user, fixes }: Pick<ExportedPlan, 'user' | 'fixes'>): string {
  const steps = fixes.flatMap((fix) => fix.steps);
  const creates = steps.some(({ kind }) => kind === 'create-user');
  return [
    'set -eu',
    `user=${quotePrintable(user.name)} uid=${uidOf(user)} creates=${creates ? 'yes' : 'no'}`,
    `needs_root=${steps.some(({ as }) => as === 'root') ? 'yes' : 'no'}`,
    `functions=${quote(STANDALONE_LIBRARY)}`,
    DRIVER,
    ...fixes.flatMap(fixLines),
    'conclude',
    ...followUpLines(fixes),
    '',
  ].join('\n');
}

function uidOf({ uid }: ExportedUser): string {
  return uid === null ? '' : String(uid);
}

function fixLines({ id, title, steps }: ExportedFix): readonly string[] {
  return [
    '',
    `# ${printable(title)} (${id})`,
    'since=$changed',
    ...steps.flatMap((step, at) => stepLines(step, at > 0)),
  ];
}

/**
 * The commands are what the step comes down to; the body also looks before and after. A program that cannot look
 * is only run when an earlier step of its fix changed something, but for those that let files be read again.
 */
function stepLines(step: Step, follows: boolean): readonly string[] {
  const commands = commandsOf({ ...step, as: 'user' });
  const isRun = step.kind === 'run';
  const guard = isRun && follows && !isReload(step) ? '[ "$changed" = "$since" ] || ' : '';
  const words = [
    isRun ? 'execute' : 'perform',
    step.as,
    quote(printable(step.summary)),
    quotePrintable(standaloneBody(step)),
  ];
  return [...commands.map((command) => `# $ ${printable(command)}`), guard + words.join(' ')];
}

function followUpLines(fixes: readonly ExportedFix[]): readonly string[] {
  const all = new Set(fixes.flatMap(({ afterwards }) => afterwards));
  return [...all].map((one) => `followup ${quote(textOfFollowUp(one))}`);
}

/**
 * `perform WHO SUMMARY BODY` hands a body to a shell of whom it is for, and counts what it says; `execute` is for one that cannot
 * say whether it changed anything. The shell reads all of its body first, so that no program reads the rest of the script.
 */
const DRIVER = sh`
changed=0 right=0
refuse() {
  printf 'refused, and nothing was changed: %s\n' "$1" >&2
  exit 2
}
lookup() {
  id=$(id -u "$user" 2>/dev/null) || return 1
  home=$({ getent passwd "$user" || awk -F: -v u="$user" '$1 == u' /etc/passwd; } 2>/dev/null | cut -d: -f6)
}
perform() {
  tell "$@"
  case $said in
    changed) changed=$((changed + 1)); echo changed ;;
    ok) right=$((right + 1)); echo 'as it should be' ;;
    *) failed "$2" ;;
  esac
}
execute() {
  tell "$@"
  case $said in
    changed) echo done ;;
    *) failed "$2" ;;
  esac
}
tell() {
  printf '%s: ' "$2"
  if [ "$1" = root ]; then
    said=$(printf '%s\n' "$functions" "$3" | /bin/sh -c 'eval "$(cat)"') || failed "$2"
  else
    lookup || failed "$2"
    said=$(printf '%s\n' "$functions" "$3" | as_user) || failed "$2"
  fi
}
as_user() {
  if [ "$me" = "$id" ]; then set -- env; else set -- runuser -u "$user" -- env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin; fi
  "$@" HOME="$home" USER="$user" LOGNAME="$user" XDG_RUNTIME_DIR="/run/user/$id" \
    DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$id/bus" /bin/sh -c 'cd; eval "$(cat)"'
}
failed() {
  printf 'failed\nstopped at: %s; %s steps before it changed something\n' "$1" "$changed" >&2
  exit 1
}
conclude() { printf '%s changed, %s as they should be\n' "$changed" "$right"; }
followup() { [ "$changed" = 0 ] || printf 'Afterwards: %s\n' "$1"; }
me=$(id -u) id=
if lookup; then
  [ -z "$uid" ] || [ "$id" = "$uid" ] || refuse "$user has the uid $id here, and had $uid on the host of the plan"
else
  [ "$creates" = yes ] || refuse "there is no user $user on this host"
fi
if [ "$me" != 0 ]; then
  [ "$needs_root" = no ] || refuse "some of the steps need root, and this is uid $me"
  [ "$me" = "$id" ] || refuse "this is for $user or root, and this is uid $me"
fi
`;
