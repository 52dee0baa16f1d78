import { defineFact, known } from '../model/fact.ts';
import { sh } from '../model/sh.ts';
import { parseListeners } from '../parse/unix-sockets.ts';
import { parseMeta, type PathRecord } from '../parse/records.ts';

/** The sockets of the API and of the bus: the files, and whether somebody listens. */
export interface ApiSockets {
  /** `/run/user/UID`. */
  readonly runtimeDir: string;
  /** Where the user's API socket is by default. */
  readonly userPath: string;
  readonly files: ReadonlyMap<string, PathRecord>;
  /** Paths of listening sockets; `null` when the kernel did not list them. */
  readonly listening: ReadonlySet<string> | null;
  /** Whether this user may write to /var/run/docker.sock. */
  readonly dockerWritable: boolean;
  /** Whether /var/run/docker.sock leads to a socket of Podman, as the link of podman-docker does. */
  readonly dockerIsPodman: boolean;
}

/** Socket files and listeners of Podman's API. Nothing connects to them. */
export const apiSockets = defineFact({
  id: 'apiSockets',
  title: 'API sockets',
  as: 'user',
  shares: 'system',
  probe: sh`
    echo "run $PR_RUN"
    meta "$PR_RUN/podman/podman.sock" "$PR_RUN/bus" /run/podman/podman.sock /var/run/docker.sock \
      /run/dbus/system_bus_socket
    [ ! -w /var/run/docker.sock ] || echo docker-writable
    for s in "$PR_RUN/podman/podman.sock" /run/podman/podman.sock; do
      [ ! /var/run/docker.sock -ef "$s" ] || echo docker-is-podman
    done
    [ ! -r /proc/net/unix ] || { echo listeners; hits %t 'podman|docker|bus' /proc/net/unix; }
    exit 0
  `,
  parse({ stdout }) {
    const runtimeDir = /^run (?<path>\/.*)$/mu.exec(stdout)?.groups?.['path'] ?? '/run/user/UID';
    return known<ApiSockets>({
      runtimeDir,
      userPath: `${runtimeDir}/podman/podman.sock`,
      files: new Map(parseMeta(stdout).map((record) => [record.path, record])),
      listening: /^listeners$/mu.test(stdout) ? parseListeners(stdout) : null,
      dockerWritable: /^docker-writable$/mu.test(stdout),
      dockerIsPodman: /^docker-is-podman$/mu.test(stdout),
    });
  },
});
