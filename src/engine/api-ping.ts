import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { printable } from '../parse/printable.ts';
import type { ApiAnswer } from './remote-path.ts';

/** Podman's service is started by the first connection, which takes seconds on a slow host. */
const PING_MS = 60_000;

/** `GET /_ping` of the Docker-compatible API, over a stream to the socket. Never rejects. */
export async function pingApi(stream: Duplex, limitMs = PING_MS): Promise<ApiAnswer> {
  const broken = (because: string): ApiAnswer => ({ state: 'broken', because: printable(because) });
  // The request listens for errors only until it has its answer.
  stream.on('error', () => undefined);
  return await new Promise((resolve) => {
    const end = (answer: ApiAnswer): void => {
      clearTimeout(timer);
      stream.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => {
      end(broken(`no answer to /_ping within ${limitMs / 1000} s`));
    }, limitMs);
    const asked = request({ host: 'd', path: '/_ping', createConnection: () => stream });
    asked.once('response', (response) => {
      response.resume();
      end(answerOf(response, broken));
    });
    asked.once('error', ({ message }) => end(broken(`no answer to /_ping: ${message}`)));
    asked.end();
  });
}

function answerOf(
  { statusCode, headers }: IncomingMessage,
  broken: (because: string) => ApiAnswer,
): ApiAnswer {
  const version = headers['libpod-api-version'];
  if (statusCode !== 200) {
    return broken(`/_ping is answered with HTTP status ${statusCode ?? 'none'}`);
  }
  return typeof version === 'string'
    ? { state: 'ok', version: printable(version) }
    : broken('who answers at the socket is not Podman: no Libpod-API-Version');
}
