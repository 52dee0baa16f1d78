import { connect } from 'node:net';
import { asError } from './failure.ts';

/** An address of this machine on which a server listens. */
export interface ListeningAddress {
  readonly host: string;
  readonly port: number;
}

const GREETING_MS = 5_000;

/** `null` when an SSH server answers there; else why not, in words for a person. */
export async function whyNoGreeting({ host, port }: ListeningAddress): Promise<string | null> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port, timeout: GREETING_MS });
    const end = (why: string | null): void => {
      socket.destroy();
      resolve(why === null ? null : `${host} port ${port}: ${why}`);
    };
    socket.once('error', (cause) => end(asError(cause).message));
    socket.once('timeout', () => end(`no answer within ${GREETING_MS / 1000} s`));
    socket.once('close', () => end('it closed the connection without a word'));
    // RFC 4253 §4.2: the identification comes first, and begins so.
    socket.once('data', (chunk: Buffer) => {
      end(
        chunk.toString('latin1').startsWith('SSH-') ? null : 'what answers there is no SSH server',
      );
    });
  });
}
