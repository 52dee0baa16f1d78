import { defineFact, known, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseMeta } from '../parse/records.ts';

/** Variables that decide what Podman and its clients do; no other is read. */
export type LoginVariable =
  | 'XDG_RUNTIME_DIR'
  | 'DBUS_SESSION_BUS_ADDRESS'
  | 'XDG_SESSION_ID'
  | 'DOCKER_HOST'
  | 'CONTAINER_HOST'
  | 'CONTAINER_CONNECTION';

/** The environment that the session received, not the one that it should have. */
export interface LoginEnv {
  /** Whose session it is. */
  readonly uid: number;
  /** Variables that are set, empty ones too. */
  readonly variables: ReadonlyMap<LoginVariable, string>;
  readonly path: string;
  /** The `podman` that the PATH leads to; empty when there is none. */
  readonly podman: string;
  /** Where else a `podman` is. */
  readonly otherPodmans: readonly string[];
  /** Owner of the directory that XDG_RUNTIME_DIR names; `null` when unset, missing or unreadable. */
  readonly runtimeDirOwner: number | null;
  /** What is at that path. */
  readonly runtimeDirStatus: 'ok' | 'absent' | 'denied' | 'unset';
  /** Paths named by the variables at which a socket is. */
  readonly sockets: ReadonlySet<string>;
}

const VARIABLES: readonly LoginVariable[] = [
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_SESSION_ID',
  'DOCKER_HOST',
  'CONTAINER_HOST',
  'CONTAINER_CONNECTION',
];

/** What the login gave to the session: over SSH, what a command without a terminal gets. */
export const loginEnv = defineFact({
  id: 'loginEnv',
  title: 'Environment of the login',
  as: 'login',
  shares: 'login',
  probe: sh`
    printf 'uid %s\npath %s\n' "$PR_LOGIN_UID" "$PR_PATH"
    ${VARIABLES.map((name) => `[ -z "\${${name}+x}" ] || printf 'env ${name}=%s\\n' "$${name}"`).join('\n')}
    for v in "$DBUS_SESSION_BUS_ADDRESS" "$DOCKER_HOST" "$CONTAINER_HOST"; do
      p=$v
      case $v in
        unix:path=*) p=\${v#unix:path=} p=\${p%%[,;]*} ;;
        unix://*) p=\${v#unix://} ;;
        /*) ;;
        *) continue ;;
      esac
      [ ! -S "$p" ] || printf 'socket %s\n' "$p"
    done
    # As meta says it, without a program: that it is the user's own is the rule.
    if [ -n "$XDG_RUNTIME_DIR" ] && [ -O "$XDG_RUNTIME_DIR" ]; then
      printf 'ok - %s - - -|%s\n' "$PR_LOGIN_UID" "$XDG_RUNTIME_DIR"
    elif [ -n "$XDG_RUNTIME_DIR" ]; then meta "$XDG_RUNTIME_DIR"
    fi
    set -f
    IFS=:
    for d in $PR_PATH; do
      f=\${d:-.}/podman
      if [ -x "$f" ] && [ ! -d "$f" ]; then printf 'podman %s\n' "$f"; break; fi
    done
    for d in /usr/bin:/bin:/usr/local/bin:/opt/podman/bin:/usr/lib/podman/bin:/snap/bin \
      /home/linuxbrew/.linuxbrew/bin:/run/current-system/sw/bin:/nix/var/nix/profiles/default/bin \
      "$PR_HOME/.nix-profile/bin:$PR_HOME/.local/bin:$PR_HOME/bin"; do
      for e in $d; do
        if [ -x "$e/podman" ] && [ ! -d "$e/podman" ]; then printf 'other %s\n' "$e/podman"; fi
      done
    done
    exit 0
  `,
  parse({ stdout }) {
    const lines = stdout.split('\n');
    const after = (word: string): readonly string[] =>
      lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));
    const uid = after('uid')[0] ?? '';
    if (!/^\d{1,10}$/u.test(uid)) return unreadable('malformed', 'id(1) did not say who is here');
    const variables = new Map(
      after('env').flatMap((line): [LoginVariable, string][] => {
        const at = line.indexOf('=');
        const name = VARIABLES.find((one) => one === line.slice(0, at));
        return name === undefined ? [] : [[name, line.slice(at + 1)]];
      }),
    );
    const podman = after('podman')[0] ?? '';
    const record = parseMeta(stdout).find(({ path }) => path === variables.get('XDG_RUNTIME_DIR'));
    const unset = (variables.get('XDG_RUNTIME_DIR') ?? '') === '';
    return known<LoginEnv>({
      uid: Number(uid),
      variables,
      path: after('path')[0] ?? '',
      podman,
      otherPodmans: after('other').filter((path) => path !== podman),
      runtimeDirOwner: record?.uid ?? null,
      runtimeDirStatus: unset ? 'unset' : (record?.status ?? 'denied'),
      sockets: new Set(after('socket')),
    });
  },
});
