import { connect } from 'node:net';
import * as assert from 'uvu/assert';
import type { ShellSession, Transport } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { type Home, makeHome, readAll } from '../helpers/ssh-home.ts';
import {
  generateKey,
  type SshServer,
  type SshServerOptions,
  startSshServer,
} from '../helpers/ssh-server.ts';
import { failureOf } from '../helpers/transport-failure.ts';

interface Scene {
  readonly home: Home;
  readonly server: SshServer;
  readonly host: string;
}

/** A home that trusts a server and whose key may log in. */
async function scene(
  body: (scene: Scene) => Promise<void>,
  options: Partial<SshServerOptions> = {},
): Promise<void> {
  await using home = await makeHome();
  await using server = await startSshServer({ authorized: [home.publicKey], ...options });
  await home.trust(server);
  await body({ home, server, host: `127.0.0.1:${server.port}` });
}

async function nextText({ output }: ShellSession): Promise<string> {
  const next = await output[Symbol.asyncIterator]().next();
  return String(next.value);
}

describe('SshTransport', (it) => {
  it('goes the same route again, by a connection of its own', async () => {
    await scene(async ({ home, server, host }) => {
      await using first = await home.connect(host);
      await readAll(await first.start('exit\n'));
      const again = first.again?.();
      assert.ok(again !== undefined);
      await using second = again;
      assert.is(await readAll(await second.start('echo hi; exit\n')), 'hi\n');
      assert.is(server.counts.connections, 2);
    });
  });

  it('logs in on a stream, and trusts no other key there', async () => {
    await scene(async ({ home, server, host }) => {
      await using first = await home.connect(host);
      const over = (port: number): Transport | undefined =>
        first.over?.(connect(port, '127.0.0.1'));
      const candidate = over(server.port);
      assert.ok(candidate !== undefined);
      await using second = candidate;
      assert.is(await readAll(await second.start('echo hi; exit\n')), 'hi\n');
      await using stranger = await startSshServer({ authorized: [home.publicKey] });
      const other = over(stranger.port);
      assert.ok(other !== undefined);
      await using third = other;
      assert.is((await failureOf(third.start('exit\n'))).step, 'host-key');
    });
  });

  it('runs a script in one exec channel of one connection, and says how it ended', async () => {
    await scene(async ({ home, server, host }) => {
      await using ssh = await home.connect(host);
      assert.equal([ssh.kind, ssh.sessions, server.counts.connections], ['ssh', 0, 0]);
      const session = await ssh.start('echo "it\'s"; echo oops >&2; exit 3\n');
      session.end();
      assert.is(await readAll(session), "it's\n");
      assert.equal(await session.ended, { exitCode: 3, signal: null, stderr: 'oops\n' });
      assert.equal(server.commands, ['/bin/sh -s']);
      assert.equal(
        [server.counts.connections, server.counts.execs, ssh.sessions, server.users[0]],
        [1, 1, 1, 'ada'],
      );
      assert.is(ssh.target, `ada@${host}`);
    });
  });

  it('sees the server and whether it forwards unix sockets', async () => {
    const cases = [
      { streamlocal: 'accept', opened: true },
      { streamlocal: 'refuse', opened: false },
      { streamlocal: 'ignore', opened: false },
    ] as const;
    for (const { streamlocal, opened } of cases) {
      await scene(
        async ({ home, server, host }) => {
          await using ssh = await home.connect(host);
          assert.equal(await ssh.observe(), { transport: 'ssh' });
          const session = await ssh.start('exit\n');
          await session.ended;
          const seen = await ssh.observe();
          assert.is(seen.serverIdent, 'SSH-2.0-OpenSSH_9.2p1');
          assert.is(seen.streamlocal?.opened, opened);
          assert.is(seen.streamlocal?.path, '/run/dbus/system_bus_socket');
          assert.is(seen.streamlocal?.error === undefined, opened);
          // A second session asks no second time.
          await (
            await ssh.start('exit\n')
          ).ended;
          assert.is(server.counts.streamlocals, 1);
        },
        { streamlocal },
      );
    }
  });

  it('keeps the connection for more sessions, and stdin open for more text', async () => {
    await scene(async ({ home, server, host }) => {
      await using ssh = await home.connect(host);
      for (const word of ['one', 'two']) {
        const session = await ssh.start('echo ask; read -r line; echo "got $line"\n');
        // Not before: a shell may read ahead, and take the answer for a line of the script.
        assert.is(await nextText(session), 'ask\n');
        session.write(`${word}\n`);
        session.end();
        assert.is(await nextText(session), `got ${word}\n`);
        assert.is((await session.ended).exitCode, 0);
      }
      assert.equal([server.counts.connections, server.counts.execs, ssh.sessions], [1, 2, 2]);
    });
  });

  it('carries a large script and a large output whole', async () => {
    await scene(async ({ home, host }) => {
      await using ssh = await home.connect(host);
      const filler = `: ${'x'.repeat(200)}\n`.repeat(15_000);
      const session = await ssh.start(`${filler}head -c 5000000 /dev/zero | tr '\\0' y\n`);
      session.end();
      const text = await readAll(session);
      assert.is(text.length, 5_000_000);
      assert.is((await session.ended).exitCode, 0);
    });
  });

  it('reports the signal that ended a shell', async () => {
    await scene(async ({ home, host }) => {
      await using ssh = await home.connect(host);
      const session = await ssh.start('kill -TERM $$\n');
      assert.equal(await session.ended, { exitCode: null, signal: 'SIGTERM', stderr: '' });
    });
  });

  it('lets go at once of a session that a child holds open', async () => {
    await scene(async ({ home, host }) => {
      await using ssh = await home.connect(host);
      const session = await ssh.start('sleep 60 & echo ready; exit 0\n');
      const begun = performance.now();
      assert.is(await readAll(session, 6), 'ready\n');
      session.abandon();
      session.abandon();
      session.write('late');
      session.end();
      await session.ended;
      assert.is(await readAll(session), '');
      assert.ok(performance.now() - begun < 2_000);
    });
  });

  it('stops a host that floods when nobody reads, and keeps little of it', async () => {
    await scene(
      async ({ home, server, host }) => {
        await using ssh = await home.connect(host);
        const session = await ssh.start('');
        await new Promise((resolve) => setTimeout(resolve, 300));
        const stalled = server.counts.bytes;
        // The window of ssh2 (2 MiB), its buffer (2 MiB), and what the sockets hold.
        assert.ok(stalled < 16 * 1024 * 1024, `${stalled} bytes`);
        let read = 0;
        for await (const chunk of session.output) {
          read += chunk.length;
          if (read > 20 * 1024 * 1024) break;
        }
        assert.ok(server.counts.bytes > stalled);
        session.abandon();
      },
      { shell: 'flood' },
    );
  });

  it('uses a login in two signatures, without the channels asked for too early', async () => {
    await scene(
      async ({ home, server, host }) => {
        await home.write('.ssh/id_ecdsa', generateKey('ecdsa').private);
        const again = generateKey();
        await home.write('.ssh/id_ed25519', again.private);
        await using ssh = await home.connect(host);
        const error = await failureOf(ssh.start('echo hi\n'));
        assert.is(error.step, 'auth');
        assert.is(server.counts.execs, 0);
      },
      { refuseFirstSignature: true },
    );
    await using home = await makeHome();
    const second = generateKey();
    await home.write('.ssh/id_ecdsa', second.private);
    await using server = await startSshServer({
      authorized: [home.publicKey, second.public],
      refuseFirstSignature: true,
    });
    await home.trust(server);
    await using ssh = await home.connect(`127.0.0.1:${server.port}`);
    const session = await ssh.start('echo hi\n');
    session.end();
    assert.is(await readAll(session), 'hi\n');
    assert.equal([server.counts.execs, server.counts.offers], [1, 4]);
  });

  it('asks servers that it does not know for channels only after the login', async () => {
    await scene(
      async ({ home, host }) => {
        await using ssh = await home.connect(host);
        const session = await ssh.start('echo hi\n');
        session.end();
        assert.is(await readAll(session), 'hi\n');
        assert.is((await ssh.observe()).serverIdent, 'SSH-2.0-Other_1.0');
      },
      { ident: 'Other_1.0' },
    );
  });

  it('reads a server that greets before it identifies itself', async () => {
    await scene(
      async ({ home, host }) => {
        await using ssh = await home.connect(host);
        await (
          await ssh.start('exit\n')
        ).ended;
        assert.is((await ssh.observe()).serverIdent, 'SSH-2.0-OpenSSH_9.2p1');
      },
      { greeting: 'Welcome\r\nto this host' },
    );
  });

  it('can be disposed of at any time, more than once', async () => {
    await scene(async ({ home, host }) => {
      const unused = await home.connect(host);
      await unused[Symbol.asyncDispose]();
      const ssh = await home.connect(host);
      const starting = failureOf(ssh.start('echo hi\n'));
      await ssh[Symbol.asyncDispose]();
      assert.is((await starting).step, 'time');
      await ssh[Symbol.asyncDispose]();
      const running = await home.connect(host);
      const session = await running.start('sleep 60\n');
      await running[Symbol.asyncDispose]();
      assert.is((await session.ended).exitCode, null);
      assert.is(await readAll(session), '');
    });
  });
});
