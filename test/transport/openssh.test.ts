import { chmod } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import { parseHost } from '../../src/transport/inventory.ts';
import { OpensshTransport, opensshArguments } from '../../src/transport/openssh.ts';
import { opensshError } from '../../src/transport/openssh-errors.ts';
import type { TransportError } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { makeHome, readAll } from '../helpers/ssh-home.ts';
import { failureOf } from '../helpers/transport-failure.ts';

const strict = { acceptNew: false };

/** A program in place of ssh(1). */
async function withProgram(
  text: string,
  body: (ssh: OpensshTransport) => Promise<void>,
  timeoutMs = 5_000,
): Promise<void> {
  await using home = await makeHome();
  const program = await home.write('ssh', `#!/bin/sh\n${text}\n`);
  await chmod(program, 0o700);
  await using ssh = new OpensshTransport(parseHost('alice@h:22'), strict, timeoutMs, program);
  await body(ssh);
}

describe('OpensshTransport', (it) => {
  it('gives ssh everything as arguments, and nothing that asks or forwards', () => {
    const target = parseHost('alice@host1:2222');
    const all = opensshArguments(
      target,
      { acceptNew: true, configFile: '/c', identity: '/k 100%', knownHosts: '/h' },
      2_500,
    );
    const options = new Set(all.filter((_, index) => all[index - 1] === '-o'));
    for (const option of [
      'BatchMode=yes',
      'StrictHostKeyChecking=accept-new',
      'ConnectTimeout=3',
      'ClearAllForwardings=yes',
      'RemoteCommand=none',
      'ForwardAgent=no',
      'UserKnownHostsFile="/h"',
      'IdentityFile="/k 100%%"',
      'IdentitiesOnly=yes',
    ]) {
      assert.ok(options.has(option), option);
    }
    assert.equal(all.slice(-9), [
      '-F',
      '/c',
      '-l',
      'alice',
      '-p',
      '2222',
      '--',
      'host1',
      '/bin/sh -s',
    ]);
    const alone = opensshArguments(target, { ...strict, alone: true }, 10_000);
    assert.ok(alone.includes('ControlPath=none'));
    const few = opensshArguments(parseHost('host1'), strict, 10_000);
    assert.ok(few.includes('StrictHostKeyChecking=yes'));
    assert.equal(few.slice(-3), ['--', 'host1', '/bin/sh -s']);
    assert.not.ok(few.includes('-F'));
    assert.throws(() => opensshArguments(target, { ...strict, knownHosts: 'a"b' }, 1), /a\\"b/);
  });

  it('is a shell like the others', async () => {
    await withProgram('exec /bin/sh -s', async (ssh) => {
      const session = await ssh.start('echo hi; echo oops >&2; exit 3\n');
      session.end();
      assert.is(await readAll(session), 'hi\n');
      assert.equal(await session.ended, { exitCode: 3, signal: null, stderr: 'oops\n' });
      assert.equal([ssh.kind, ssh.target, ssh.sessions], ['openssh', 'alice@h:22', 1]);
      assert.equal(await ssh.observe(), { transport: 'openssh' });
    });
  });

  it('fails with what ssh says when ssh fails', async () => {
    await withProgram(
      'echo "alice@h: Permission denied (publickey)." >&2; exit 255',
      async (ssh) => {
        const error = await failureOf(ssh.start('echo hi\n'));
        assert.is(error.step, 'auth');
        assert.match(error.message, /^alice@h:22: ssh says: .*Permission denied \(publickey\)\.$/);
      },
    );
  });

  it('leaves other endings to the reader', async () => {
    await withProgram(
      'echo "This account is currently not available." >&2; exit 1',
      async (ssh) => {
        const session = await ssh.start('echo hi\n');
        assert.is(await readAll(session), '');
        assert.is((await session.ended).exitCode, 1);
      },
    );
  });

  it('time: ssh that neither fails nor prints anything', async () => {
    await withProgram(
      'sleep 60',
      async (ssh) => {
        const error = await failureOf(ssh.start('echo hi\n'));
        assert.equal([error.step, /within 0\.3 s/.test(error.message)], ['time', true]);
      },
      // The limit for the login comes on top.
      300 - 10_000,
    );
  });

  it('is what connect gives when it is asked for', async () => {
    await using home = await makeHome();
    // No file is read: that is left to ssh.
    await using ssh = await home.connect('alice@h', { ssh: 'openssh', configFile: '/nowhere' });
    assert.equal([ssh.kind, ssh.target], ['openssh', 'alice@h']);
  });

  it('config: no ssh on this machine', async () => {
    await using ssh = new OpensshTransport(parseHost('h'), strict, 1_000, '/nowhere/ssh');
    assert.is((await failureOf(ssh.start(''))).step, 'config');
  });

  it('knows the step from the words of ssh', () => {
    const cases: [TransportError['step'], string][] = [
      ['name', 'ssh: Could not resolve hostname nope: Name or service not known'],
      ['tcp', 'ssh: connect to host h port 22: Connection refused'],
      ['tcp', 'ssh: connect to host h port 22: No route to host'],
      ['tcp', 'kex_exchange_identification: read: Connection reset by peer'],
      ['tcp', 'Connection closed by 192.0.2.1 port 22'],
      ['time', 'Connection timed out during banner exchange'],
      [
        'host-key',
        'No ED25519 host key is known for h and you have requested strict checking.\r\nHost key verification failed.',
      ],
      [
        'host-key',
        '@@@@@@\n@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\n@@@@@@\nIT IS POSSIBLE\nHost key verification failed.',
      ],
      [
        'host-key',
        '@       WARNING: REVOKED HOST KEY DETECTED!               @\nHost key verification failed.',
      ],
      ['auth', 'alice@h: Permission denied (publickey,password).'],
      ['auth', 'Received disconnect from 192.0.2.1 port 22:2: Too many authentication failures'],
      [
        'config',
        '/home/a/.ssh/config: line 3: Bad configuration option: nonsense\n/home/a/.ssh/config: terminating, 1 bad configuration options',
      ],
      [
        'config',
        'Unable to negotiate with 192.0.2.1 port 22: no matching host key type found. Their offer: ssh-rsa',
      ],
      [
        'hop',
        'channel 0: open failed: connect failed: Connection refused\nstdio forwarding failed\nkex_exchange_identification: Connection closed by remote host\nConnection closed by UNKNOWN port 65535',
      ],
      ['shell', 'something nobody has seen'],
      ['shell', ''],
    ];
    for (const [step, stderr] of cases) assert.is(opensshError('h', stderr).step, step, stderr);
    const changed = opensshError('h', `debug1: x\n${cases[7]?.[1] ?? ''}`);
    assert.match(changed.message, /says: WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!$/);
    assert.not.match(opensshError('h', '\u001B[2J boo').message, /[\p{Cc}]/u);
  });
});
