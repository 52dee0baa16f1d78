import { absent, defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';

/** What the user's API service answered. */
export interface ApiAnswer {
  readonly path: string;
  /** HTTP status of `/_ping`; 0 when none came. */
  readonly status: number;
  /** Exit code of curl(1): 0, 7 refused, 28 too late, 52 empty answer, … */
  readonly curlExit: number;
  /** The process of the service; `null` when it could not be looked at. */
  readonly service: ServiceProcess | null;
}

/** What runs as podman.service. */
export interface ServiceProcess {
  readonly pid: number;
  readonly program: string;
  /** The file that it was started from is not there any more: proc_pid_exe(5). */
  readonly replaced: boolean;
}

/**
 * `/_ping` of the service, only where podman.service is already running: asking the socket alone would
 * start it. Its control group tells, without a process, whether there is a service to ask.
 */
export const apiAnswer = defineFact({
  id: 'apiAnswer',
  title: 'Answer of the API service',
  as: 'user',
  shares: 'user-manager',
  probe: sh`
    m=user.slice/user-$PR_UID.slice/user@$PR_UID.service
    g=
    for d in /sys/fs/cgroup /sys/fs/cgroup/systemd /sys/fs/cgroup/unified; do
      for s in app.slice/podman.service podman.service; do
        [ ! -d "$d/$m/$s" ] || g=$d/$m/$s
      done
    done
    [ -n "$g" ] || exit 66
    u=$(systemctl --user show -p ActiveState,MainPID podman.service)
    case $u in *ActiveState=active*) ;; *) exit 66 ;; esac
    need curl
    u=\${u#*MainPID=}
    u=\${u%%[!0-9]*}
    x=$(readlink "/proc/$u/exe") && echo "service $u $x"
    p=$PR_RUN/podman/podman.sock
    printf '%s ' "$(curl -s -m 5 -o /dev/null -w '%{http_code}' --unix-socket "$p" http://d/_ping; echo " $?")"
    printf '%s\n' "$p"
  `,
  parse(output) {
    if (output.exitCode === 66) return absent('podman.service of the user is not running');
    const state = stateOfExit(output, 'the API service (it takes curl)');
    if (state !== undefined) return state;
    const groups = /^(?<status>\d{3}) (?<exit>\d{1,3}) (?<path>\/.*)$/mu.exec(
      output.stdout,
    )?.groups;
    if (groups === undefined) return unreadable('malformed', 'curl did not say what it got');
    return known<ApiAnswer>({
      path: groups['path'] ?? '',
      status: Number(groups['status']),
      curlExit: Number(groups['exit']),
      service: serviceOf(output.stdout),
    });
  },
});

function serviceOf(stdout: string): ServiceProcess | null {
  const { pid, program, gone } =
    /^service (?<pid>\d{1,10}) (?<program>\/.*?)(?<gone> \(deleted\))?$/mu.exec(stdout)?.groups ??
    {};
  if (pid === undefined || program === undefined) return null;
  return { pid: Number(pid), program, replaced: gone !== undefined };
}
