import { createServer, type Socket } from 'node:net';
import * as assert from 'uvu/assert';
import { whyNoGreeting } from '../../src/transport/ssh-greeting.ts';
import { describe } from '../helpers/describe.ts';

/** A port of loopback on which each connection is treated so. */
async function withServer(
  treat: (socket: Socket) => void,
  body: (port: number) => Promise<void>,
): Promise<void> {
  const server = createServer(treat);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  try {
    await body(address.port);
  } finally {
    server.close();
  }
}

const host = '127.0.0.1';

describe('whyNoGreeting', (it) => {
  it('has nothing to say of an SSH server', async () => {
    await withServer(
      (socket) => socket.write('SSH-2.0-OpenSSH_10.0\r\n'),
      async (port) => assert.is(await whyNoGreeting({ host, port }), null),
    );
  });

  it('says what else answers, or that nobody does', async () => {
    await withServer(
      (socket) => socket.write('220 mail\r\n'),
      async (port) =>
        assert.match((await whyNoGreeting({ host, port })) ?? '', /is no SSH server$/),
    );
    await withServer(
      (socket) => socket.destroy(),
      async (port) =>
        assert.match((await whyNoGreeting({ host, port })) ?? '', /closed|ECONNRESET/),
    );
    let free = 0;
    await withServer(
      () => undefined,
      (port) => {
        free = port;
        return Promise.resolve();
      },
    );
    assert.match((await whyNoGreeting({ host, port: free })) ?? '', /ECONNREFUSED/);
  });
});
