import { chmod } from 'node:fs/promises';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseHost } from '../../src/transport/inventory.ts';
import {
  readSshConfig,
  type ResolvedHost,
  resolveHost,
  type ResolveOptions,
} from '../../src/transport/ssh-config.ts';
import { HONOURED, IGNORED, STOPPING } from '../../src/transport/ssh-config-directives.ts';
import { lexConfig } from '../../src/transport/ssh-config-lexer.ts';
import { TransportError } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { type Home, makeHome } from '../helpers/ssh-home.ts';

/** A user's configuration, as if it were in `/home/ada/.ssh/config`. */
function resolve(text: string, host: string, more: Partial<ResolveOptions> = {}): ResolvedHost {
  const options = {
    acceptNew: false,
    home: '/home/ada',
    localUser: 'ada',
    env: { SSH_AUTH_SOCK: '/run/agent', KEYS: '/keys' },
    ...more,
  };
  return resolveHost(parseHost(host), [lexConfig(text, 'config')], options);
}

function refusal(action: () => unknown): TransportError {
  try {
    action();
  } catch (error) {
    if (error instanceof TransportError) return error;
    throw error;
  }
  throw new Error('no error');
}

async function lateRefusal(action: Promise<unknown>): Promise<TransportError> {
  const [result] = await Promise.allSettled([action]);
  return refusal(() => {
    if (result.status === 'rejected') throw result.reason;
  });
}

describe('ssh_config', (it) => {
  it('gives the defaults of ssh without any configuration', () => {
    const host = resolve('', 'Web1');
    assert.is(host.text, 'ada@Web1');
    assert.is(host.hostName, 'web1');
    assert.is(host.port, 22);
    assert.is(host.user, 'ada');
    assert.is(host.agent, '/run/agent');
    assert.is(host.acceptNew, false);
    assert.equal(
      host.identityFiles.map(({ path }) => path),
      ['id_ed25519', 'id_ecdsa', 'id_rsa'].map((name) => `/home/ada/.ssh/${name}`),
    );
    assert.equal(host.userKnownHosts, [
      '/home/ada/.ssh/known_hosts',
      '/home/ada/.ssh/known_hosts2',
    ]);
    assert.equal(host.globalKnownHosts, ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']);
    assert.is(host.algorithms.kex[0], 'curve25519-sha256');
    assert.is(host.algorithms.kex.at(-1), 'diffie-hellman-group-exchange-sha256');
  });

  it('takes the first value of each directive, and every IdentityFile', () => {
    const text = `
      User=early
      Host web* !web9
        HostName %h.example.org
        Port 2222
        IdentityFile ~/.ssh/web
        User late
      Host *
        Port 22
        IdentityFile \${KEYS}/%r@%h
        IdentityFile ~/.ssh/web
        ConnectTimeout 1m30s
        HashKnownHosts yes
        IdentitiesOnly yes
        HostKeyAlias shared
    `;
    const host = resolve(text, 'web1');
    assert.is(host.text, 'early@web1:2222');
    assert.is(host.hostName, 'web1.example.org');
    assert.equal(host.identityFiles, [
      { path: '/home/ada/.ssh/web', isExplicit: true },
      { path: '/keys/early@web1.example.org', isExplicit: true },
    ]);
    assert.is(host.connectTimeoutMs, 90_000);
    assert.is(host.hashKnownHosts, true);
    assert.is(host.identitiesOnly, true);
    assert.is(host.hostKeyAlias, 'shared');
    assert.is(resolve(text, 'web9').port, 22);
  });

  it('puts the command line before every file', () => {
    const text =
      'User bob\nPort 2222\nIdentityFile /a\nUserKnownHostsFile /b\nStrictHostKeyChecking yes';
    const host = resolve(text, 'alice@h:2200', {
      identity: '/k',
      knownHosts: '/h',
      acceptNew: true,
    });
    assert.is(host.text, 'alice@h:2200');
    assert.equal(host.identityFiles, [{ path: '/k', isExplicit: true }]);
    assert.is(host.identitiesOnly, true);
    assert.equal(host.userKnownHosts, ['/h']);
    assert.is(host.acceptNew, true);
  });

  it('reads quotes, escapes and comments', () => {
    const lines = lexConfig(
      [
        '# comment',
        'IdentityFile "/with blank/key" # trailing',
        String.raw`User 'a"b' c\ d "e\"f" g\h`,
        'Port=22',
        'Port = 23',
        '\tHost\ta#b #c',
        'Empty',
      ].join('\r\n'),
      'f',
    );
    assert.equal(
      lines.map(({ keyword, args, line }) => [line, keyword, ...args]),
      [
        [2, 'identityfile', '/with blank/key'],
        [3, 'user', 'a"b', 'c d', 'e"f', String.raw`g\h`],
        [4, 'port', '22'],
        [5, 'port', '23'],
        [6, 'host', 'a#b'],
        [7, 'empty'],
      ],
    );
    assert.match(refusal(() => resolve('\nUser "a', 'h')).message, /^config:2: .*quotes/);
  });

  it('evaluates Match by host, originalhost, user, localuser and all', () => {
    const text = `
      Host alias
        HostName real.example.org
      Match host *.example.org user !root,* localuser ada
        Port 1001
      Match originalhost alias
        HostKeyAlias kept
      Match !localuser ada
        Port 1002
      Match all
        User everybody
      Match user everybody
        ConnectTimeout 7
    `;
    const host = resolve(text, 'alias');
    assert.equal(
      [host.port, host.hostKeyAlias, host.user, host.connectTimeoutMs],
      [1001, 'kept', 'everybody', 7_000],
    );
    assert.is(resolve(text, 'root@alias').port, 22);
    assert.is(resolve(text, 'other').port, 22);
  });

  it('goes through the files twice for Match final', () => {
    const text = `
      Match final host real
        Port 2222
        HostName too-late
      Host real
        User second
      Host alias
        HostName real
    `;
    const host = resolve(text, 'alias');
    assert.equal([host.hostName, host.port, host.user], ['real', 2222, 'second']);
    assert.is(resolve(text, 'other').port, 22);
  });

  it('stops at Match exec only if it could decide something', () => {
    const decides = refusal(() => resolve('\nMatch host web* exec "test -f x"\n  Port 22', 'web1'));
    assert.is(decides.step, 'config');
    assert.match(decides.message, /^config:2: Match .*port \(line 3\)/);
    assert.match(decides.hint, /--ssh openssh/);
    resolve('Match exec "x" host other\n  Port 2222', 'web1');
    resolve('Match host other exec "x"\n  Port 2222', 'web1');
    resolve('Match exec "x"\n  ForwardAgent yes', 'web1');
    resolve('Port 22\nMatch exec "x"\n  Port 2222', 'web1');
    refusal(() => resolve('IdentityFile /a\nMatch exec "x"\n  IdentityFile /b', 'web1'));
    refusal(() => resolve('Match exec "x"\n  ProxyCommand x', 'web1'));
    refusal(() => resolve('Match !exec "x"\n  Port 2222', 'web1'));
    refusal(() => resolve('Match localnetwork 10.0.0.0/8\n  Port 2222', 'web1'));
    refusal(() => resolve('Match tagged x\n  Port 2222', 'web1'));
    refusal(() => resolve('Match exec="x"\n  Port 2222', 'web1'));
    resolve('Match exec "x"\n  ForwardAgent yes\nHost *\n  Port 2222', 'web1');
  });

  it('stops at directives that it does not implement, with file and line', () => {
    const stopping = [
      'ProxyCommand nc %h %p',
      'CertificateFile ~/.ssh/id-cert.pub',
      'SecurityKeyProvider /usr/lib/sk.so',
      'PKCS11Provider /usr/lib/p11.so',
      'CanonicalizeHostname yes',
      'CanonicalizeHostname always',
      'HostbasedAuthentication yes',
      'KnownHostsCommand /bin/keys',
      'RevokedHostKeys /etc/ssh/revoked',
      'BindAddress 192.0.2.1',
      'BindInterface eth0',
      'CheckHostIP yes',
      'PubkeyAuthentication no',
      'PreferredAuthentications password',
      'PubkeyAcceptedAlgorithms ssh-ed25519',
      'RequiredRSASize 3072',
      'RefuseConnection "maintenance"',
      'Kex sntrup761',
      'NoSuchDirective yes',
    ];
    for (const line of stopping) {
      const error = refusal(() => resolve(`# first\n${line}`, 'h'));
      assert.is(error.step, 'config', line);
      assert.match(error.message, /^config:2: /, line);
      assert.match(error.hint, /--ssh openssh/, line);
      resolve(`Host other\n${line}`, 'h');
    }
  });

  it('goes on where such a directive changes nothing', () => {
    const harmless = [
      'ProxyCommand none',
      'CertificateFile none',
      'CanonicalizeHostname no',
      'HostbasedAuthentication no',
      'PubkeyAuthentication yes',
      'PreferredAuthentications gssapi-with-mic,publickey',
      'PubkeyAcceptedKeyTypes +ssh-rsa',
      'RequiredRSASize 1024',
      'IgnoreUnknown Foo,Bar*\nBarBaz yes',
      // What Debian and Fedora ship.
      'SendEnv LANG LC_*\nHashKnownHosts yes\nGSSAPIAuthentication yes',
      'ForwardX11Trusted yes\nGSSAPIKeyExchange yes',
      'ControlMaster auto\nControlPath ~/.ssh/%C\nControlPersist 10m',
      'UseKeychain yes\nAddKeysToAgent yes',
      'RemoteCommand tmux\nRequestTTY yes',
    ];
    for (const text of harmless) resolve(text, 'h');
    assert.is(resolve('GSSAPIAuthentication yes', 'h').gssapi?.line, 1);
  });

  it('never checks less than accept-new', () => {
    assert.is(resolve('StrictHostKeyChecking accept-new', 'h').acceptNew, true);
    for (const value of ['yes', 'ask']) {
      const host = resolve(`StrictHostKeyChecking ${value}`, 'h');
      assert.equal([host.acceptNew, host.laxChecking], [false, undefined]);
    }
    for (const value of ['no', 'off']) {
      const host = resolve(`StrictHostKeyChecking ${value}`, 'h');
      assert.equal([host.acceptNew, host.laxChecking?.line], [false, 1]);
    }
  });

  it('finds the agent', () => {
    const cases: [string, string | undefined][] = [
      ['IdentityAgent none', undefined],
      ['IdentityAgent SSH_AUTH_SOCK', '/run/agent'],
      ['IdentityAgent $KEYS', '/keys'],
      ['IdentityAgent "~/agent sock"', '/home/ada/agent sock'],
      ['IdentityAgent ${KEYS}/%u', '/keys/ada'],
    ];
    for (const [text, agent] of cases) assert.is(resolve(text, 'h').agent, agent, text);
    assert.is(resolve('', 'h', { env: {} }).agent, undefined);
  });

  it('reads jumps, and knows that ProxyCommand and ProxyJump exclude each other', () => {
    const texts = (text: string): string[] => resolve(text, 'h').jumps.map((hop) => hop.text);
    assert.equal(texts('ProxyJump a,bob@b:2222,ssh://c'), ['a', 'bob@b:2222', 'c']);
    assert.equal(texts('ProxyJump %r@gate-%h'), ['ada@gate-h']);
    assert.equal(texts('ProxyJump none\nProxyJump a'), []);
    assert.equal(texts('ProxyCommand none\nProxyJump a'), []);
    assert.equal(texts('ProxyJump a\nProxyCommand nc'), ['a']);
    refusal(() => resolve('ProxyJump -oProxyCommand=id', 'h'));
  });

  it('applies the lists of algorithms', () => {
    const { algorithms } = resolve(
      `KexAlgorithms sntrup761x25519-sha512,curve25519-sha256,ecdh-sha2-nistp256
       Ciphers -aes128*,chacha20*
       MACs ^hmac-sha2-512
       HostKeyAlgorithms +ssh-rsa`,
      'h',
    );
    assert.equal(algorithms.kex, ['curve25519-sha256', 'ecdh-sha2-nistp256']);
    assert.equal(algorithms.cipher, ['aes256-gcm@openssh.com', 'aes192-ctr', 'aes256-ctr']);
    assert.is(algorithms.hmac[0], 'hmac-sha2-512');
    assert.is(algorithms.hmac.length, 6);
    assert.is(algorithms.serverHostKey.at(-1), 'ssh-rsa');
    assert.match(refusal(() => resolve('Ciphers made-up', 'h')).message, /ciphers made-up/);
  });

  it('refuses values that ssh_config does not allow', () => {
    const wrong = [
      'Port ssh',
      'Port 0',
      'Port',
      'User -x',
      'User %r',
      'HostName -x',
      'HostName %p',
      'AddressFamily ipv6',
      'HashKnownHosts maybe',
      'IdentitiesOnly',
      'ConnectTimeout soon',
      'StrictHostKeyChecking perhaps',
      'IdentityFile %C',
      'IdentityFile ${NOT_SET}/x',
      'IdentityFile ~other/key',
      'UserKnownHostsFile ~other/x',
      'Match',
      'Match host',
      'Match nonsense x',
    ];
    for (const line of wrong) {
      const error = refusal(() => resolve(line, 'h'));
      assert.is(error.step, 'config', line);
      assert.match(error.message, /^config:1: /, line);
    }
  });

  it('has every directive of OpenSSH in exactly one place', () => {
    const all = [...HONOURED, ...IGNORED, ...STOPPING.keys()];
    assert.is(all.length, new Set(all).size);
    for (const name of all) assert.is(name, name.toLowerCase());
  });

  it('throws nothing but a TransportError of step config on any text', () => {
    const keyword = fc.constantFrom(...HONOURED, ...STOPPING.keys(), 'forwardagent', 'nonsense');
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'yes',
        'no',
        '*',
        'none',
        '%h',
        '"',
        '!h',
        'all',
        'host',
        'exec',
        '22',
        '~',
        '${A}',
      ),
    );
    const line = fc.oneof(
      fc.string(),
      fc
        .tuple(keyword, fc.array(value, { maxLength: 3 }))
        .map(([word, args]) => [word, ...args].join(' ')),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        try {
          resolve(lines.join('\n'), 'h');
        } catch (error) {
          assert.instance(error, TransportError);
          assert.is((error as TransportError).step, 'config');
        }
      }),
      { numRuns: 500 },
    );
  });
});

async function withHome(body: (home: Home) => Promise<void>): Promise<void> {
  await using home = await makeHome();
  await body(home);
}

async function resolveIn(
  home: Home,
  host: string,
  more?: Partial<ResolveOptions>,
): Promise<ResolvedHost> {
  const options = home.options(more);
  return resolveHost(parseHost(host), await readSshConfig(options), options);
}

describe('ssh_config files', (it) => {
  it('reads the user file before that of the system', async () => {
    await withHome(async (home) => {
      await home.write('etc/ssh_config', 'Port 2200\nUser system\n');
      assert.is((await resolveIn(home, 'h')).text, 'system@h:2200');
      await home.write('.ssh/config', 'User mine\n');
      assert.is((await resolveIn(home, 'h')).text, 'mine@h:2200');
    });
  });

  it('reads only the file of -F, which must exist', async () => {
    await withHome(async (home) => {
      await home.write('.ssh/config', 'User mine\n');
      await home.write('etc/ssh_config', 'Port 2200\n');
      const configFile = await home.write('other', 'ConnectTimeout 3\n');
      const host = await resolveIn(home, 'h', { configFile });
      assert.equal([host.text, host.connectTimeoutMs], ['ada@h', 3_000]);
      assert.is((await resolveIn(home, 'h', { configFile: 'none' })).text, 'ada@h');
      const missing = await lateRefusal(readSshConfig(home.options({ configFile: '/nowhere' })));
      assert.is(missing.step, 'config');
    });
  });

  it('follows Include: globs in order, relative to the folder, conditional, and closed', async () => {
    await withHome(async (home) => {
      await home.write('.ssh/conf.d/10-a.conf', 'Host a\n  User from-a\n');
      await home.write('.ssh/conf.d/20-b.conf', 'User from-b\n');
      await home.write('.ssh/conf.d/.hidden.conf', 'Port 1\n');
      await home.write('.ssh/only-c', 'Host *\n  Port 2222\n');
      await home.write('system.conf', 'HostKeyAlias s\n');
      await home.write('etc/more', 'ConnectTimeout 5\n');
      await home.write('etc/ssh_config', 'Include more\n');
      await home.write(
        '.ssh/config',
        `Include conf.d/*.conf missing\nHost c\n  Include "~/.ssh/only-c"\n  HostKeyAlias c\nHost *\nInclude ${home.path}/system.conf`,
      );
      const a = await resolveIn(home, 'a');
      assert.equal(
        [a.user, a.port, a.hostKeyAlias, a.connectTimeoutMs],
        ['from-a', 22, 's', 5_000],
      );
      const c = await resolveIn(home, 'c');
      assert.equal([c.user, c.port, c.hostKeyAlias], ['from-b', 2222, 'c']);
    });
  });

  it('names the included file and line, and ends at a loop', async () => {
    await withHome(async (home) => {
      const included = await home.write('.ssh/x.conf', '\n\nProxyCommand nc\n');
      await home.write('.ssh/config', 'Include x.conf\n');
      assert.match((await lateRefusal(resolveIn(home, 'h'))).message, `${included}:3: `);
      await home.write('.ssh/config', 'Include config\n');
      assert.match((await lateRefusal(resolveIn(home, 'h'))).message, /deeper than 16/);
      await home.write('.ssh/config', 'Include %h.conf\n');
      assert.match((await lateRefusal(resolveIn(home, 'h'))).message, /%h\.conf/);
    });
  });

  it('refuses a file that others can write', async () => {
    await withHome(async (home) => {
      const config = await home.write('.ssh/config', 'User mine\n');
      await chmod(config, 0o620);
      const error = await lateRefusal(resolveIn(home, 'h'));
      assert.equal([error.step, error.hint.includes(config)], ['config', true]);
      // As ssh does, -F takes any file.
      assert.is((await resolveIn(home, 'h', { configFile: config })).user, 'mine');
    });
  });

  it('does not take an unreadable file for an empty one', async () => {
    await withHome(async (home) => {
      await home.write('.ssh/config/inside', '');
      assert.is((await lateRefusal(resolveIn(home, 'h'))).step, 'config');
    });
  });
});
