import { once } from 'node:events';
import { connect, createServer, type Server } from 'node:net';
import * as assert from 'uvu/assert';
import { describe } from '../helpers/describe.ts';
import { ended, podready, podreadyIn, startPodready } from '../helpers/podready.ts';
import { type Home, makeHome } from '../helpers/ssh-home.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

/** A port on which nothing listens until somebody opens it for another one. */
async function latePort(): Promise<{ port: number; open: (target: number) => Promise<Server> }> {
  const first = createServer().listen(0, '127.0.0.1');
  await once(first, 'listening');
  const address = first.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  first.close();
  await once(first, 'close');
  return {
    port,
    open: async (target) => {
      const server = createServer((client) => {
        const upstream = connect(target, '127.0.0.1');
        client.pipe(upstream).pipe(client);
        for (const socket of [client, upstream]) {
          socket
            .on('error', () => undefined)
            .on('close', () => [client, upstream].forEach((one) => one.destroy()));
        }
      });
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      return server;
    },
  };
}

function environment({ path }: Home): Readonly<Record<string, string>> {
  return { HOME: path, SSH_AUTH_SOCK: '' };
}

describe('podready --wait', (it) => {
  it('waits for a host that is booting', async () => {
    await using home = await makeHome();
    await using server = await startSshServer({ authorized: [home.publicKey] });
    const late = await latePort();
    await home.trust({ port: late.port, hostKeys: server.hostKeys });
    const host = `ada@127.0.0.1:${late.port}`;
    const argv = ['check', '-F', 'none', '--only', 'kernel-version', '--wait', '25s', host];
    const child = startPodready(argv, environment(home));
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const run = ended(child);
    while (!said.includes('Waiting for') && child.exitCode === null) await soon();
    const opened = await late.open(server.port);
    const { code, stdout, stderr } = await run;
    opened.close();
    assert.is(code, 0, stderr);
    assert.match(stderr, new RegExp(`^Waiting for ${host} \\(tcp: .*\\); \\d+ s left\n$`, 'u'));
    assert.match(stdout, `[✓] ${host} passed the selected checks`);
    assert.is(server.counts.connections, 1);
  });

  it('ends at once when it is interrupted', async () => {
    await using home = await makeHome();
    const { port } = await latePort();
    const argv = ['check', '-F', 'none', '--wait', '1h', `ada@127.0.0.1:${port}`];
    const child = startPodready(argv, environment(home));
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const run = ended(child);
    while (!said.includes('Waiting for') && child.exitCode === null) await soon();
    const begun = performance.now();
    child.kill('SIGINT');
    const { code, stdout } = await run;
    assert.equal([code, stdout], [130, '']);
    assert.ok(performance.now() - begun < 2_000);
  });

  it('keeps the exit code when the time is over', async () => {
    await using home = await makeHome();
    const { port } = await latePort();
    const argv = ['check', '-F', 'none', '--wait', '1s', `ada@127.0.0.1:${port}`];
    const { code, stdout } = await podready(argv, environment(home));
    assert.is(code, 3);
    assert.match(stdout, 'could not be looked at: tcp');
  });

  for (const [argv, message] of [
    [['--wait', '5x', 'h'], /^error: --wait 5x: expected a time such as 90s, 5m or 1h/u],
    [['--wait', '25h', 'h'], /from 1 second to 24 hours/u],
    [['--wait', '1m', '--from-facts', 'f'], /^error: --wait looks at hosts again/u],
    [['--wait', '1m', '--sudo', 'ask', 'h'], /^error: --wait cannot ask/u],
  ] as const) {
    it(`refuses ${argv.join(' ')}`, async () => {
      const { code, stderr } = await podreadyIn('.', ['check', ...argv]);
      assert.is(code, 2);
      assert.match(stderr, message);
    });
  }
});

async function soon(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}
