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
  return await new Promise((resolve) => {
    const refuse = (error: Error): void => {
      resolve({ path: PROBED_SOCKET, opened: false, error: printable(error.message) });
    };
    try {
      client.openssh_forwardOutStreamLocal(PROBED_SOCKET, (error, channel) => {
        if (error) return refuse(error);
        channel.on('error', () => undefined);
        channel.resume();
        channel.destroy();
        return resolve({ path: PROBED_SOCKET, opened: true });
      });
    } catch (cause) {
      refuse(asError(cause));
    }
  });
}
