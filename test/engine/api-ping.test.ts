import { createServer, type RequestListener } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import * as assert from 'uvu/assert';
import { pingApi } from '../../src/engine/api-ping.ts';
import type { ApiAnswer } from '../../src/engine/remote-path.ts';
import { describe } from '../helpers/describe.ts';

async function asked(answer: RequestListener, limitMs = 2_000): Promise<ApiAnswer> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    return await pingApi(connect(port, '127.0.0.1'), limitMs);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe('pingApi', (it) => {
  it('is content with Podman only', async () => {
    const podman = await asked((request, response) => {
      response.setHeader('Libpod-API-Version', request.url === '/_ping' ? '5.4.2' : 'wrong path');
      response.end('OK');
    });
    assert.equal(podman, { state: 'ok', version: '5.4.2' });
    const docker = await asked((_request, response) => void response.end('OK'));
    assert.is(docker.state, 'broken');
    assert.match(docker.state === 'broken' ? docker.because : '', 'not Podman');
  });

  it('says what came instead', async () => {
    const error = await asked((_request, response) => {
      response.statusCode = 500;
      response.end();
    });
    assert.match(error.state === 'broken' ? error.because : '', 'HTTP status 500');
    const cut = await asked((request) => void request.socket.destroy());
    assert.match(cut.state === 'broken' ? cut.because : '', 'no answer to /_ping');
  });

  it('does not wait for ever', async () => {
    const silent = await asked(() => undefined, 200);
    assert.match(silent.state === 'broken' ? silent.because : '', 'within 0.2 s');
  });
});
