import { type ProbeAs, SHARED_SESSIONS, type SharedSession } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { quote } from '../parse/shell.ts';
import { FRAMES } from './frame-program.ts';
import { PRELUDE } from './prelude.ts';

/** One probe to run: `id` is the fact's id, `text` its shell snippet. */
export interface ScriptProbe {
  readonly id: string;
  readonly as: ProbeAs;
  /** The session that it shares; none: one of its own. */
  readonly shares?: SharedSession | undefined;
  /** It runs after the others of its session. */
  readonly last?: true | undefined;
  /** It starts containers, after all others have ended; only ever as the user. */
  readonly deep?: true | undefined;
  readonly text: string;
}

/** Whether and how the root section is escalated. */
export type SudoMode = 'auto' | 'never' | 'ask';

export interface ScriptOptions {
  /** Random hex; every line of ours starts with it. */
  readonly nonce: string;
  readonly sudo: SudoMode;
  /** The target user; empty for whoever logs in. */
  readonly user: string;
  /** Seconds after which a probe is ended; at least 5. */
  readonly probeSeconds: number;
  /** The same for the probes that start containers, which begin when the others have ended. */
  readonly deepSeconds: number;
  /** Bytes that one probe may print. */
  readonly probeBytes: number;
  /** The POSIX shell that runs probes and sections; `/bin/sh` but in tests of other shells. */
  readonly shell?: string;
}

/**
 * One POSIX script that runs every probe and frames what each prints.
 *
 * Lines of ours are shorter than 512 bytes, so that one write(2) to a pipe is atomic (pipe(7)), and
 * read `NONCE ID KIND …`:
 *
 * - `NONCE .main B how` the script runs; `how` the root section will be escalated
 * - `NONCE .main A`     asks for the password on stdin
 * - `NONCE .root B`, `NONCE .user B` a section runs in another user's shell
 * - `NONCE ID T|H seq payload` output of a session of probes, as text (see `FRAMES`) or in hex
 * - `NONCE ID E nBYTES cCUT` the last line of a session
 * - `NONCE .root|.user S exit text` a section's shell ended, and what it complained about
 * - `NONCE .main Z` the end of all
 *
 * The probes of one user are a group: a shell that leads a session of its own and forks for each of them.
 * A supervisor begins the group, waits for it and ends it at its limit: the script itself for the
 * user who logs in, a shell of root's, and one of the target user where that is somebody else. Probes
 * that start containers are a group of their own, which begins when all others have ended.
 *
 * The shell has read the whole script before its last line runs it, so nothing but the password is
 * ever read from stdin after that.
 */
export function composeScript(probes: readonly ScriptProbe[], options: ScriptOptions): string {
  const { probeSeconds, deepSeconds, sudo, user } = options;
  const settings = settingsOf(options, probeSeconds);
  const looking = probes.filter((probe) => probe.deep !== true);
  const section = (as: ProbeAs): string => sectionOf(looking.filter((probe) => probe.as === as));
  const group = (text: string): string => quote(`${settings}${PROBING}${text}wait\n`);
  const nested = (seconds: number, text: string): string =>
    quote(`${settingsOf(options, seconds)}${BASE}${USER_HEAD}G ${group(text)}\n${USER_TAIL}`);
  const users = `${ENVIRONMENT}${section('user')}`;
  const deep = deepOf(probes, options);
  // Who logs in is the target, if nobody is named.
  const other =
    user === ''
      ? { before: '', after: '' }
      : {
          before: `BOOT=${quote(BOOT)}\n${NEST}nest ${nested(probeSeconds, users)}\n`,
          after:
            deep === '' ? '' : afterwards('nested', `nest ${nested(deepSeconds, deep)}`, options),
        };
  const roots = `${settings}${BASE}${ROOT_HEAD}${other.before}G ${group(section('root'))}\n${ROOT_TAIL}${other.after}exit 0\n`;
  const wait = deep === '' ? 'F "$LIMIT" "$$"\n' : waitTwice(`G ${group(deep)}`, options);
  return [
    `${settings}M=${sudo} PR_USER=${quote(user)} BOOT=${quote(BOOT)}`,
    `ROOTS=${quote(roots)}`,
    `GROUP=${group(`${section('login')}[ "$IN" = direct ] || { wait; exit 0; }\n${users}`)}`,
    `${BASE}main() {\n${MAIN}${wait}${MAIN_END}}`,
    'main; exit 0',
    '',
  ].join('\n');
}

function settingsOf({ nonce, probeBytes, shell }: ScriptOptions, seconds: number): string {
  return `N=${quote(nonce)} CAP=${probeBytes} LIMIT=${seconds} SH=${quote(shell ?? '/bin/sh')}\n`;
}

/** The probes that start containers, for the user's own shell; empty when none was asked for. */
function deepOf(probes: readonly ScriptProbe[], { deepSeconds }: ScriptOptions): string {
  const some = probes.filter((probe) => probe.deep === true);
  return some.length === 0 ? '' : `LIMIT=${deepSeconds}\n${ENVIRONMENT}${sectionOf(some)}`;
}

/** Begins a second group when all that looks has ended: what containers change is not what was looked for. */
function afterwards(where: 'direct' | 'nested', begin: string, { deepSeconds }: ScriptOptions) {
  const waiter = where === 'direct' ? '"$$"' : '0';
  return `if [ "$IN" = ${where} ]; then\nK=\n${begin}\nF ${deepSeconds} ${waiter}\nfi\n`;
}

function waitTwice(begin: string, options: ScriptOptions): string {
  const all = options.probeSeconds + options.deepSeconds;
  return `if [ "$IN" = direct ]; then F "$LIMIT" 0; else F ${all} "$$"; fi\n${afterwards('direct', begin, options)}`;
}

/** The id of the session that a probe runs in: its own, or one that it shares. */
export function sessionId({ id, as, shares }: Pick<ScriptProbe, 'id' | 'as' | 'shares'>): string {
  return shares === undefined ? id : `shared-${as}-${shares}`;
}

/**
 * A process costs 20 ms and more on a slow host, and a session of its own three of them, so probes that
 * can only hang for the same reason run one after the other in one session. `Q` ends the output of each
 * with a line `NONCE ID EXIT`, see docs/adr/0009-probes-may-share-a-session.md. A line of 4096 blanks follows: mawk(1)
 * waits until its buffer is full, and would keep what is complete should the next probe hang.
 */
function sectionOf(probes: readonly ScriptProbe[]): string {
  const alone = probes.filter((one) => one.shares === undefined).map((one) => [one]);
  const shared = SHARED_SESSIONS.map((shares) => {
    const some = probes.filter((one) => one.shares === shares);
    return [
      ...some.filter(({ last }) => last !== true),
      ...some.filter(({ last }) => last === true),
    ];
  });
  return [...alone, ...shared]
    .flatMap((some) => some.slice(0, 1).map((first) => ({ id: sessionId(first), some })))
    .map(({ id, some }) => {
      const text = some.map((one) => `Q ${quote(one.id)} ${quote(one.text)}\n`).join('');
      return `R ${quote(id)} ${quote(text)}\n`;
    })
    .join('');
}

/** What awk(1) may take of the host: it keeps a line whole, and a probe may print one without an end. KiB. */
const AWK_KIB = '65536';

/**
 * Ends what still runs after the limit: `seconds nonce shell pid…`. It has a session of its own, so that
 * it also works when the connection is gone; `shell` 0 means that somebody else waits.
 */
const WATCHER = sh`
s=$1 N=$2 m=$3
shift 3
sleep "$s"
for p; do kill -9 "-$p" 2>/dev/null || kill -9 "$p" 2>/dev/null; done
[ "$m" = 0 ] && exit 0
sleep 2
printf '%s .main Z late\n' "$N"
kill -9 "$m"
`;

/**
 * What a supervisor knows: `G` begins a group, `F` waits for all that were begun, bounded. `encoder` finds out
 * whether awk(1) can frame; who is given what another found out, `$B:$A`, believes it of the same awk.
 */
const BASE = sh`
WATCH=${quote(WATCHER)} MEMORY=${AWK_KIB}
K=
S=; command -v setsid >/dev/null 2>&1 && S=setsid
encoder() {
  A= o=$IFS
  IFS=:
  for d in $PATH; do [ ! -x "$d/awk" ] || { A=$d/awk; break; }; done
  IFS=$o
  case $1 in awk:"$A" | od:"$A") B=\${1%%:*}; return ;; esac
  B=od
  printf 'a\000b\n' | (
    ulimit -v "$MEMORY"
    LC_ALL=C
    export LC_ALL
    exec awk '{ whole = length($0) == 3 && " " ~ /^[[:space:]]$/ } END { exit !whole }'
  ) && B=awk
}
G() {
  $S $SH -c "$1" sh "$B" "$IN" </dev/null 2>/dev/null &
  K="$K $!"
}
F() {
  $S $SH -c "$WATCH" sh "$1" "$N" "$2" $K </dev/null 2>/dev/null &
  w=$!
  for p in $K; do wait "$p"; done
  kill -9 "-$w" || kill -9 "$w"
  wait "$w"
}
ended() {
  d=$1 x=$2
  set -f
  set -- $3
  set +f
  printf '%s %s S %s %.100s\n' "$N" "$d" "$x" "$*"
}
lookup() {
  p=$(getent passwd "$1" || grep "^$1:" /etc/passwd)
  [ -n "$p" ] || return 1
  PR_USER=\${p%%:*} p=\${p#*:} p=\${p#*:}
  PR_UID=\${p%%:*} p=\${p#*:}
  PR_GID=\${p%%:*} p=\${p#*:} p=\${p#*:}
  PR_HOME=\${p%%:*} PR_SHELL=\${p#*:} PR_RUN=/run/user/$PR_UID
  export PR_USER PR_UID PR_GID PR_HOME PR_SHELL PR_RUN
}
`;

/** The target user's own, whatever the login gave. */
const ENVIRONMENT = sh`
LC_ALL=C XDG_RUNTIME_DIR=$PR_RUN DBUS_SESSION_BUS_ADDRESS=unix:path=$PR_RUN/bus
export LC_ALL XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS
unset CONTAINER_HOST CONTAINER_CONNECTION
`;

/**
 * What the shell of a group knows, given `encoder in`: `R id text` runs the probes of a session beside the
 * other sessions. It only forks: on a slow host, two programs more for each probe were a quarter of all
 * that a check cost.
 */
const PROBING = sh`
B=$1 IN=$2 MEMORY=${AWK_KIB} FRAMES=${quote(FRAMES)}
Q() {
  ( eval "$2" )
  printf '\n%s %s %s\n' "$N" "$1" "$?"
  [ "$B" != awk ] || printf '%4096s\n' ''
}
W() {
  if [ "$B" = awk ]; then
    ulimit -v "$MEMORY"
    LC_ALL=C
    export LC_ALL
    exec awk -v n="$N" -v i="$I" -v cap="$CAP" "$FRAMES"
  else
    od -An -v -tx1 | {
      q=0 c=0 cut=0
      while IFS= read -r l; do
        set -- $l
        if [ $((c + $#)) -gt "$CAP" ]; then cut=1; break; fi
        printf '%s %s H %s %s\n' "$N" "$I" "$q" "$*"
        q=$((q + 1)) c=$((c + $#))
      done
      printf '%s %s E n%s c%s\n' "$N" "$I" "$c" "$cut"
    }
  fi
}
R() {
  I=$1 T=$2
  { exec 6>&-; eval "$T"; } | W 6>&- &
}
${PRELUDE}
`;

/**
 * Another user's shell: `nonce shell user in`. It discards stdin up to a line with the nonce before it
 * executes anything: with NOPASSWD, sudo leaves the password for the shell to read. `read` takes no more
 * than its line, so that the supervisor after it is there for the shell that runs it.
 */
const BOOT = sh`
while IFS= read -r l; do
  [ "$l" = "$1 go" ] && exec $2 -s "$3" "$4" "$5"
done
exit 71
`;

const ROOT_HEAD = sh`
PR_USER=$1 IN=$2
PATH=/run/wrappers/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin LC_ALL=C
export PATH LC_ALL
umask 077
cd /
printf '%s .root B\n' "$N"
exec 6>&1 2>/dev/null
encoder "$3"
lookup "$PR_USER"
`;

/** Root's supervisor begins the target user's: `nest text`. */
const NEST = sh`
nest() {
  [ "$IN" = nested ] || return 0
  (
    e=$({
      printf '%s\n' "$N go" "$1" | if command -v runuser >/dev/null; then
        $S runuser -u "$PR_USER" -- env -i HOME="$PR_HOME" USER="$PR_USER" LOGNAME="$PR_USER" \
          PATH=/run/wrappers/bin:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin:/run/current-system/sw/bin \
          PR_PATH="$PR_PATH" $SH -c "$BOOT" sh "$N" "$SH" "$PR_USER" direct 6>&-
      else
        BOOT=$BOOT N=$N PR_USER=$PR_USER $S su -s /bin/sh "$PR_USER" -c '
          cd; exec env -i HOME="$HOME" USER="$PR_USER" LOGNAME="$PR_USER" PATH="$PATH" \
          /bin/sh -c "$BOOT" sh "$N" /bin/sh "$PR_USER" direct' 6>&-
      fi
    } 2>&1 >&6)
    ended .user "$?" "$e"
  ) &
  K=$!
}
`;

const ROOT_TAIL = sh`
F $((LIMIT - 1)) 0
`;

const USER_HEAD = sh`
PR_USER=$1 IN=$2
printf '%s .user B\n' "$N"
exec 2>/dev/null
cd "$HOME" || cd /
encoder ''
lookup "$PR_USER"
`;

const USER_TAIL = sh`
F $((LIMIT - 2)) 0
exit 0
`;

const MAIN = sh`
PR_ID=$(LC_ALL=C id 2>/dev/null)
uid=\${PR_ID#uid=} uid=\${uid%%[!0-9]*}
me=\${PR_ID#*\(} me=\${me%%\)*}
how=none
case $uid:$M in
  0:*) how=root ;;
  *:never) ;;
  *) if command -v sudo >/dev/null 2>&1; then how=sudo; elif command -v doas >/dev/null 2>&1; then how=doas; fi ;;
esac
printf '%s .main B %s\n' "$N" "$how"
exec 6>&1 2>/dev/null
secret=
if [ "$how:$M" = sudo:ask ]; then
  printf '%s .main A\n' "$N"
  IFS= read -r secret
fi
PR_PATH=$PATH PATH=$PATH:/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin
PR_LOGIN_UID=$uid PR_USER=\${PR_USER:-$me}
export PR_PATH PATH PR_LOGIN_UID PR_USER PR_ID
encoder ''
IN=direct
[ "$PR_USER" = "$me" ] || IN=nested
lookup "$PR_USER" || { ended .user 67 "there is no user of that name"; IN=nobody; }
if [ "$how" != none ]; then
  (
    case $how:$M in
      sudo:ask) as="sudo -S -p ''" ;;
      sudo:*) as='sudo -n' ;;
      doas:*) as='doas -n' ;;
      *) as= ;;
    esac
    e=$({
      {
        [ "$how:$M" = sudo:ask ] && printf '%s\n' "$secret"
        printf '%s\n' "$N go" "$ROOTS"
      } | eval "exec $S $as $SH -c \"\$BOOT\" sh \"\$N\" \"\$SH\" \"\$PR_USER\" \"\$IN\" \"\$B:\$A\""
    } 2>&1 >&6)
    ended .root "$?" "$e"
  ) &
  K=$!
  secret=
fi
G "$GROUP"
`;

const MAIN_END = sh`
printf '%s .main Z\n' "$N"
`;
