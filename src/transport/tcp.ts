import { connect, isIP, type Socket } from 'node:net';
import { describeHost } from './inventory.ts';
import type { ResolvedHost } from './ssh-config.ts';
import { abandoned } from './ssh-errors.ts';
import { TransportError } from './transport.ts';

/** Opens a TCP connection. Rejects with a `TransportError`: `name` or `tcp`. */
export async function openSocket(
  host: Pick<ResolvedHost, 'text' | 'hostName' | 'port' | 'addressFamily'>,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Socket> {
  const { hostName, port, addressFamily } = host;
  const socket = connect({
    host: hostName,
    port,
    noDelay: true,
    family: addressFamily,
    // Node's 250 ms gives up on each address of a distant host before it could have answered.
    autoSelectFamilyAttemptTimeout: Math.max(250, Math.floor(timeoutMs / 4)),
  });
  // Of an address there is no lookup.
  let isResolved = isIP(hostName) !== 0;
  socket.on('lookup', (error) => (isResolved = !error));
  let timer: NodeJS.Timeout | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => {
        const place = describeHost(hostName, undefined, port);
        reject(isResolved ? noAnswer(place, timeoutMs) : unresolved(hostName, 'no answer in time'));
      }, timeoutMs);
      socket.once('connect', resolve);
      signal?.addEventListener('abort', () => reject(abandoned(host)), { once: true });
      if (signal?.aborted === true) reject(abandoned(host));
      socket.once('error', (cause) => reject(classify(cause, hostName, port)));
    });
  } catch (cause) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw cause;
  } finally {
    clearTimeout(timer);
  }
  return socket;
}

function classify(cause: NodeJS.ErrnoException, hostName: string, port: number): TransportError {
  const place = describeHost(hostName, undefined, port);
  if (cause.syscall === 'getaddrinfo')
    return unresolved(hostName, cause.code ?? cause.message, cause);
  const [reason, hint] = REASONS[cause.code ?? ''] ?? [
    cause.code ?? cause.message,
    'Check the network between here and the host.',
  ];
  return new TransportError('tcp', `${place} cannot be reached: ${reason}`, hint, { cause });
}

const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ECONNREFUSED: [
    'connection refused',
    'sshd does not listen there: check the port, and on the host `systemctl status ssh sshd ssh.socket`.',
  ],
  EHOSTUNREACH: ['no route to host', 'Check that the host is up, and its firewall.'],
  ENETUNREACH: ['network unreachable', 'Check the network (VPN?) of this machine.'],
  ETIMEDOUT: ['no answer', 'Check that the host is up, and the firewall on the way.'],
};

function noAnswer(place: string, timeoutMs: number): TransportError {
  return new TransportError(
    'tcp',
    `${place} cannot be reached: no answer within ${timeoutMs / 1000} s`,
    'Check that the host is up, and the firewall on the way.',
  );
}

function unresolved(hostName: string, reason: string, cause?: unknown): TransportError {
  return new TransportError(
    'name',
    `the name ${hostName} cannot be resolved: ${reason}`,
    'Check the spelling, or set HostName in ~/.ssh/config.',
    { cause },
  );
}
