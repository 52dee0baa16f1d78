import type { SudoMode } from '../gather/script.ts';
import type { Step } from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import { quote } from '../parse/shell.ts';
import { bodyOf } from './step-bodies.ts';
import { journalHead, type StepPlace } from './step-journal.ts';
import { STEP_LIBRARY } from './step-library.ts';

export interface StepScriptOptions {
  /** Random hex; every line of ours starts with it. */
  readonly nonce: string;
  readonly sudo: SudoMode;
  /** The target user; empty for whoever logs in. */
  readonly user: string;
  /** What the journal calls this step. */
  readonly place: StepPlace;
  /** Another body than that of the step: what a guard does before and after it. */
  readonly body?: (layout: HostLayout) => string;
  /** What comes on stdin after the script is for the step's programs. */
  readonly relay?: boolean;
  /** Only tests have another one. */
  readonly layout?: HostLayout;
}

/** Where things are on a host. */
export interface HostLayout {
  /** The only folder below which root writes. */
  readonly etc: string;
  /** PATH of what runs as root. */
  readonly rootPath: string;
  /** The kernel's keys. */
  readonly sysctls: string;
  /** The loaded modules. */
  readonly modules: string;
  readonly proc: string;
  /** Folder below which root's journal is; the user's is below ~/.local/state. */
  readonly state: string;
  /** Folder of the runtime directories. */
  readonly run: string;
  /** Folder that is empty after a boot. */
  readonly volatile: string;
}

export const HOST_LAYOUT: HostLayout = {
  etc: '/etc',
  rootPath: '/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin',
  sysctls: '/proc/sys',
  modules: '/sys/module',
  proc: '/proc',
  state: '/var/lib',
  run: '/run/user',
  volatile: '/run',
};

/**
 * One POSIX script that runs one step as whom it is for. Lines of ours read `NONCE KIND …`:
 *
 * - `NONCE B how` the script runs; `how` it would become root
 * - `NONCE Q`     asks for the password on stdin
 * - `NONCE A`     the shell that runs the step has begun
 * - `NONCE L payload` another podready has the lock, and which
 * - `NONCE H`     the step has the lock
 * - `NONCE T`     from here on the channel is another program's, stdin included (only with `relay`)
 * - `NONCE W|O payload` why the step ended as it did; what its programs printed (base64, or hex bytes)
 * - `NONCE E status exit` how the step ended
 * - `NONCE S payload` what sudo, or another user's shell, complained about
 * - `NONCE Z`     the end of all
 *
 * The step's programs print into its shell, never into the connection: when that is gone, a package
 * manager still ends in peace.
 */
export function composeStepScript(step: Step, options: StepScriptOptions): string {
  const layout = options.layout ?? HOST_LAYOUT;
  const nonce = `N=${quote(options.nonce)}\n`;
  const etc = `ETC=${quote(layout.etc)} STATE=${quote(layout.state)}\n`;
  const work = options.body?.(layout) ?? `claim\n${bodyOf(step, layout)}`;
  const body = `${ANNOUNCE}${journalHead(step, options.place)}${STEP_LIBRARY}${work}`;
  const root = `${nonce}${etc}A=root PATH=${quote(layout.rootPath)}\n${ROOT_HEAD}`;
  const user = `${nonce}${etc}A=user RUN=${quote(layout.run)}\n${ENVIRONMENT}${USER_HEAD}${body}`;
  const nested = `${root}BOOT=${quote(BOOT)}\nTEXT=${quote(user)}\n${ENVIRONMENT}${RUNUSER}`;
  return [
    `${nonce}M=${options.sudo} PR_USER=${quote(options.user)} RELAY=${options.relay === true ? 'yes' : ''}`,
    `BOOT=${quote(BOOT)}`,
    `ROOTS=${quote(step.as === 'root' ? root + body : nested)}`,
    `DIRECT=${step.as === 'root' ? '' : quote(user)}`,
    `main() {\n${ENVIRONMENT}${MAIN}}`,
    'main; exit 0',
    '',
  ].join('\n');
}

/**
 * Another shell: it discards stdin up to a line with the nonce before it executes anything. (`r`, which
 * would be shorter, is an alias in mksh.)
 */
const BOOT = sh`
N=$1 PR_USER=$2
take() {
  v=
  while IFS= read -r l; do
    [ "$l" = "$N $1" ] && return 0
    v="$v$l
"
  done
  exit 71
}
take go
take end
eval "$v"
`;

const ANNOUNCE = sh`
printf '%s A\n' "$N"
`;

const ROOT_HEAD = sh`
LC_ALL=C
export PATH LC_ALL
cd /
`;

const ENVIRONMENT = sh`
S=; command -v setsid >/dev/null 2>&1 && S=setsid
lookup() {
  p=$(getent passwd "$1" || grep "^$1:" /etc/passwd) 2>/dev/null
  [ -n "$p" ] || return 1
  PR_USER=\${p%%:*} p=\${p#*:} p=\${p#*:}
  PR_UID=\${p%%:*} p=\${p#*:} p=\${p#*:} p=\${p#*:}
  PR_HOME=\${p%%:*}
}
feed() { printf '%s\n' "$N go" "$1" "$N end"; }
`;

const USER_HEAD = sh`
lookup "$PR_USER" || PR_UID=$(id -u)
cd "$HOME" 2>/dev/null || cd /
LC_ALL=C XDG_RUNTIME_DIR=$RUN/$PR_UID DBUS_SESSION_BUS_ADDRESS=unix:path=$RUN/$PR_UID/bus
export LC_ALL XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS
unset CONTAINER_HOST CONTAINER_CONNECTION
`;

const RUNUSER = sh`
lookup "$PR_USER" || { echo "there is no user of that name" >&2; exit 67; }
if command -v runuser >/dev/null 2>&1; then
  feed "$TEXT" | $S runuser -u "$PR_USER" -- env -i HOME="$PR_HOME" USER="$PR_USER" LOGNAME="$PR_USER" \
    PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin:/run/current-system/sw/bin \
    /bin/sh -c "$BOOT" sh "$N" "$PR_USER"
else
  export BOOT N PR_USER PR_HOME
  feed "$TEXT" | $S su -s /bin/sh "$PR_USER" -c '
    exec env -i HOME="$PR_HOME" USER="$PR_USER" LOGNAME="$PR_USER" PATH="$PATH" \
    /bin/sh -c "$BOOT" sh "$N" "$PR_USER"'
fi
`;

const MAIN = sh`
me=$(id -un 2>/dev/null) uid=$(id -u 2>/dev/null)
[ -n "$PR_USER" ] || PR_USER=$me
PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin
export PATH
how=none
case $uid:$M in
  0:*) how=root ;;
  *:never) ;;
  *) if command -v sudo >/dev/null 2>&1; then how=sudo; elif command -v doas >/dev/null 2>&1; then how=doas; fi ;;
esac
if [ -n "$DIRECT" ] && [ "$PR_USER" = "$me" ]; then how=direct ROOTS=$DIRECT; fi
printf '%s B %s\n' "$N" "$how"
exec 6>&1
secret=
case $how:$M in
  none:*) printf '%s Z\n' "$N"; return 0 ;;
  sudo:ask)
    printf '%s Q\n' "$N"
    IFS= read -r secret
    as="sudo -S -p ''"
    ;;
  sudo:*) as='sudo -n' ;;
  doas:*) as='doas -n' ;;
  *) as= ;;
esac
e=$({
  {
    [ "$how:$M" = sudo:ask ] && printf '%s\n' "$secret"
    feed "$ROOTS"
    [ -z "$RELAY" ] || cat
  } | eval "$S $as /bin/sh -c \"\$BOOT\" sh \"\$N\" \"\$PR_USER\""
} 2>&1 >&6)
secret=
printf '%s S %s\n' "$N" "$(printf '%.120s' "$e" | if base64 </dev/null >/dev/null 2>&1; then base64; else od -An -v -tx1; fi | tr -d '\n')"
printf '%s Z\n' "$N"
`;
