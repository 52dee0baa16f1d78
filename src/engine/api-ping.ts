import { request } from 'node:http';
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
    const asked = request(
      { host: 'd', path: '/_ping', createConnection: () => stream, timeout: limitMs, agent: false },
      (response) => {
        response.resume();
        const version = response.headers['libpod-api-version'];
        if (response.statusCode !== 200) {
          resolve(broken(`/_ping is answered with HTTP status ${response.statusCode ?? 'none'}`));
        } else if (typeof version !== 'string') {
          resolve(broken('who answers at the socket is not Podman: no Libpod-API-Version'));
        } else {
          resolve({ state: 'ok', version: printable(version) });
        }
        stream.destroy();
      },
    );
    asked.once('timeout', () => {
      resolve(broken(`no answer to /_ping within ${limitMs / 1000} s`));
      asked.destroy();
    });
    asked.once('error', ({ message }) => resolve(broken(`no answer to /_ping: ${message}`)));
    asked.end();
  });
}
