import type { RunStep, WriteFileStep } from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import type { RemoveFileStep } from '../model/undo-step.ts';
import { quote } from '../parse/shell.ts';
import {
  type GuardedStep,
  guardHead,
  type GuardPlace,
  type HostBody,
  ROLLBACK_AFTER,
  SUPPORTED,
} from './guard-step.ts';
import { inspect } from './step-files.ts';
import type { HostLayout } from './step-script.ts';

/**
 * Tries the change without touching what runs, once no other run changes the host. With `login` an sshd that reads the
 * candidate takes the channel over, so that the client can log in through it.
 */
export function trialBody(step: GuardedStep, at: GuardPlace, login: boolean): HostBody {
  return (layout) => sh`
    ${guardHead(at, layout)}
    ${SUPPORTED}
    ${UNCONFIRMED}
    claim
    await_unconfirmed
    release
    ${step.kind === 'run' ? programTrial(step) : fileTrial(step, layout, login)}
    UNDOES= LAST=
    end done 0 ''
  `;
}

/** Seconds until the host has taken back what nobody confirmed. */
const SETTLED_AFTER = ROLLBACK_AFTER + 30;

/**
 * Waits for changes of other runs that nobody has confirmed yet: the host may take them back, and with them what this
 * step writes to the same file. One without a timer was broken off while it was armed: nothing waits for it, and nothing
 * was changed.
 */
const UNCONFIRMED = sh`
unconfirmed() {
  for g in "$STATE"/podready/guard/*; do
    [ -d "$g" ] || continue
    u=podready-guard-\${g##*/}
    if systemctl is-active --quiet -- "$u.timer"; then return 0; fi
    if [ -e "$g/armed" ] || [ -e "$g/fired" ]; then run systemctl start -- "$u.service"; fi
    [ ! -e "$g/armed" ] && [ ! -e "$g/fired" ] || return 0
    rm -f -- "$ETC/systemd/system/$u.service" "$ETC/systemd/system"/*.target.wants/"$u.service"
    rm -rf -- "$g"
  done
  return 1
}
await_unconfirmed() {
  waited=0
  while unconfirmed; do
    run=\${g##*/} rest=\${run#*-*-}
    [ $waited -gt 0 ] || printf '%s' "run $(plain "\${run%-"$rest"}"), whose change nobody has confirmed yet," | encode L
    waited=$((waited + 1))
    [ $waited -le ${String(SETTLED_AFTER)} ] ||
      end refused 75 "a change that nobody confirmed is not taken back yet; nothing was changed; see systemctl status $u.service"
    sleep 1
  done
}
`;

/** Asks the manager of the firewall itself, which changes nothing. */
function programTrial({ argv }: RunStep): string {
  const [program, ...rest] = argv;
  const trials: Readonly<Record<string, readonly string[]>> = {
    ufw: [['ufw', '--dry-run', ...rest].map(quote).join(' ')],
    'firewall-cmd': ['firewall-cmd --state', 'firewall-cmd --check-config'],
  };
  const asked = (trials[program] ?? []).map(
    (one) => `run ${one} || end refused "$?" ${quote(`${program} would not take it`)}`,
  );
  return sh`
    command -v ${quote(program)} >/dev/null 2>&1 || end failed 69 ${quote(`${program} is not installed`)}
    ${asked.join('\n')}
  `;
}

/**
 * The candidate lies in a copy that only processes of the trial see in place of the file or folder: sshd has
 * no option that replaces one file of an Include. What is copied is removed again, and gone after a boot.
 *
 * Who comes through a pipe is `UNKNOWN` to sshd, and libaudit asks for the address of that name, five times in a login:
 * measured on Debian 12, 10 s each where DNS does not answer. So a copy of /etc/hosts has one.
 */
function fileTrial(
  step: WriteFileStep | RemoveFileStep,
  { etc }: HostLayout,
  login: boolean,
): string {
  const { path, content } = step;
  return sh`
    p=${quote(path)} d=${quote(path.replace(/\/[^/]*$/u, ''))} text=${quote(content ?? '')}
    case $p in *[!A-Za-z0-9/._-]*) end refused 1 "$p is not a path that can be tried" ;; esac
    [ -d "$d" ] || end refused 1 "$d does not exist"
    ${inspect(step)} || end already 0 ''
    s=$(command -v sshd) || end failed 69 'sshd is not installed'
    rollback() { rm -rf -- "$C"; }
    (umask 077 && mkdir -- "$C") 2>/dev/null || end failed 1 "$C cannot be made"
    # Host keys are not copied: there is no file beside sshd_config itself that podready writes in /etc/ssh.
    if [ "$d" = ${quote(`${etc}/ssh`)} ]; then
      [ -f "$p" ] || end refused 1 "$p does not exist"
      from=$C/file to=$p new=$C/file
    else
      from=$C/folder to=$d new=$C/folder/\${p##*/}
    fi
    cp -a -- "$to" "$from" || end failed 1 "$to cannot be copied"
    ${
      content === null
        ? 'rm -f -- "$new"'
        : `[ -e "$new" ] || (umask 077 && : >"$new")
    printf '%s' "$text" >"$new" && chmod ${'mode' in step ? step.mode.toString(8) : '600'} -- "$new"`
    } || end failed 1 'the candidate cannot be written'
    names=$ETC/hosts
    if [ -f "$names" ] && cp -aL -- "$names" "$C/hosts" && printf '\n127.0.0.1 UNKNOWN\n' >>"$C/hosts"; then names=$C/hosts; fi
    tried() {
      systemd-run --quiet --pipe --wait --collect -p "BindReadOnlyPaths=$from:$to" -p "BindReadOnlyPaths=-$names:$ETC/hosts" -p RuntimeMaxSec=${String(ROLLBACK_AFTER)} -- "$@"
    }
    run tried "$s" -t || end refused "$?" 'sshd refuses the new configuration; nothing was changed'
    ${login ? LOGIN : ''}
    rollback
  `;
}

/** sshd in inetd mode: it serves one connection, on its stdin and stdout. */
const LOGIN = sh`
printf '%s T\n' "$N"
tried "$s" -i 2>/dev/null
`;
