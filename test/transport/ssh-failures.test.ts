import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { ConnectOptions } from '../../src/transport/connect.ts';
import type { TransportError } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { startAgent } from '../helpers/ssh-agent.ts';
import { type Home, makeHome, readAll } from '../helpers/ssh-home.ts';
import {
  generateKey,
  type SshServer,
  type SshServerOptions,
  startSshServer,
} from '../helpers/ssh-server.ts';
import { failureOf } from '../helpers/transport-failure.ts';

/** How the first session on a server fails. */
async function failure(
  server: Partial<SshServerOptions>,
  more: Partial<ConnectOptions> = {},
  prepare: (home: Home, server: SshServer) => Promise<unknown> = async (home, one) =>
    await home.trust(one),
): Promise<TransportError> {
  await using home = await makeHome();
  await using running = await startSshServer({ authorized: [home.publicKey], ...server });
  await prepare(home, running);
  await using ssh = await home.connect(`127.0.0.1:${running.port}`, more);
  return await failureOf(ssh.start('echo hi\n'));
}

/** How a connection to something that is no SSH server fails. */
async function failureAt(listener: (socket: Socket) => void): Promise<TransportError> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
    listener(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await using home = await makeHome();
  const { port } = server.address() as AddressInfo;
  await using ssh = await home.connect(`127.0.0.1:${port}`, { connectTimeoutMs: 300 });
  try {
    return await failureOf(ssh.start('echo hi\n'));
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

function check(error: TransportError, step: TransportError['step'], ...patterns: RegExp[]): void {
  assert.is(error.step, step, error.message);
  for (const pattern of patterns) assert.match(`${error.message} ▸ ${error.hint}`, pattern);
  assert.not.match(`${error.message}${error.hint}`, /[\p{Cc}]/u);
}

describe('SSH failures before the login', (it) => {
  it('name: a host that does not resolve', async () => {
    await using home = await makeHome();
    await using ssh = await home.connect('no-such-host.invalid', { connectTimeoutMs: 3_000 });
    check(await failureOf(ssh.start('')), 'name', /no-such-host\.invalid/, /HostName/);
  });

  it('tcp: a port that is closed', async () => {
    await using home = await makeHome();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    await using ssh = await home.connect(`127.0.0.1:${port}`);
    check(await failureOf(ssh.start('')), 'tcp', /connection refused/, new RegExp(String(port)));
  });

  it('tcp: something that is no SSH server, shown without its control characters', async () => {
    const error = await failureAt((socket) => {
      socket.on('data', () => socket.end('HTTP/1.1 400 \u001B[31mBad\r\n\r\n'));
    });
    check(error, 'tcp', /expected an SSH server/, /HTTP\/1\.1 400 \\x1b\[31mBad/);
  });

  it('tcp: sshd that refuses before it identifies itself', async () => {
    const error = await failureAt((socket) => socket.end('Exceeded MaxStartups\r\n'));
    check(error, 'tcp', /"Exceeded MaxStartups"/, /PerSourcePenalties/);
  });

  it('tcp: a server that hangs up at once, or in the middle of the key exchange', async () => {
    check(await failureAt((socket) => socket.end()), 'tcp', /expected an SSH server/);
    check(await failureAt((socket) => socket.resetAndDestroy()), 'tcp');
    const cut = await failureAt((socket) => {
      socket.write('SSH-2.0-OpenSSH_9.2p1\r\n');
      socket.once('data', () => socket.end());
    });
    check(cut, 'tcp', /broke off the key exchange/);
    const garbage = await failureAt((socket) => {
      socket.write('SSH-2.0-OpenSSH_9.2p1\r\n');
      socket.once('data', () => socket.write(Buffer.alloc(64, 0x41)));
    });
    check(garbage, 'tcp', /broke off the key exchange/);
  });

  it('time: a server that never identifies itself, or stalls in the key exchange', async () => {
    const begun = performance.now();
    check(await failureAt(() => undefined), 'time', /no SSH identification came within 0\.3 s/);
    const stalled = await failureAt((socket) => {
      socket.resume();
      socket.write('SSH-2.0-OpenSSH_9.2p1\r\n');
    });
    check(stalled, 'time', /the key exchange did not end within 0\.3 s/);
    assert.ok(performance.now() - begun < 3_000);
  });

  it('config: no algorithm in common', async () => {
    const error = await failure({ kex: ['diffie-hellman-group1-sha1'] });
    check(error, 'config', /key exchange algorithm/, /--ssh openssh/);
  });
});

describe('SSH host keys', (it) => {
  const noTrust = (): Promise<void> => Promise.resolve();

  it('refuses an unknown key with its fingerprint and the files', async () => {
    const error = await failure({}, {}, noTrust);
    check(error, 'host-key', /is not known/, /SHA256:[\w+/]{43}/, /known_hosts/, /--accept-new/);
  });

  it('says so when the configuration asks for less checking', async () => {
    const error = await failure({}, {}, async (home) => {
      await home.write('.ssh/config', '\nStrictHostKeyChecking no\n');
    });
    check(error, 'host-key', /keeps checking, whatever .*config:2 says/);
  });

  it('refuses a changed key, also with --accept-new', async () => {
    for (const acceptNew of [false, true]) {
      const error = await failure({}, { acceptNew }, async (home, { port }) => {
        const line = `[127.0.0.1]:${port} ${generateKey().public}\n`;
        await home.write('.ssh/known_hosts', `# x\n${line}`);
      });
      check(
        error,
        'host-key',
        /has changed: expected ssh-ed25519 SHA256:\S+ \(.*known_hosts:2\), found/,
      );
      check(error, 'host-key', /ssh-keygen -R/);
    }
  });

  it('refuses a revoked key and a certified name, also with --accept-new', async () => {
    const revoked = await failure({}, { acceptNew: true }, async (home, { hostKeys }) => {
      await home.write('.ssh/known_hosts', `@revoked * ${hostKeys[0] ?? ''}\n`);
    });
    check(revoked, 'host-key', /known_hosts:1 revokes/);
    const certified = await failure({}, { acceptNew: true }, async (home) => {
      await home.write('etc/ssh_known_hosts', `@cert-authority * ${generateKey().public}\n`);
    });
    check(certified, 'host-key', /ssh_known_hosts:1 only/, /--ssh openssh/);
  });

  it('records a new key with --accept-new, once, and knows it then', async () => {
    await using home = await makeHome();
    await using server = await startSshServer({ authorized: [home.publicKey] });
    const host = `127.0.0.1:${server.port}`;
    for (const acceptNew of [true, true, false]) {
      await using ssh = await home.connect(host, { acceptNew });
      await (
        await ssh.start('exit\n')
      ).ended;
    }
    const { readFile } = await import('node:fs/promises');
    const text = await readFile(join(home.path, '.ssh/known_hosts'), 'utf8');
    assert.is(text, `[127.0.0.1]:${server.port} ${server.hostKeys[0] ?? ''}\n`);
  });

  it('logs in nowhere when the new key cannot be recorded', async () => {
    await using home = await makeHome();
    await using server = await startSshServer({ authorized: [home.publicKey] });
    await using ssh = await home.connect(`127.0.0.1:${server.port}`, {
      acceptNew: true,
      knownHosts: '/dev/null',
    });
    check(await failureOf(ssh.start('')), 'host-key', /cannot be recorded/);
    assert.is(server.counts.offers, 0);
  });

  it('asks first for the type of key that is known', async () => {
    await using home = await makeHome();
    const [ed25519, ecdsa] = [generateKey(), generateKey('ecdsa')];
    await using server = await startSshServer({
      authorized: [home.publicKey],
      hostKeys: [ed25519.private, ecdsa.private],
    });
    await home.write('.ssh/known_hosts', `[127.0.0.1]:${server.port} ${ecdsa.public}\n`);
    await using ssh = await home.connect(`127.0.0.1:${server.port}`);
    await (
      await ssh.start('exit\n')
    ).ended;
  });

  it('looks under HostKeyAlias', async () => {
    await using home = await makeHome();
    await using server = await startSshServer({ authorized: [home.publicKey] });
    await home.write('.ssh/known_hosts', `shared ${server.hostKeys[0] ?? ''}\n`);
    await home.write(
      '.ssh/config',
      `Host x\nHostName 127.0.0.1\nPort ${server.port}\nHostKeyAlias Shared`,
    );
    await using ssh = await home.connect('x');
    await (
      await ssh.start('exit\n')
    ).ended;
  });
});

describe('SSH logins', (it) => {
  it('auth: says what the server allows, what was offered, and what the banner says', async () => {
    const error = await failure({ authorized: [], banner: 'Only \u001B[1mstaff\u001B[0m!' });
    check(
      error,
      'auth',
      /refused the login of ada; it allows publickey; offered: \S+id_ed25519 \(ssh-ed25519 SHA256:/,
      /the server says: "Only \\x1b\[1mstaff/,
      /authorized_keys/,
    );
  });

  it('auth: offers each identity once, three at most, in one connection', async () => {
    await using home = await makeHome();
    const keys = [1, 2, 3, 4, 5].map(() => generateKey().private);
    await using agent = await startAgent(join(home.path, 'agent'), keys);
    await using server = await startSshServer({ authorized: [] });
    await home.trust(server);
    await using ssh = await home.connect(`127.0.0.1:${server.port}`, {
      env: { SSH_AUTH_SOCK: agent.path },
    });
    const error = await failureOf(ssh.start(''));
    check(error, 'auth', /it allows publickey/, /not offered, 3 are the most/);
    // The second start tries no second login.
    assert.is(await failureOf(ssh.start('')), error);
    assert.equal([server.counts.offers, server.counts.connections], [3, 1]);
    assert.not.ok(server.users.includes(''));
  });

  it('auth: a right key that is not enough', async () => {
    const error = await failure({ wantsPassword: true });
    check(error, 'auth', /took a key of ada and wants another method too; it allows password/);
  });

  it('auth: nothing to offer, told once the host is known, and nothing is asked of it', async () => {
    await using home = await makeHome();
    await using server = await startSshServer({ authorized: [] });
    const locked = { passphrase: 'x', cipher: 'aes256-ctr', rounds: 1 } as const;
    await home.write('.ssh/id_ed25519', generateKey('ed25519', locked).private);
    await home.trust(server);
    await using ssh = await home.connect(`127.0.0.1:${server.port}`);
    const error = await failureOf(ssh.start(''));
    check(error, 'auth', /no identity to offer/, /id_ed25519: it is encrypted .*ssh-add/);
    assert.equal([server.counts.offers, server.users], [0, []]);
  });

  it('name, host-key: without a key to offer as well', async () => {
    await using home = await makeHome();
    await home.write('.ssh/id_ed25519', '');
    await using ssh = await home.connect('no-such-host.invalid', { connectTimeoutMs: 3_000 });
    check(await failureOf(ssh.start('')), 'name', /no-such-host\.invalid/);
    await using server = await startSshServer({ authorized: [] });
    await using stranger = await home.connect(`127.0.0.1:${server.port}`);
    check(await failureOf(stranger.start('')), 'host-key');
  });

  it('auth: logs in by the agent, and tells when it does not sign', async () => {
    await using home = await makeHome();
    const key = generateKey('rsa');
    await using server = await startSshServer({ authorized: [key.public] });
    await home.trust(server);
    await home.write('.ssh/id_ed25519', '');
    const host = `127.0.0.1:${server.port}`;
    await using agent = await startAgent(join(home.path, 'agent'), [key.private]);
    await using good = await home.connect(host, { env: { SSH_AUTH_SOCK: agent.path } });
    const session = await good.start('echo hi\n');
    session.end();
    assert.is(await readAll(session), 'hi\n');
    assert.is(agent.signatures, 1);
    await using closed = await startAgent(join(home.path, 'closed'), [key.private], 'refuse');
    await using bad = await home.connect(host, { env: { SSH_AUTH_SOCK: closed.path } });
    check(await failureOf(bad.start('')), 'auth', /Agent responded with failure/);
  });
});

describe('SSH shells that do not start', (it) => {
  it('shell: the exec request or the channel is refused', async () => {
    check(await failure({ shell: 'no-exec' }), 'shell', /started no shell: Unable to exec/);
    check(await failure({ shell: 'no-session' }), 'shell', /started no shell/, /MaxSessions/);
  });

  it('time: the request is never answered', async () => {
    const error = await failure({ shell: 'hang' }, { connectTimeoutMs: 400 });
    check(error, 'time', /started no shell within 0\.4 s/);
  });

  it('a forced command, a silent one and a dropped connection are sessions that end', async () => {
    await using home = await makeHome();
    for (const shell of ['forced', 'silent', 'hang-up'] as const) {
      await using server = await startSshServer({ authorized: [home.publicKey], shell });
      const knownHosts = await home.write(
        `known-${shell}`,
        `[127.0.0.1]:${server.port} ${server.hostKeys[0] ?? ''}\n`,
      );
      await using ssh = await home.connect(`127.0.0.1:${server.port}`, { knownHosts });
      const session = await ssh.start('echo hi\n');
      if (shell === 'silent') session.abandon();
      const text = await readAll(session);
      const { exitCode, signal } = await session.ended;
      const expected = {
        forced: ['This account is restricted.\n', 1],
        silent: ['', null],
        'hang-up': ['half a li', null],
      };
      assert.equal([text, exitCode], expected[shell]);
      assert.is(signal, null);
      if (shell !== 'hang-up') continue;
      session.write('into the void');
      session.end();
      check(await failureOf(ssh.start('')), 'tcp', /connection .* was lost/);
    }
  });
});
