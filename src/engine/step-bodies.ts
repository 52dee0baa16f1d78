import type {
  AllocateSubidsStep,
  EnableLingerStep,
  EnableUnitStep,
  LoadModuleStep,
  RunStep,
  SetModeStep,
  Step,
  SysctlStep,
  WriteFileStep,
} from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import { quote } from '../parse/shell.ts';
import { packageBody } from './step-packages.ts';
import type { HostLayout } from './step-script.ts';

/**
 * What the shell of a step does, with the functions of `STEP_LIBRARY`: look whether the host is still
 * as the plan knew it, change it, look again. Data enters by `quote` only.
 */
export function bodyOf(step: Step, layout: HostLayout): string {
  switch (step.kind) {
    case 'run':
      return runBody(step);
    case 'write-file':
      return writeBody(step);
    case 'set-mode':
      return setModeBody(step);
    case 'enable-unit':
      return enableUnitBody(step);
    case 'enable-linger':
      return lingerBody(step, layout);
    case 'sysctl':
      return sysctlBody(step, layout);
    case 'load-module':
      return loadModuleBody(step);
    case 'install-package':
      return packageBody(step);
    case 'allocate-subids':
      return allocateBody(step);
  }
}

function runBody({ argv }: RunStep): string {
  const [program] = argv;
  return sh`
    command -v ${quote(program)} >/dev/null 2>&1 || end failed 69 ${quote(`${program} is not installed`)}
    run ${argv.map(quote).join(' ')} || end failed "$?" ${quote(`${program} did not succeed`)}
    end done 0 ''
  `;
}

function writeBody(step: WriteFileStep): string {
  return sh`
    ${inspect(step)} || end already 0 ''
    ${put(step, step.mode)}
    end done 0 ''
  `;
}

/** `inspect` of the step's file with its wanted text and the one that the plan was made from. */
function inspect({
  path,
  content,
  before,
}: Pick<WriteFileStep, 'path' | 'content' | 'before'>): string {
  const known = before === null ? "no '' 0" : `yes ${textAndBytes(before)}`;
  return `inspect ${quote(path)} ${textAndBytes(content)} ${known}`;
}

function put({ path, content }: Pick<WriteFileStep, 'path' | 'content'>, mode: number): string {
  return `put ${quote(path)} ${textAndBytes(content)} ${mode.toString(8)}`;
}

/** A shell drops NUL bytes and line breaks at the end, so that the length is compared too. */
function textAndBytes(text: string): string {
  return `${quote(text)} ${new TextEncoder().encode(text).length}`;
}

/** newuidmap and newgidmap are the only programs whose mode root may change; all else is below /etc. */
function setModeBody({ path, mode, before }: SetModeStep): string {
  const [wanted, known] = [mode.toString(8), before.toString(8)];
  return sh`
    p=${quote(path)}
    if [ -L "$p" ] || [ ! -f "$p" ]; then end refused 1 "$p is not a regular file"; fi
    case $p in
      "$ETC"/*) folder "$p" ;;
      */newuidmap | */newgidmap) ;;
      *) end refused 1 "$p is none of the files whose mode podready changes" ;;
    esac
    m=$(stat -c %a -- "$p") u=$(stat -c %u -- "$p")
    [ "$m" = ${wanted} ] && end already 0 ''
    [ "$m" = ${known} ] || end changed-meanwhile 1 "$p has mode $m, and had ${known} when the plan was made"
    [ "$u" = 0 ] || [ "$(id -u)" != 0 ] || end refused 1 "$p does not belong to root"
    ${
      (mode & 0o6000) === 0
        ? ''
        : sh`command -v getcap >/dev/null 2>&1 && [ -n "$(getcap "$p" 2>/dev/null)" ] &&
      end refused 1 "$p has file capabilities; with them it must not be setuid"`
    }
    run chmod ${wanted} -- "$p" || end failed "$?" "the mode of $p cannot be changed"
    [ "$(stat -c %a -- "$p")" = ${wanted} ] || end failed 1 "$p did not keep the mode"
    end done 0 ''
  `;
}

function enableUnitBody({ manager, unit, now }: EnableUnitStep): string {
  const systemctl = manager === 'user' ? 'systemctl --user' : 'systemctl';
  return sh`
    command -v systemctl >/dev/null 2>&1 || end failed 69 'systemctl is not installed'
    c='${systemctl}' u=${quote(unit)} now=${now ? 'yes' : 'no'}
    wanted() {
      case $($c is-enabled -- "$u" 2>/dev/null) in enabled) ;; *) return 1 ;; esac
      [ $now = no ] || $c is-active --quiet -- "$u" 2>/dev/null
    }
    wanted && end already 0 ''
    run $c enable -- "$u" || end failed "$?" "$u cannot be enabled"
    if [ $now = yes ]; then
      $c reset-failed -- "$u" >/dev/null 2>&1
      run $c start -- "$u" || end failed "$?" "$u is enabled and did not start"
    fi
    i=0
    until wanted; do
      i=$((i + 1))
      [ $i -le 10 ] || end failed 1 "$u is not enabled and active after it was started"
      sleep 1
    done
    end done 0 ''
  `;
}

/**
 * logind writes the linger file and starts the user's manager; the manager then opens its private
 * socket, and dbus.socket the user's bus where dbus is installed for users.
 */
function lingerBody({ user, uid }: EnableLingerStep, { run }: HostLayout): string {
  return sh`
    command -v loginctl >/dev/null 2>&1 || end failed 69 'loginctl is not installed'
    u=${quote(user)} r=${quote(run)}/${String(uid)}
    ready() { [ -S "$r/bus" ] || [ -S "$r/systemd/private" ]; }
    [ "$(loginctl show-user -p Linger --value -- "$u" 2>/dev/null)" = yes ] && ready && end already 0 ''
    run loginctl enable-linger -- "$u" || end failed "$?" "loginctl refused to enable linger for $u"
    ready || systemctl start user@${String(uid)}.service >/dev/null 2>&1
    i=0
    until ready; do
      i=$((i + 1))
      [ $i -le 45 ] || end failed 1 "the user manager of $u (user@${String(uid)}.service) did not come up within 45 s"
      sleep 1
    done
    end done 0 ''
  `;
}

/**
 * The value first: a kernel that refuses it leaves no drop-in behind. It is read by cat(1): shells read byte
 * by byte, and the kernel gives a number below /proc/sys to the first read(2) only.
 */
function sysctlBody(step: SysctlStep, { sysctls }: HostLayout): string {
  const file = `${sysctls}/${step.key.replaceAll('.', '/')}`;
  return sh`
    k=${quote(step.key)} f=${quote(file)} v=${quote(words(step.value))} b=${quote(words(step.valueBefore))}
    value() { set -f; set -- $(cat -- "$f"); echo "$*"; }
    apply() {
      if command -v sysctl >/dev/null 2>&1; then sysctl -q -w "$k=$1"; else printf '%s\n' "$1" >"$f"; fi
    }
    [ -e "$f" ] || end failed 66 "this kernel has no $k"
    c=$(value)
    ${inspect(step)}
    w=$?
    [ "$c" = "$v" ] && [ $w = 1 ] && end already 0 ''
    [ "$c" = "$v" ] || [ "$c" = "$b" ] || end changed-meanwhile 1 "$k is $c, and was $b when the plan was made"
    folder ${quote(step.path)}
    rollback() { apply "$c"; }
    [ "$c" = "$v" ] || run apply "$v" || end failed "$?" "the kernel does not take $v for $k"
    [ "$(value)" = "$v" ] || end failed 1 "$k is $(value) after it was set to $v"
    [ $w = 1 ] || ${put(step, 0o644)}
    end done 0 ''
  `;
}

function words(value: string): string {
  return value.trim().replaceAll(/\s+/gu, ' ');
}

function loadModuleBody(step: LoadModuleStep): string {
  return sh`
    command -v modprobe >/dev/null 2>&1 || end failed 69 'modprobe is not installed'
    ${inspect(step)}
    w=$?
    run modprobe -- ${quote(step.module)} || end failed "$?" ${quote(`modprobe cannot load ${step.module} into the running kernel`)}
    [ $w = 1 ] && end already 0 ''
    ${put(step, 0o644)}
    end done 0 ''
  `;
}

/**
 * usermod(8) accepts a range that overlaps somebody else's, so both files are read before and after; an
 * overlap that appears meanwhile is taken back. Where there is no usermod, a line is appended.
 */
function allocateBody({ user, start, count, files }: AllocateSubidsStep): string {
  const last = start + count - 1;
  const both = (flag: string): string =>
    files.map((file) => `--${flag}-${file}s ${start}-${last}`).join(' ');
  return sh`
    u=${quote(user)} b=${String(start)} e=${String(last)} n=${String(count)} files='${files.join(' ')}'
    o=$(id -u -- "$u" 2>/dev/null) || end failed 67 "there is no user $u"
    ${SUBID_FUNCTIONS}
    for f in subuid subgid; do
      if [ -L "$ETC/$f" ]; then end refused 1 "$ETC/$f is a symbolic link"; fi
      if [ -e "$ETC/$f" ] && [ ! -f "$ETC/$f" ]; then end refused 1 "$ETC/$f is not a regular file"; fi
    done
    x=$(overlaps)
    [ -z "$x" ] || end changed-meanwhile 1 "the ids $b-$e are no longer free: $x"
    has_all && end already 0 ''
    if command -v usermod >/dev/null 2>&1; then
      for f in $files; do [ -e "$ETC/$f" ] || (umask 022 && set -C && : >"$ETC/$f") 2>/dev/null; done
      run usermod ${both('add')} -- "$u" || end failed "$?" "usermod could not add the ids $b-$e"
    else
      for f in $files; do append "$f"; done
    fi
    x=$(overlaps)
    if [ -n "$x" ]; then
      command -v usermod >/dev/null 2>&1 && usermod ${both('del')} -- "$u" >/dev/null 2>&1
      end changed-meanwhile 1 "the ids $b-$e were given to somebody else at the same moment, and were taken back: $x"
    fi
    has_all || end failed 1 "the ids $b-$e are not in both files after usermod"
    end done 0 ''
  `;
}

/**
 * `ranges FILE OWN` prints the lines of other ranges that overlap ours. Numbers lose their leading
 * zeros, which the shell's arithmetic would take for octal; one that is too long overlaps everything.
 */
const SUBID_FUNCTIONS = sh`
number() { v=$1; while case $v in 0?*) true ;; *) false ;; esac; do v=\${v#0}; done; }
ranges() {
  [ -f "$ETC/$1" ] || return 0
  while IFS=: read -r w s c || [ -n "$w" ]; do
    s=\${s%%[!0-9]*} c=\${c%%[!0-9]*}
    [ -n "$s" ] && [ -n "$c" ] || continue
    number "$s"; s=$v
    number "$c"; c=$v
    [ "$s" = "$b" ] && [ "$c" = "$n" ] && { [ "$w" = "$u" ] || [ "$w" = "$o" ]; } && continue
    if [ \${#s} -gt 15 ] || [ \${#c} -gt 15 ] || { [ "$s" -le "$e" ] && [ $((s + c)) -gt "$b" ]; }; then
      printf '%s has %s:%s:%s ' "$ETC/$1" "$w" "$s" "$c"
    fi
  done <"$ETC/$1"
}
overlaps() { for f in $files; do ranges "$f"; done; }
has_all() {
  for f in $files; do
    grep -qxF -e "$u:$b:$n" -e "$o:$b:$n" "$ETC/$f" 2>/dev/null || return 1
  done
}
append() {
  p=$ETC/$1 t=
  [ ! -e "$p" ] || t=$(cat -- "$p" && echo x) || end failed 1 "$p cannot be read"
  t=\${t%x}
  case $t in '' | *'
') ;; *) t="$t
" ;; esac
  t="$t$u:$b:$n
"
  put "$p" "$t" "$(($(printf %s "$t" | wc -c)))" 644
}
`;
