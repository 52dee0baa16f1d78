import type {
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
import type {
  DisableLingerStep,
  DisableUnitStep,
  RemoveFileStep,
  RestoreSysctlStep,
  UndoStep,
  UnloadModuleStep,
} from '../model/undo-step.ts';
import { quote } from '../parse/shell.ts';
import { inspect, settle, tidy, unsettle } from './step-files.ts';
import { packageBody } from './step-packages.ts';
import { removePackagesBody } from './step-removal.ts';
import type { HostLayout } from './step-script.ts';
import { allocateBody, releaseBody } from './step-subids.ts';

/**
 * What the shell of a step does, with the functions of `STEP_LIBRARY`: look whether the host is still
 * as the plan knew it, write to the journal what it sees, change it, look again. Data enters by `quote` only.
 */
export function bodyOf(step: Step, layout: HostLayout): string {
  switch (step.kind) {
    case 'run':
      return runBody(step);
    case 'write-file':
      return fileBody(step);
    case 'set-mode':
      return setModeBody(step);
    case 'enable-unit':
      return enableUnitBody(step);
    case 'enable-linger':
      return lingerBody(step, layout);
    case 'sysctl':
      return sysctlBody(step, layout);
    case 'load-module':
      return loadModuleBody(step, layout);
    case 'install-package':
      return packageBody(step);
    case 'allocate-subids':
      return allocateBody(step);
    default:
      return undoBodyOf(step, layout);
  }
}

function undoBodyOf(step: UndoStep, layout: HostLayout): string {
  switch (step.kind) {
    case 'remove-file':
      return fileBody(step);
    case 'restore-sysctl':
      return sysctlBody(step, layout);
    case 'unload-module':
      return unloadModuleBody(step, layout);
    case 'disable-unit':
      return disableUnitBody(step);
    case 'disable-linger':
      return disableLingerBody(step, layout);
    case 'remove-packages':
      return removePackagesBody(step);
    case 'release-subids':
      return releaseBody(step, layout);
  }
}

function runBody({ argv }: RunStep): string {
  const [program] = argv;
  return sh`
    command -v ${quote(program)} >/dev/null 2>&1 || end failed 69 ${quote(`${program} is not installed`)}
    begin ''
    run ${argv.map(quote).join(' ')} || end failed "$?" ${quote(`${program} did not succeed`)}
    end done 0 ''
  `;
}

function fileBody(step: WriteFileStep | RemoveFileStep): string {
  return sh`
    ${inspect(step)} || {
      ${tidy(step)}
      end already 0 ''
    }
    begin "folders=$(lacking ${quote(step.path)})"
    ${settle(step, 'mode' in step ? step.mode : 0)}
    end done 0 ''
  `;
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
    begin ''
    run chmod ${wanted} -- "$p" || end failed "$?" "the mode of $p cannot be changed"
    [ "$(stat -c %a -- "$p")" = ${wanted} ] || end failed 1 "$p did not keep the mode"
    flush "$p"
    end done 0 ''
  `;
}

/** What a unit is now; `c` asks its manager. */
function unitFunctions({ manager, unit }: EnableUnitStep | DisableUnitStep): string {
  return sh`
    command -v systemctl >/dev/null 2>&1 || end failed 69 'systemctl is not installed'
    c='${manager === 'user' ? 'systemctl --user' : 'systemctl'}' u=${quote(unit)}
    enabled() { case $($c is-enabled -- "$u" 2>/dev/null) in enabled) ;; *) return 1 ;; esac; }
    active() { $c is-active --quiet -- "$u" 2>/dev/null; }
    yes_no() { if "$1"; then echo yes; else echo no; fi; }
  `;
}

function enableUnitBody(step: EnableUnitStep): string {
  return sh`
    ${unitFunctions(step)}
    now=${step.now ? 'yes' : 'no'}
    wanted() { enabled && { [ $now = no ] || active; }; }
    wanted && end already 0 ''
    begin "enabled=$(yes_no enabled) active=$(yes_no active)"
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

/** Only what was done is taken back: a unit that ran before goes on running. */
function disableUnitBody(step: DisableUnitStep): string {
  return sh`
    ${unitFunctions(step)}
    disable=${step.disable ? 'yes' : 'no'} stop=${step.stop ? 'yes' : 'no'}
    wanted() { { [ $disable = no ] || ! enabled; } && { [ $stop = no ] || ! active; }; }
    wanted && end already 0 ''
    begin ''
    [ $disable = no ] || run $c disable -- "$u" || end failed "$?" "$u cannot be disabled"
    [ $stop = no ] || run $c stop -- "$u" || end failed "$?" "$u is disabled and did not stop"
    wanted || end failed 1 "$u is still enabled or active after it was stopped"
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
    lingers() { [ "$(loginctl show-user -p Linger --value -- "$u" 2>/dev/null)" = yes ]; }
    lingers && ready && end already 0 ''
    if lingers; then begin 'linger=yes'; else begin 'linger=no'; fi
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

/** conmon(8) holds a container; without linger its manager, and so the container, ends with the last session. */
function disableLingerBody({ user, uid, inUse }: DisableLingerStep, { proc }: HostLayout): string {
  return sh`
    command -v loginctl >/dev/null 2>&1 || end failed 69 'loginctl is not installed'
    u=${quote(user)}
    lingers() { [ "$(loginctl show-user -p Linger --value -- "$u" 2>/dev/null)" = yes ]; }
    containers() {
      for p in ${quote(proc)}/[0-9]*; do
        read -r name <"$p/comm" && [ "$name" = conmon ] && [ "$(stat -c %u -- "$p")" = ${String(uid)} ] && return 0
      done 2>/dev/null
      return 1
    }
    lingers || end already 0 ''
    ${inUse ? '' : `! containers || end refused 1 "containers of $u run, and would end with the last session; stop them, or name the fix to go on"`}
    begin ''
    run loginctl disable-linger -- "$u" || end failed "$?" "loginctl refused to disable linger for $u"
    if lingers; then end failed 1 "$u lingers after loginctl disable-linger"; fi
    end done 0 ''
  `;
}

/**
 * The drop-in first: killed in between, the host still has the old value, so that the fault is found again; a value
 * without its drop-in would hide it until the next boot. A kernel that refuses the value leaves no drop-in behind.
 * The value is read by cat(1): shells read byte by byte, and the kernel gives a number below /proc/sys to the first
 * read(2) only.
 */
function sysctlBody(step: SysctlStep | RestoreSysctlStep, { sysctls }: HostLayout): string {
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
    [ $w = 0 ] || ${tidy(step)}
    [ "$c" = "$v" ] && [ $w = 1 ] && end already 0 ''
    [ "$c" = "$v" ] || [ "$c" = "$b" ] || end changed-meanwhile 1 "$k is $c, and was $b when the plan was made"
    made=$(lacking ${quote(step.path)}) set=
    begin "value=$(echo "$c" | tr ' ' ,) folders=$made"
    rollback() {
      [ -z "$set" ] || apply "$c"
      [ $w = 1 ] || ${unsettle(step, 0o644)}
    }
    [ $w = 1 ] || ${settle(step, 0o644)}
    set=yes
    [ "$c" = "$v" ] || run apply "$v" || end failed "$?" "the kernel does not take $v for $k"
    [ "$(value)" = "$v" ] || end failed 1 "$k is $(value) after it was set to $v"
    end done 0 ''
  `;
}

function words(value: string): string {
  return value.trim().replaceAll(/\s+/gu, ' ');
}

/** Below /sys/module the kernel has what is loaded, with `_` for `-`. */
function moduleFolder(module: string, { modules }: HostLayout): string {
  return quote(`${modules}/${module.replaceAll('-', '_')}`);
}

/** The drop-in first, as for a kernel key. */
function loadModuleBody(step: LoadModuleStep, layout: HostLayout): string {
  return sh`
    command -v modprobe >/dev/null 2>&1 || end failed 69 'modprobe is not installed'
    ${inspect(step)}
    w=$? loaded=no
    [ $w = 0 ] || ${tidy(step)}
    [ ! -d ${moduleFolder(step.module, layout)} ] || loaded=yes
    [ $w = 1 ] && [ $loaded = yes ] && end already 0 ''
    made=$(lacking ${quote(step.path)})
    begin "loaded=$loaded folders=$made"
    rollback() { [ $w = 1 ] || ${unsettle(step, 0o644)}; }
    [ $w = 1 ] || ${settle(step, 0o644)}
    run modprobe -- ${quote(step.module)} || end failed "$?" ${quote(`modprobe cannot load ${step.module} into the running kernel`)}
    end done 0 ''
  `;
}

/** The kernel counts who uses a module; one that is built in cannot be unloaded, and was there before. */
function unloadModuleBody(step: UnloadModuleStep, layout: HostLayout): string {
  return sh`
    ${inspect(step)}
    w=$? m=${moduleFolder(step.module, layout)} n=${quote(step.module)}
    [ $w = 0 ] || ${tidy(step)}
    loaded() { ${step.unload ? '[ -d "$m" ]' : 'false'}; }
    [ $w = 1 ] && ! loaded && end already 0 ''
    if loaded && [ "$(cat "$m/refcnt" 2>/dev/null || echo 0)" != 0 ]; then
      end refused 1 "the module $n is in use; reboot, or stop what uses it"
    fi
    begin ''
    if loaded; then run modprobe -r -- "$n" || end failed "$?" "modprobe cannot unload $n"; fi
    [ $w = 1 ] || ${settle(step, 0o644)}
    end done 0 ''
  `;
}
