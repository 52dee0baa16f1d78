import { generateKeyPairSync } from 'node:crypto';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import ssh2 from 'ssh2';
import * as assert from 'uvu/assert';
import { collectIdentities, type Identities } from '../../src/transport/identities.ts';
import { readKeyFile } from '../../src/transport/key-file.ts';
import { describe } from '../helpers/describe.ts';
import { startAgent } from '../helpers/ssh-agent.ts';
import { type Home, makeHome } from '../helpers/ssh-home.ts';
import { generateKey } from '../helpers/ssh-server.ts';

const locked = { passphrase: 'secret', cipher: 'aes256-ctr', rounds: 1 } as const;

interface Wanted {
  readonly explicit?: readonly string[];
  readonly defaults?: readonly string[];
  readonly identitiesOnly?: boolean;
  readonly agent?: string;
}

async function collect(wanted: Wanted): Promise<Identities> {
  const { explicit = [], defaults = [], identitiesOnly = false, agent } = wanted;
  const identities = await collectIdentities(
    {
      identityFiles: [
        ...explicit.map((path) => ({ path, isExplicit: true })),
        ...defaults.map((path) => ({ path, isExplicit: false })),
      ],
      identitiesOnly,
      agent,
    },
    ssh2,
    300,
  );
  identities.close();
  return identities;
}

function names({ offered }: Identities): string[] {
  return offered.map(({ label }) => label.replace(/ \(.*$/, '').replace(/^\/.*\//, ''));
}

async function writeKeys(home: Home, ...files: readonly string[]): Promise<Record<string, string>> {
  const keys: Record<string, string> = {};
  for (const file of files) {
    keys[file] = generateKey().private;
    await home.write(file, keys[file] ?? '');
  }
  return keys;
}

describe('identities', (it) => {
  it('offers named files, then the agent, then the default files; three at most', async () => {
    await using home = await makeHome();
    await writeKeys(home, 'named', 'default');
    const keys = [1, 2, 3].map(() => generateKey().private);
    await using agent = await startAgent(join(home.path, 'agent'), keys);
    const explicit = [join(home.path, 'named')];
    const defaults = [join(home.path, 'default'), join(home.path, 'missing')];
    const all = await collect({ explicit, defaults, agent: agent.path });
    assert.equal(names(all), ['named', 'agent key', 'agent key']);
    assert.is(all.notes.filter((note) => note.includes('not offered, 3 are the most')).length, 2);
    assert.match(all.offered[0]?.label ?? '', /named \(ssh-ed25519 SHA256:[\w+/]{43}\)$/);
    assert.equal(
      names(await collect({ explicit, defaults, identitiesOnly: true, agent: agent.path })),
      ['named', 'default'],
    );
    assert.equal(names(await collect({ explicit, defaults })), ['named', 'default']);
  });

  it('lets the agent sign for a file whose key it holds, also an encrypted or public one', async () => {
    await using home = await makeHome();
    const [one, two, three] = [generateKey(), generateKey('ed25519', locked), generateKey('ecdsa')];
    const unlocked = ssh2.utils.parseKey(two.private, 'secret') as ssh2.ParsedKey;
    const held = [one.private, three.private, unlocked];
    await using agent = await startAgent(join(home.path, 'agent'), held);
    const paths = [
      await home.write('plain', one.private),
      await home.write('encrypted', two.private),
      await home.write('public.pub', three.public),
    ];
    await chmod(paths[2] ?? '', 0o644);
    const { offered, notes } = await collect({ explicit: paths, agent: agent.path });
    assert.is(offered.length, 3);
    assert.equal(notes, []);
    for (const { label } of offered) assert.match(label, /^agent key/);
  });

  it('says why a file is not used', async () => {
    await using home = await makeHome();
    const secret = generateKey('ecdsa', locked);
    const paths = {
      encrypted: await home.write('encrypted', generateKey('ed25519', locked).private),
      ecdsa: await home.write('ecdsa', secret.private),
      public: await home.write('public.pub', generateKey().public),
      exposed: await home.write('exposed', generateKey().private),
      garbage: await home.write('garbage', 'not a key'),
      fido: await home.write(
        'fido',
        openSshKey('sk-ssh-ed25519@openssh.com', Buffer.from('anything')),
      ),
      missing: join(home.path, 'missing'),
    };
    await chmod(paths.exposed, 0o644);
    const { offered, notes } = await collect({ explicit: Object.values(paths) });
    assert.equal(offered, []);
    const expected = [
      /encrypted: it is encrypted .*ssh-add/,
      /ecdsa: it is encrypted .*ssh-add/,
      /public\.pub: it is a public key/,
      /exposed: others may read it \(mode 644\): chmod 600/,
      /garbage: /,
      /fido: its type sk-ssh-ed25519@openssh\.com needs --ssh openssh/,
      /missing: there is no such file/,
    ];
    assert.is(notes.length, expected.length);
    for (const [index, pattern] of expected.entries()) assert.match(notes[index] ?? '', pattern);
  });

  it('finds the public half of an encrypted key', async () => {
    await using home = await makeHome();
    const key = generateKey('ed25519', locked);
    const path = await home.write('encrypted', key.private);
    const file = await readKeyFile(path, ssh2);
    assert.is(file.state, 'locked');
    assert.is(
      file.state === 'locked' && file.publicKey?.toString('base64'),
      key.public.split(' ')[1],
    );
  });

  it('finds the public half of an encrypted PEM key in the file beside it', async () => {
    await using home = await makeHome();
    const { privateKey } = generateKeyPairSync('ec', {
      namedCurve: 'prime256v1',
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'sec1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
    });
    const path = await home.write('pem', privateKey);
    const alone = await readKeyFile(path, ssh2);
    assert.is(alone.state === 'locked' && alone.publicKey, undefined);
    const { public: line } = generateKey('ecdsa');
    await home.write('pem.pub', line);
    const beside = await readKeyFile(path, ssh2);
    assert.is(
      beside.state === 'locked' && beside.publicKey?.toString('base64'),
      line.split(' ')[1],
    );
  });

  it('never throws on a file of any kind', async () => {
    await using home = await makeHome();
    const head = '-----BEGIN OPENSSH PRIVATE KEY-----';
    const foot = '-----END OPENSSH PRIVATE KEY-----';
    const magic = Buffer.from('openssh-key-v1\0');
    const bodies = [
      '',
      '\0\0\0',
      `${head}\n${foot}`,
      `${head}\n${magic.toString('base64')}\n${foot}`,
      `${head}\n${Buffer.concat([magic, Buffer.alloc(40, 0xff)]).toString('base64')}\n${foot}`,
      `${head}\n${Buffer.concat([magic, Buffer.alloc(40)]).toString('base64')}\n${foot}`,
      'ssh-ed25519 AAAA',
      '-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----',
    ];
    for (const [index, body] of bodies.entries()) {
      const file = await readKeyFile(await home.write(`k${index}`, body), ssh2);
      assert.is(file.state, 'unusable', JSON.stringify(body));
    }
    assert.is((await readKeyFile(home.path, ssh2)).state, 'unusable');
  });

  it('goes on without an agent that is absent, silent, or empty', async () => {
    await using home = await makeHome();
    await using silent = await startAgent(join(home.path, 'silent'), [], 'silent');
    await using empty = await startAgent(join(home.path, 'empty'), []);
    const cases: [string, RegExp][] = [
      [join(home.path, 'nowhere'), /nowhere: Failed to connect/],
      [silent.path, /silent: no answer within 300 ms/],
      [empty.path, /empty: holds no key/],
    ];
    for (const [agent, expected] of cases) {
      const { offered, notes } = await collect({ agent });
      assert.equal(offered, []);
      assert.match(notes.join('; '), expected);
    }
  });
});

/** A file in OpenSSH's format with this type as its public key, and nothing useful after it. */
function openSshKey(type: string, rest: Buffer): string {
  const text = (value: string | Buffer): Buffer => {
    const bytes = Buffer.from(value);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const one = Buffer.alloc(4);
  one.writeUInt32BE(1);
  const body = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...['none', 'none', ''].map(text),
    one,
    text(Buffer.concat([text(type), rest])),
  ]);
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body.toString('base64')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}
