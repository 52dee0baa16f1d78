/** A fault of a real host: how to make it, what podready must say of it, and how Podman itself proves it. */
import type { Area } from '../../src/model/check.ts';
import type { Variant } from './machine.ts';
import type { SuiteName } from './recipe/suites.ts';

export type LabFix =
  /** `fix --yes` repairs it. */
  | { readonly kind: 'auto' }
  /** `fix --yes=… --only ID` repairs it: an administrator's choice, or one that stops or loosens something. */
  | { readonly kind: 'by-id'; readonly id: string; readonly yes: 'safe' | 'disruptive' }
  /** A person has to repair it; podready must say how. */
  | { readonly kind: 'manual' };

export interface LabFault {
  readonly id: string;
  readonly area: Area;
  /** Rows of the fault catalogue. */
  readonly covers: readonly string[];
  readonly suites: readonly [SuiteName, ...SuiteName[]];
  readonly variant?: Variant;
  /** Whose Podman it is about. */
  readonly user: string;
  /** Log in as root and look at `user` from there: for when the user cannot log in. */
  readonly throughRoot?: boolean;
  /** More needs than those of every check over SSH. */
  readonly needs?: readonly string[];
  /** What a healthy host does before the fault comes, run as root: containers, networks. */
  readonly prepare?: string;
  /** Run as root in the guest, after the functions of PRELUDE. */
  readonly inject: string;
  readonly expect: {
    readonly check: string;
    readonly messageId?: string;
    /** Checks of what the injection breaks besides, none of which follows from another: any may come first. */
    readonly together?: readonly string[];
  };
  readonly fix: LabFix;
  /** What podready leaves to a person after its fix (log in again, reboot), done by the lab as root. */
  readonly afterFix?: string;
  /** Ends with 0 only when Podman works: before the fault, and again after the fix. */
  readonly verify: string;
  /** Who runs `verify`: the user in a new login, root in the guest, or a client outside of it. */
  readonly verifyAs?: 'user' | 'root' | 'client';
  /** Why podready cannot see, on some hosts, that the fix has worked: it then says unknown, with exit code 3. */
  readonly unseen?: string;
  /** Podman works although the fault is there: it harms later, or somebody else. Says how. */
  readonly harm?: string;
}

/** Shell functions that every injection may use. */
export const PRELUDE = `
set -eu
as() { # USER COMMAND: in the user's own environment, without a login
  user=$1 uid=$(id -u "$1")
  shift
  runuser -u "$user" -- env -i HOME="/home/$user" USER="$user" LOGNAME="$user" \\
    PATH=/usr/local/bin:/usr/bin:/bin XDG_RUNTIME_DIR="/run/user/$uid" \\
    DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$uid/bus" /bin/sh -c "cd; $*"
}
forget() { # USER: ends the process that keeps the user's namespaces, as a reboot would
  pkill -KILL -u "$1" -x 'catatonit|podman.*' || true
  rm -f "/run/user/$(id -u "$1")/libpod/tmp/pause.pid"
}
user_file() { # USER PATH: stdin becomes this file below the user's home
  mkdir -p "/home/$1/$(dirname "$2")"
  cat >"/home/$1/$2"
  chown -R "$1:$1" "/home/$1/$(printf %s "$2" | cut -d/ -f1)"
}
`;

/** A container runs. */
export const RUN = 'podman run --rm localhost/bb:1 /bin/busybox true';

/**
 * The user's API answers. Podman 3.0 loses the socket that systemd hands it when the user's namespace exists already
 * (podman#9251, podman#9280): there the namespace is given up first.
 */
export const PING = `
case $(podman --version) in *' 3.0.'*) podman system migrate ;; esac
curl -sS --fail --max-time 60 --unix-socket "/run/user/$(id -u)/podman/podman.sock" http://d/_ping`;

/** Images can be written and read: needs a policy and valid registries. */
export const PULL = `
rm -rf /tmp/proof && mkdir /tmp/proof
podman push -q localhost/bb:1 dir:/tmp/proof/image && podman pull -q dir:/tmp/proof/image
`;

/** A container that publishes a port; run as root after ROOTFUL_IMAGE, or as a user. */
export const SERVE = `podman run -d --replace --name web -p 8080:80 localhost/bb:1 /bin/busybox httpd -f -p 80 -h /www`;

/** Root has no image on the clean host. */
export const ROOTFUL_IMAGE = 'podman import - localhost/bb:1 </srv/bb.tar >/dev/null';

/** What SERVE publishes, asked from another host: the lab's own machine. */
export const FETCH = `
n=0
until [ "$(curl -s --max-time 3 "http://127.0.0.1:$WEB/")" = hello ]; do
  n=$((n + 1))
  [ $n -lt 5 ] || exit 1
  sleep 1
done`;
