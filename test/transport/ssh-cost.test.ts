import * as assert from 'uvu/assert';
import { startDelayProxy } from '../helpers/delay-proxy.ts';
import { describe } from '../helpers/describe.ts';
import { makeHome, readAll } from '../helpers/ssh-home.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

/** Each way; longer than this process, which is client and server, thinks. */
const DELAY_MS = 20;

interface Cost {
  readonly connections: number;
  readonly execs: number;
  readonly roundTrips: number;
}

async function costOf(script: string, ident: string, last: string): Promise<Cost> {
  await using home = await makeHome();
  await using server = await startSshServer({ authorized: [home.publicKey], ident });
  await using proxy = await startDelayProxy(server.port, DELAY_MS);
  await home.trust({ port: proxy.port, hostKeys: server.hostKeys });
  await using ssh = await home.connect(`127.0.0.1:${proxy.port}`);
  const session = await ssh.start(script);
  session.end();
  const first = await session.output[Symbol.asyncIterator]().next();
  const { roundTrips } = proxy;
  assert.match(String(first.value), /^first/);
  assert.match(`${String(first.value)}${await readAll(session)}`, last);
  const { execs } = server.counts;
  return { connections: proxy.connections, execs, roundTrips };
}

describe('cost of SSH', (it) => {
  it('is one connection, one exec and eight round trips, whatever the number of probes', async () => {
    for (const probes of [1, 60]) {
      const script = Array.from({ length: probes }, (_, index) => `echo probe ${index}\n`);
      const text = `echo first\n${script.join('')}`;
      const cost = await costOf(text, 'OpenSSH_9.2p1', `probe ${probes - 1}`);
      assert.equal(cost, { connections: 1, execs: 1, roundTrips: 8 });
    }
  });

  it('is one round trip more for servers whose reading order is not known', async () => {
    const cost = await costOf('echo first\nsleep 0.1\necho last\n', 'Other_1.0', 'last');
    assert.equal(cost, { connections: 1, execs: 1, roundTrips: 9 });
  });
});
