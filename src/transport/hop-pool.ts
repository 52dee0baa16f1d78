import type { Duplex } from 'node:stream';
import { printable } from '../parse/printable.ts';
import { asError } from './failure.ts';
import { describeHost, type HostTarget } from './inventory.ts';
import { KnownHostsStore } from './known-hosts-store.ts';
import type { ResolvedHost } from './ssh-config.ts';
import { openConnection, type SshConnection } from './ssh-connection.ts';
import { openSocket } from './tcp.ts';
import { TransportError } from './transport.ts';

/** Finds out how a hop is reached. */
export type ResolveHop = (hop: HostTarget) => ResolvedHost;

/**
 * What the hosts of one run share: a connection to each distinct hop, and the known_hosts files.
 * sshd drops connections that come many at a time (MaxStartups), but not channels.
 */
export class HopPool implements AsyncDisposable {
  readonly knownHosts = new KnownHostsStore();
  readonly #connections = new Map<string, Promise<SshConnection>>();

  /** Opens a stream to the host through its hops. Rejects with a `TransportError`, mostly `hop`. */
  async reach(host: ResolvedHost, resolveHop: ResolveHop, timeoutMs: number): Promise<Duplex> {
    const hops = expandJumps(host.jumps, resolveHop, []);
    let open = async (next: ResolvedHost): Promise<Duplex> => await openSocket(next, timeoutMs);
    for (const [index, hop] of hops.entries()) {
      const through = open;
      const way = hops
        .slice(0, index + 1)
        .map(identify)
        .join(' ');
      const connection = await this.#connect(way, async () => {
        const limit = hop.connectTimeoutMs ?? timeoutMs;
        return await openHop(hop, this.knownHosts, limit, () => through(hop));
      });
      open = async (next) => await forward(connection, hop, next, timeoutMs);
    }
    return await open(host);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const opening = [...this.#connections.values()];
    this.#connections.clear();
    for (const result of await Promise.allSettled(opening)) {
      if (result.status === 'fulfilled') await result.value.close();
    }
  }

  /**
   * One attempt a hop: a hop that refused one login is not asked again for the next host. One whose
   * connection was lost is connected to anew.
   */
  async #connect(way: string, open: () => Promise<SshConnection>): Promise<SshConnection> {
    const existing = this.#connections.get(way);
    if (existing !== undefined) {
      const connection = await existing;
      if (connection.isOpen()) return connection;
      if (this.#connections.get(way) === existing) this.#connections.delete(way);
      return await this.#connect(way, open);
    }
    const opening = open();
    this.#connections.set(way, opening);
    return await opening;
  }
}

/** More hops than anybody has: ProxyJump leads in a circle. */
const MOST_HOPS = 8;

/**
 * The hops in order. As ssh(1) does, those of a list are passed one after the other; the first is
 * reached as its own configuration says.
 */
function expandJumps(
  jumps: readonly HostTarget[],
  resolveHop: ResolveHop,
  path: readonly string[],
): readonly ResolvedHost[] {
  const [first, ...rest] = jumps.map(resolveHop);
  if (first === undefined) return [];
  if (path.length + jumps.length > MOST_HOPS) throw loop([...path, first.text]);
  return [...expandJumps(first.jumps, resolveHop, [...path, first.text]), first, ...rest];
}

function identify({ user, hostName, port, hostKeyAlias = '' }: ResolvedHost): string {
  return `${describeHost(hostName, user, port)}${hostKeyAlias}`;
}

async function openHop(
  hop: ResolvedHost,
  knownHosts: KnownHostsStore,
  timeoutMs: number,
  through: () => Promise<Duplex>,
): Promise<SshConnection> {
  try {
    return await openConnection({ host: hop, knownHosts, timeoutMs, through });
  } catch (cause) {
    if (!(cause instanceof TransportError) || cause.step === 'hop') throw cause;
    const message = `jump host ${hop.text}: ${cause.message}`;
    throw new TransportError('hop', message, cause.hint, { cause });
  }
}

async function forward(
  { client }: SshConnection,
  hop: ResolvedHost,
  host: ResolvedHost,
  timeoutMs: number,
): Promise<Duplex> {
  const place = describeHost(host.hostName, undefined, host.port);
  let timer: NodeJS.Timeout | undefined;
  let isLate = false;
  const stream = new Promise<Duplex>((resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer within ${timeoutMs / 1000} s`)),
      timeoutMs,
    );
    // The origin is informative (RFC 4254 §7.2).
    client.forwardOut('127.0.0.1', 0, host.hostName, host.port, (error, channel) => {
      if (error) return reject(error);
      if (isLate) channel.close();
      return resolve(channel.on('error', () => undefined));
    });
  });
  try {
    return await stream;
  } catch (cause) {
    isLate = true;
    const reason = printable(asError(cause).message.replace(/^\(SSH\) /u, ''));
    throw new TransportError(
      'hop',
      `the jump host ${hop.text} cannot reach ${place}: ${reason}`,
      `On ${hop.text} look at the network, at AllowTcpForwarding and at PermitOpen.`,
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}

function loop(path: readonly string[]): TransportError {
  return new TransportError(
    'config',
    `ProxyJump leads in a circle: ${path.join(' → ')}`,
    'Give the jump host a block of its own with `ProxyJump none`.',
  );
}
