import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import type { ClientObservations } from '../model/fact.ts';
import { printable } from '../parse/printable.ts';
import { asError } from './failure.ts';

/**
 * A socket that listens on every host with systemd, and that activates nothing when somebody connects
 * and says nothing: the bus answers only after authentication.
 */
export const PROBED_SOCKET = '/run/dbus/system_bus_socket';

/** Whether sshd opened a unix-socket forwarding channel. */
export type Streamlocal = NonNullable<ClientObservations['streamlocal']>;

/** Asks for a channel to the socket, notes the answer, and closes it. Never rejects. */
export async function probeStreamlocal(client: Client): Promise<Streamlocal> {
  try {
    const channel = await openStreamlocal(client, PROBED_SOCKET);
    channel.on('error', () => undefined);
    channel.resume();
    channel.destroy();
    return { path: PROBED_SOCKET, opened: true };
  } catch (cause) {
    return { path: PROBED_SOCKET, opened: false, error: printable(asError(cause).message) };
  }
}

/** A stream to a unix socket of the host. Rejects with what sshd, or ssh2, says. */
export async function openStreamlocal(client: Client, path: string): Promise<Duplex> {
  return await new Promise((resolve, reject) => {
    client.openssh_forwardOutStreamLocal(path, (error, channel) => {
      if (error) reject(error);
      else resolve(channel);
    });
  });
}
