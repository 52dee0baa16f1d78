import { defineFact, known, stateOfExit, unreadable } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseKeyValues } from '../parse/records.ts';

/** The network namespace that a user's containers on networks share, and what connects it. */
export interface RootlessNetns {
  /** The file that names the process of pasta or slirp4netns. */
  readonly pidFile: string;
  readonly pid: number;
  /** Name of that process; `null` when there is none. */
  readonly command: string | null;
}

/**
 * Podman makes it for the first container on a network and removes it after the last one:
 * `rootlessnetns` of common/libnetwork, since Podman 5; libpod/networking_slirp4netns.go before.
 */
export const rootlessNetns = defineFact({
  id: 'rootlessNetns',
  title: 'Network namespace of rootless containers',
  as: 'user',
  shares: 'system',
  probe: sh`
    [ "$PR_UID" = 0 ] && exit 66
    for f in "$PR_RUN/containers/networks/rootless-netns/rootless-netns-conn.pid" \
      "$PR_RUN/libpod/tmp/rootless-netns/rootless-netns-slirp4netns.pid"; do
      [ -f "$f" ] || continue
      p=
      read -r p <"$f" || [ -n "$p" ] || continue
      case $p in '' | *[!0-9]*) continue ;; esac
      kv file "$f"
      kv pid "$p"
      if read -r c <"/proc/$p/comm"; then kv command "$c"; fi
      exit 0
    done
    exit 66
  `,
  parse(output) {
    const decided = stateOfExit(output, 'a network namespace of rootless containers');
    if (decided !== undefined) return decided;
    const values = parseKeyValues(output.stdout);
    const [pidFile = '', pid = ''] = [values.get('file'), values.get('pid')];
    return pidFile === '' || !/^\d{1,10}$/u.test(pid)
      ? unreadable('malformed', 'the process of the network namespace could not be told')
      : known<RootlessNetns>({ pidFile, pid: Number(pid), command: values.get('command') ?? null });
  },
});
