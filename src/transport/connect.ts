import type { HopPool } from './hop-pool.ts';
import type { HostTarget } from './inventory.ts';
import type { ResolvedHost, ResolveOptions } from './ssh-config.ts';
import type { Transport } from './transport.ts';

/** How hosts are reached in one run. */
export interface ConnectOptions extends ResolveOptions {
  /** podready's own client, or the system's ssh. */
  readonly ssh: 'ssh2' | 'openssh';
  /** Only when it was asked for: otherwise ConnectTimeout of ssh_config holds, else 10 s. */
  readonly connectTimeoutMs?: number;
  /** Shared by all hosts of the run; whoever made it disposes of it. */
  readonly hops: HopPool;
}

const CONNECT_TIMEOUT_MS = 10_000;

/**
 * The transport for a host. The configuration is read now (`TransportError`, step `config`); the
 * connection is made by the first `start`, which spares a round trip.
 */
export async function connect(target: HostTarget, options: ConnectOptions): Promise<Transport> {
  const { ssh, hops, connectTimeoutMs } = options;
  if (ssh === 'openssh') {
    const { OpensshTransport } = await import('./openssh.ts');
    return new OpensshTransport(target, options, connectTimeoutMs ?? CONNECT_TIMEOUT_MS);
  }
  const { readSshConfig, resolveHost } = await import('./ssh-config.ts');
  const { SshTransport } = await import('./ssh.ts');
  const files = await readSshConfig(options);
  const host = resolveHost(target, files, options);
  const timeoutMs = connectTimeoutMs ?? host.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const resolveHop = (hop: HostTarget): ResolvedHost =>
    resolveHost(hop, files, { ...options, isHop: true });
  return new SshTransport(host, {
    knownHosts: hops.knownHosts,
    timeoutMs,
    ...(host.jumps.length === 0 ? {} : { through: () => hops.reach(host, resolveHop, timeoutMs) }),
  });
}
