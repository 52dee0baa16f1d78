import { installArgv } from '../domain/step-text.ts';
import type { InstallPackageStep, PackageManager } from '../model/fix.ts';
import { sh } from '../model/sh.ts';
import { quote } from '../parse/shell.ts';

/**
 * Simulates, refuses when anything would be removed, installs, and waits up to 60 s for the lock. What came
 * is what was not there before: an undo removes that, and nothing else.
 */
export function packageBody(step: InstallPackageStep): string {
  const { program, simulate, changes, removes, accepts, refresh } = DIALECTS[step.manager];
  const names = step.packages.map(quote).join(' ');
  return sh`
    command -v ${program} >/dev/null 2>&1 || end failed 69 '${program} is not installed'
    ${UNATTENDED}
    ${installedFunction(step.manager)}
    ${step.manager === 'apt' ? INTERRUPTED : ''}
    simulated() {
      unlocked ${[...simulate, ...(step.reinstall ? REINSTALL : INSTALL)[step.manager]].map(quote).join(' ')} ${names}
      s=$?
      case $out in ${accepts}) return 0 ;; esac
      return $s
    }
    simulated || ${step.manager === 'apt' ? '{ interrupted && simulated; } || ' : ''}${refresh === '' ? 'false' : `{ unlocked ${refresh}; simulated; }`} ||
      end failed "$s" ${quote(`${program} cannot provide ${step.packages.join(', ')}`)}
    case $out in ${removes}) end refused 1 '${program} would remove or replace packages; look at what it says' ;; esac
    case $out in ${IMPOSSIBLE}) end failed 1 'the installed version is no longer to be had, so it cannot be installed again' ;; esac
    case $out in ${changes}) ;; *) end already 0 '' ;; esac
    had=$(installed)
    [ -n "$began" ] || begin ''
    unlocked ${installArgv(step).map(quote).join(' ')}
    s=$?
    [ -z "$had" ] || left=installed=$(came)
    [ $s = 0 ] || { [ '${step.manager}' = zypper ] && [ $s -ge 100 ] && [ $s -le 106 ]; } ||
      end failed $s '${program} did not succeed'
    case $out in ${IMPOSSIBLE}) end failed 1 'the installed version is no longer to be had, so it cannot be installed again' ;; esac
    end done 0 ''
  `;
}

/**
 * dpkg that was killed has to be told to go on before apt-get does anything. podready does so after a transaction of its
 * own, of which the newest that the journal knows has no end; somebody else's is left to them.
 */
const INTERRUPTED = sh`
interrupted() {
  case $out in *'dpkg --configure -a'*) ;; *) return 1 ;; esac
  awk '
    match($0, /"run":"[^"]*","fix":"[^"]*","index":[0-9]+/) { key = substr($0, RSTART, RLENGTH) }
    /^\{"event":"begin"/ && /"kind":"install-package"/ { pending = key }
    /^\{"event":"end"/ && key == pending { pending = "" }
    END { exit pending == "" }' "$STORE"/journal/*.ndjson 2>/dev/null || return 1
  begin ''
  unlocked dpkg --force-confdef --force-confold --configure -a
}
`;

/** `installed` prints the names of all packages, as the manager wants to hear them; `came` those not in `had`. */
export function installedFunction(manager: PackageManager): string {
  return sh`
    installed() {
      ${INSTALLED[manager]}
    }
    came() {
      { printf '%s\n\n' "$had"; installed; } | awk '
        /^$/ { now = 1; next }
        !now { had[$1] = 1; next }
        !($1 in had) { printf "%s%s", comma, $1; comma = "," }'
    }
  `;
}

const RPM = "rpm -qa --qf '%{NAME}.%{ARCH}\\n'";

const INSTALLED: Readonly<Record<PackageManager, string>> = {
  // apt-get leaves the architecture of the host out.
  apt: String.raw`dpkg-query -W -f '\${db:Status-Status} \${binary:Package}
' |
        sed -n -e "s/:$(dpkg --print-architecture)$//" -e 's/^\(installed\|unpacked\|half-[a-z]*\|triggers-[a-z]*\) //p'`,
  dnf: RPM,
  zypper: RPM,
  pacman: 'pacman -Qq',
  apk: 'apk info 2>/dev/null',
};

/**
 * The environment keeps hooks from asking, and needrestart(1) from restarting services (`l` only lists).
 * `unlocked` runs a package manager, and again while somebody else holds its lock.
 */
export const UNATTENDED = sh`
DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
UCF_FORCE_CONFFOLD=1 ZYPP_LOCK_TIMEOUT=60
export DEBIAN_FRONTEND NEEDRESTART_MODE NEEDRESTART_SUSPEND APT_LISTCHANGES_FRONTEND UCF_FORCE_CONFFOLD ZYPP_LOCK_TIMEOUT
unlocked() {
  i=0
  until run "$@"; do
    s=$?
    case $out in
      *'Could not get lock /var/lib/apt/lists'* | *'unable to lock database'* | *'transaction lock'* | *'locked by'* | *'Waiting for process with pid'* | *'System management is locked'*) ;;
      *) return $s ;;
    esac
    i=$((i + 1))
    [ $i -le 12 ] || end failed "$s" 'another program held the lock of the package manager for 60 s'
    sleep 5
  done
}
`;

/** apt-get says so and ends with 0. */
const IMPOSSIBLE = "*'is not possible, it cannot be downloaded'*";

/** How one package manager is asked, and what its answers look like (`case` patterns). */
interface Dialect {
  readonly program: string;
  /** Prints what would happen, and changes nothing. */
  readonly simulate: readonly string[];
  /** Output of a simulation in which something would be installed. */
  readonly changes: string;
  readonly removes: string;
  /** Output of a simulation that succeeded, whatever the exit code. */
  readonly accepts: string;
  /** Fetches the lists of packages after a simulation that failed; empty where that is no repair. */
  readonly refresh: string;
}

const NEVER = "'\n'";

const DIALECTS: Readonly<Record<PackageManager, Dialect>> = {
  apt: {
    program: 'apt-get',
    simulate: ['apt-get', '-s', '--no-install-recommends'],
    changes: "*'Inst '* | *'Conf '*",
    removes: "*'Remv '*",
    accepts: NEVER,
    refresh: 'apt-get -q update',
  },
  dnf: {
    program: 'dnf',
    simulate: [
      'dnf',
      '--assumeno',
      '--setopt=exit_on_lock=True',
      '--setopt=install_weak_deps=False',
    ],
    changes: "*'nstalling'*",
    removes: "*'Removing'* | *'replacing '*",
    // It ends with 1 because of the answer no.
    accepts: "*'peration aborted'*",
    refresh: '',
  },
  zypper: {
    program: 'zypper',
    simulate: ['zypper', '--non-interactive'],
    changes: "*'going to be'*",
    removes: "*'going to be REMOVED'*",
    accepts: NEVER,
    refresh: '',
  },
  pacman: {
    program: 'pacman',
    simulate: ['pacman', '--print'],
    changes: '?*',
    removes: "*'will be removed'*",
    accepts: NEVER,
    // `pacman -Sy` before an installation is a partial upgrade, which Arch does not support.
    refresh: '',
  },
  apk: {
    program: 'apk',
    simulate: ['apk', '--simulate'],
    changes: "*'nstalling '* | *'Upgrading '* | *'Replacing '*",
    removes: "*'Purging '*",
    accepts: NEVER,
    refresh: 'apk --wait 60 update',
  },
};

const INSTALL: Readonly<Record<PackageManager, readonly string[]>> = {
  apt: ['install'],
  dnf: ['install'],
  zypper: ['install', '--dry-run', '--no-recommends'],
  pacman: ['-S', '--needed'],
  apk: ['add'],
};

const REINSTALL: Readonly<Record<PackageManager, readonly string[]>> = {
  apt: ['--reinstall', 'install'],
  dnf: ['reinstall'],
  zypper: ['install', '--dry-run', '--force', '--no-recommends'],
  pacman: ['-S'],
  apk: ['fix', '--reinstall'],
};
