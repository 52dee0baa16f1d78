import type { Client } from 'ssh2';
import { asError } from './failure.ts';
import { lateShellError, shellError } from './ssh-errors.ts';
import type { ResolvedHost } from './ssh-config.ts';
import { SshSession } from './ssh-session.ts';
import { probeStreamlocal, type Streamlocal } from './streamlocal.ts';
import { TransportError } from './transport.ts';

/** The channels of one gathering: a shell, and beside it the attempt at a unix socket. */
export interface Channels {
  readonly shell: Promise<SshSession>;
  readonly streamlocal: Promise<Streamlocal>;
}

/** The bare command works in every login shell; everything else goes to its stdin. */
const COMMAND = '/bin/sh -s';

/** Asks for both channels at once: the second costs no round trip. */
export function openChannels(client: Client): Channels {
  const shell = openShell(client);
  // Whoever awaits it sees the rejection; when the connection ends first, nobody does.
  shell.catch(() => undefined);
  return { shell, streamlocal: probeStreamlocal(client) };
}

/** Opens one exec channel. Rejects with whatever ssh2 says. */
export async function openShell(client: Client): Promise<SshSession> {
  return await new Promise((resolve, reject) => {
    client.exec(COMMAND, (error, channel) => {
      // At once: the exit status of a short command comes in the same packet as this answer.
      if (error) reject(error);
      else resolve(new SshSession(channel));
    });
  });
}

/** Waits for a shell, but not for ever. Rejects with a `TransportError`. */
export async function awaitShell(
  shell: Promise<SshSession>,
  host: ResolvedHost,
  timeoutMs: number,
): Promise<SshSession> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(lateShellError(host, timeoutMs)), timeoutMs);
  });
  const opened = shell.catch((cause: unknown) => {
    if (cause instanceof TransportError) throw cause;
    throw shellError(host, asError(cause));
  });
  try {
    return await Promise.race([opened, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Channels that are asked for together with the signature that logs in, which saves the round trip of
 * waiting for its success. The server reads the requests after it has accepted the signature.
 *
 * Only for servers that are known to read one message after the other. RFC 4252 §6 lets others
 * disconnect, should they see a channel request while they still think about the signature.
 */
export class EarlyChannels {
  #channels: Channels | undefined;
  #isTried = false;

  /** The signature went out. */
  open(client: Client, ident: string): void {
    if (this.#isTried || !/^SSH-2\.0-(?:OpenSSH_|dropbear)/u.test(ident)) return;
    this.#isTried = true;
    this.#channels = openChannels(client);
  }

  /** The signature was refused: the requests met a closed door. */
  discard(): void {
    this.#channels?.shell.then((session) => session.abandon()).catch(() => undefined);
    this.#channels = undefined;
  }

  /** The channels, if there are any. */
  take(): Channels | undefined {
    const channels = this.#channels;
    this.#channels = undefined;
    return channels;
  }
}
