import { takeBack } from '../domain/undo.ts';
import type { Guard, Step } from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import { quote } from '../parse/shell.ts';
import {
  type GuardedStep,
  guardHead,
  type GuardPlace,
  type HostBody,
  ROLLBACK_AFTER,
  SUPPORTED,
} from './guard-step.ts';
import { bodyOf } from './step-bodies.ts';
import { inspect, settle } from './step-files.ts';
import { journalHead, type StepPlace } from './step-journal.ts';
import { STEP_LIBRARY } from './step-library.ts';
import type { HostLayout } from './step-script.ts';

/** Seconds to wait for another run: the trial has just waited for all that there were. */
const PATIENCE = 10;

/** Writes what was to the journal, arms the rollback, changes, and lets the change take effect. */
export function changeBody(step: GuardedStep, at: GuardPlace): HostBody {
  return (layout) => sh`
    ${guardHead(at, layout)}
    ${GUARD_LIBRARY}
    ${step.guard === 'sshd' ? RELOAD_SSHD : NO_RELOAD}
    ROLLBACK=${quote(rollbackScript(step, at, layout).trimEnd())}
    UNIT=${quote(unitText(step.guard, at, layout))}
    PATIENCE=${String(PATIENCE)}
    claim
    ${SUPPORTED}
    ${step.kind === 'run' ? '' : `${inspect(step)} || end already 0 ''`}
    begin 'folders=0'
    arm
    ${step.kind === 'run' ? runGuarded(step) : settle(step, 'mode' in step ? step.mode : 0)}
    reload || end failed "$?" "what was written could not be made to count"
    out=$(addresses)
    began= UNDOES= LAST=
    end done 0 ''
  `;
}

/**
 * Keeps the change: from here on nothing takes it back by itself. Whoever comes second, this or the rollback,
 * does nothing. Neither waits for another run: the host would take it back meanwhile.
 */
export function confirmBody(at: GuardPlace): HostBody {
  return (layout) => sh`
    ${guardHead(at, layout)}
    ${GUARD_LIBRARY}
    store
    mv -- "$G/armed" "$G/confirmed" 2>/dev/null || end failed 1 'the host took it back before it was confirmed'
    began=yes
    conclude done
    disarm
    began= UNDOES= LAST=
    end done 0 ''
  `;
}

/** Does now what the host would do by itself a little later. */
export function rollbackBody(at: GuardPlace): HostBody {
  return (layout) => sh`
    ${guardHead(at, layout)}
    store
    run systemctl start -- "$U.service"
    began=yes
    [ ! -e "$G" ] || end failed 1 'it is not taken back yet'
    end failed 0 'it is taken back'
  `;
}

function runGuarded({ argv }: Extract<GuardedStep, { readonly kind: 'run' }>): string {
  return `run ${argv.map(quote).join(' ')} || end failed "$?" ${quote(`${argv[0]} did not succeed`)}`;
}

const GUARD_LIBRARY = sh`
disarm() {
  systemctl stop -- "$U.timer" >/dev/null 2>&1
  for one in sysinit multi-user; do rm -f -- "$ETC/systemd/system/$one.target.wants/$U.service"; done
  rm -f -- "$ETC/systemd/system/$U.service"
  rm -rf -- "$G"
  rmdir -- "\${G%/*}" 2>/dev/null
  # While the host starts, the manager has better things to do; what is gone is not started again.
  case $(systemctl is-system-running 2>/dev/null) in
    initializing | starting) ;;
    *) systemctl daemon-reload >/dev/null 2>&1 ;;
  esac
}
arm() {
  rollback() { if [ -e "$G/armed" ]; then /bin/sh "$G/rollback"; else disarm; fi; }
  private "\${G%/*}" && mkdir -m 700 -- "$G" || end refused 73 "$G cannot be made"
  printf '%s\n' "$ROLLBACK" >"$G/rollback" && [ "$(cat -- "$G/rollback")" = "$ROLLBACK" ] &&
    (umask 022 && printf '%s' "$UNIT" >"$ETC/systemd/system/$U.service") && : >"$G/armed" && sync ||
    end failed 73 'the rollback cannot be written, so nothing was changed'
  run systemctl enable -- "$U.service" || end failed "$?" 'the rollback at boot cannot be armed, so nothing was changed'
  run systemd-run --quiet --on-active=${String(ROLLBACK_AFTER)} --on-unit-inactive=30 --timer-property=AccuracySec=1s --unit="$U.service" ||
    end failed "$?" 'the rollback cannot be armed, so nothing was changed'
  systemctl is-active --quiet -- "$U.timer" && systemctl is-enabled --quiet -- "$U.service" && sync ||
    end failed 1 'the rollback is not armed, so nothing was changed'
}
`;

/**
 * Lets a running sshd read its files again, and waits until it listens again: it closes its sockets and
 * starts itself anew (SIGHUP of sshd(8)). A reload job would wait for the rollback's service, which is ordered before
 * sshd. An sshd that does not run, or that a socket starts for each connection, reads them by itself.
 */
const RELOAD_SSHD = sh`
addresses() {
  n=$(echo $(listening "\${m:-none}"))
  awk -v n="$n" '$4 == "0A" && index(n, "[" $10 "]") ' "$PROC/net/tcp" "$PROC/net/tcp6" 2>/dev/null
}
listening() {
  l=$(awk '$4 == "0A" { print "socket:[" $10 "]" }' "$PROC/net/tcp" "$PROC/net/tcp6" 2>/dev/null)
  for f in "$PROC/$1/fd"/*; do readlink "$f"; done 2>/dev/null | grep -xF -e "\${l:-none}"
}
reload() {
  for one in ssh.service sshd.service; do
    systemctl is-active --quiet $one || continue
    m=$(systemctl show -p MainPID --value $one)
    was=$(listening "$m")
    run systemctl kill --signal=HUP --kill-who=main $one || return 1
    i=0
    while now=$(listening "$m"); [ -z "$now" ] || [ "$now" = "$was" ]; do
      i=$((i + 1))
      [ $i -le 10 ] || break
      sleep 1
    done
    return 0
  done
  true
}
`;

const NO_RELOAD = 'reload() { :; }\naddresses() { :; }\n';

/**
 * What the system manager runs: the inverse of the step, and nothing else. All that it needs is in this text,
 * which root wrote below a folder of root's; it can be run again, and does nothing once it is confirmed.
 */
function rollbackScript(step: GuardedStep, at: GuardPlace, layout: HostLayout): string {
  const { place, rollbackRun } = at;
  const inverse = inverseOf(step, place);
  return sh`
    N=rollback ETC=${quote(layout.etc)} STATE=${quote(layout.state)} A=root PATH=${quote(layout.rootPath)} LC_ALL=C
    export PATH LC_ALL
    cd /
    ${guardHead(at, layout)}
    ${GUARD_LIBRARY}
    ${step.guard === 'sshd' ? RELOAD_SSHD : NO_RELOAD}
    if [ -e "$G/confirmed" ]; then disarm; exit 0; fi
    mv -- "$G/armed" "$G/fired" 2>/dev/null || [ -e "$G/fired" ] || exit 0
    (
      ${journalHead(inverse, { ...place, run: rollbackRun })}
      ${STEP_LIBRARY}
      store
      ${step.undoes === undefined ? '' : 'note() { :; }'}
      ${bodyOf(inverse, layout)}
    ) >"$G/said" 2>&1
    # Whose hands it was in meanwhile is in charge of it: changed-meanwhile is an end as well.
    grep -qE '^rollback E (done|already|changed-meanwhile) ' "$G/said" || exit 1
    run() { "$@"; }
    reload
    disarm
  `;
}

/**
 * The inverse of a repair is written to the journal as what takes it back. That of an undo is not: the undo
 * then did not happen, and what it was for is still there to be taken back.
 */
function inverseOf(step: GuardedStep, { run, index }: StepPlace): Step {
  const { summary, as, guard } = step;
  const base = { summary, as, guard, effect: 'safe', undo: 'none' } as const;
  if (step.kind === 'remove-file') {
    const { path, content, before } = step;
    return {
      ...base,
      kind: 'write-file',
      path,
      content: before ?? '',
      before: content,
      mode: 0o644,
    };
  }
  if (step.kind === 'write-file' && step.undoes !== undefined && step.before !== null) {
    const { path, content, before, mode } = step;
    return { ...base, kind: 'write-file', path, content: before, before: content, mode };
  }
  if (step.kind === 'run' && step.undoes !== undefined && step.undoArgv !== undefined) {
    return { ...base, kind: 'run', argv: step.undoArgv };
  }
  const taken = takeBack({ step, index, seen: new Map() }, { run, named: false });
  if ('step' in taken) return taken.step;
  throw new Error(`a guarded step without an inverse: ${taken.because}`);
}

/** The service of the rollback: the timer starts it, and every boot before anybody can log in. */
function unitText(guard: Guard, at: GuardPlace, layout: HostLayout): string {
  const { run, fix, index } = at.place;
  const path = `${layout.state}/podready/guard/${run}-${fix}-${String(index)}`;
  return guard === 'sshd' ? SSHD_UNIT(path) : FIREWALL_UNIT(path);
}

const ABOUT = `[Unit]
Description=podready: take back a change that nobody confirmed
`;

/** Before sockets.target, in which ssh.socket is: so without the dependencies that services have by default. */
const SSHD_UNIT = (path: string): string => `${ABOUT}DefaultDependencies=no
RequiresMountsFor=${path} /etc /usr
After=local-fs.target
Before=sockets.target ssh.service sshd.service ssh.socket sshd.socket shutdown.target
Conflicts=shutdown.target
[Service]
Type=oneshot
ExecStart=/bin/sh ${path}/rollback
[Install]
WantedBy=sysinit.target
`;

/** Firewall programs want their daemon: after it, and before anybody is let in. */
const FIREWALL_UNIT = (path: string): string => `${ABOUT}RequiresMountsFor=${path}
After=firewalld.service ufw.service
Before=ssh.service sshd.service
[Service]
Type=oneshot
ExecStart=/bin/sh ${path}/rollback
[Install]
WantedBy=multi-user.target
`;
