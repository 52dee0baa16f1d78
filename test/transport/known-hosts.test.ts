import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import {
  entriesFor,
  fingerprint,
  formatKnownHost,
  type HostKeyVerdict,
  judgeHostKey,
  keyType,
  knownName,
  parseKnownHosts,
} from '../../src/transport/known-hosts.ts';
import { KnownHostsStore } from '../../src/transport/known-hosts-store.ts';
import { TransportError } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { generateKey, publicLine } from '../helpers/ssh-server.ts';

const first = publicLine(generateKey().private);
const second = publicLine(generateKey().private);
const ecdsa = publicLine(generateKey('ecdsa').private);

function blob(line: string): Buffer {
  return Buffer.from(line.split(' ')[1] ?? '', 'base64');
}

function judge(text: string, name: string, line: string): HostKeyVerdict {
  return judgeHostKey(name, blob(line), [parseKnownHosts(text, 'kh')]);
}

describe('known_hosts', (it) => {
  it('knows names, lists, wildcards, negation, ports and hashes', () => {
    const hashed = formatKnownHost('secret.example', blob(first), true);
    assert.match(hashed, /^\|1\|[\w+/=]+\|[\w+/=]+ ssh-ed25519 /);
    const text = [
      '# a comment',
      '',
      `alpha,192.0.2.1 ${first} somebody`,
      `*.example.org,!bad.example.org ${first}`,
      `[gamma]:2222 ${first}`,
      hashed.trim(),
    ].join('\n');
    const cases: [string, HostKeyVerdict['verdict']][] = [
      ['alpha', 'known'],
      ['192.0.2.1', 'known'],
      ['web.example.org', 'known'],
      ['bad.example.org', 'unknown'],
      ['[gamma]:2222', 'known'],
      ['[gamma]:2223', 'unknown'],
      ['gamma', 'unknown'],
      ['secret.example', 'known'],
      ['other.example', 'unknown'],
    ];
    for (const [name, verdict] of cases) assert.is(judge(text, name, first).verdict, verdict, name);
  });

  it('says which line holds the key', () => {
    const verdict = judge(`x ${second}\nhost ${first}\n`, 'host', first);
    assert.is(verdict.verdict === 'known' && verdict.entry.line, 2);
  });

  it('tells a changed key, one of another type too, from an unknown one', () => {
    assert.is(judge(`host ${first}`, 'host', second).verdict, 'changed');
    assert.is(judge(`host ${first}`, 'host', ecdsa).verdict, 'changed');
    assert.is(judge(`host ${first}\nhost ${second}`, 'host', second).verdict, 'known');
    assert.is(judge(`other ${first}`, 'host', first).verdict, 'unknown');
    assert.is(judge('', 'host', first).verdict, 'unknown');
  });

  it('refuses a revoked key, even if another line trusts it', () => {
    const verdict = judge(`host ${first}\n@revoked * ${first}\n`, 'host', first);
    assert.is(verdict.verdict === 'revoked' && verdict.entry.line, 2);
    assert.is(judge(`host ${first}\n@revoked * ${second}\n`, 'host', first).verdict, 'known');
  });

  it('leaves certificate authorities to the system, also beside a changed key', () => {
    const authority = `@cert-authority *.example.org ${second}`;
    assert.is(judge(authority, 'web.example.org', first).verdict, 'cert-authority');
    // The key of the authority itself is no host key.
    assert.is(judge(authority, 'web.example.org', second).verdict, 'cert-authority');
    const both = `${authority}\nweb.example.org ${first}`;
    assert.is(judge(both, 'web.example.org', first).verdict, 'known');
    assert.is(judge(both, 'web.example.org', ecdsa).verdict, 'cert-authority');
  });

  it('falls back to the bare name for a port, but takes no other key for a change', () => {
    assert.is(judge(`host ${first}`, '[host]:2222', first).verdict, 'known');
    assert.is(judge(`host ${first}`, '[host]:2222', second).verdict, 'unknown');
    assert.is(
      judge(`host ${first}\n[host]:2222 ${second}`, '[host]:2222', first).verdict,
      'changed',
    );
    assert.is(judge(`@revoked host ${first}`, '[host]:2222', first).verdict, 'revoked');
  });

  it('counts lines that it cannot read, and does not trust them', () => {
    const text = [
      'host',
      'host ssh-ed25519',
      'host ssh-ed25519 !!!!',
      `host ssh-rsa ${first.split(' ')[1] ?? ''}`,
      '@unknown-marker host ssh-ed25519 AAAA',
      '|1|only ssh-ed25519 AAAA',
      '\u0000\u0001',
    ].join('\n');
    const file = parseKnownHosts(text, 'kh');
    assert.equal(file.malformed, [1, 2, 3, 4, 5, 6, 7]);
    assert.equal(file.entries, []);
  });

  it('makes names as OpenSSH keeps them', () => {
    assert.is(knownName('host', 22, undefined), 'host');
    assert.is(knownName('host', 2222, undefined), '[host]:2222');
    assert.is(knownName('host', 2222, 'Alias'), 'Alias');
  });

  it('prints the fingerprint of ssh-keygen', () => {
    // ssh-keygen -lf of GitHub's published ed25519 key.
    const github = 'AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl';
    assert.is(
      fingerprint(Buffer.from(github, 'base64')),
      'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
    );
    assert.is(keyType(Buffer.from(github, 'base64')), 'ssh-ed25519');
    assert.is(keyType(Buffer.alloc(3)), undefined);
    assert.is(keyType(Buffer.alloc(64, 0xff)), undefined);
  });

  it('never throws on any text, and finds what it formats', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        `@revoked * ${first}`,
        `h ${first}`,
        '|1|a|b c d',
        '@',
        '| | |',
        `!h,* ${second}`,
      ),
    );
    fc.assert(
      fc.property(fc.array(line), fc.string(), (lines, name) => {
        const files = [parseKnownHosts(lines.join('\n'), 'kh')];
        entriesFor(name, files);
        judgeHostKey(name, blob(first), files);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z.]{0,20}$/), fc.boolean(), (name, hash) => {
        const text = formatKnownHost(name, blob(first), hash);
        assert.is(judge(text, name, first).verdict, 'known');
      }),
    );
  });
});

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-known-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function failure(action: Promise<unknown>): Promise<TransportError> {
  try {
    await action;
  } catch (error) {
    if (error instanceof TransportError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('KnownHostsStore', (it) => {
  it('appends one line to the first file, and makes file and folder for the owner alone', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'new', 'known_hosts');
      const paths = [path, join(folder, 'global')];
      const store = new KnownHostsStore();
      const added = { name: 'host', key: blob(first), hashName: false, paths };
      assert.is((await store.append(added)).verdict, 'known');
      assert.is(await readFile(path, 'utf8'), `host ${first}\n`);
      assert.is((await stat(path)).mode & 0o777, 0o600);
      assert.is((await stat(join(folder, 'new'))).mode & 0o777, 0o700);
      assert.is((await store.append(added)).verdict, 'known');
      assert.is(await readFile(path, 'utf8'), `host ${first}\n`);
    });
  });

  it('keeps what is there, byte for byte, and completes a last line', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'known_hosts');
      const before = `# mine\nother ${second}`;
      await writeFile(path, before, { mode: 0o644 });
      const store = new KnownHostsStore();
      await store.append({ name: 'host', key: blob(first), hashName: true, paths: [path] });
      const after = await readFile(path, 'utf8');
      assert.ok(after.startsWith(`${before}\n|1|`));
      assert.not.match(after, /host ssh/);
      assert.is((await stat(path)).mode & 0o777, 0o644);
    });
  });

  it('takes only one of two keys that come for one name at the same time', async () => {
    await inFolder(async (folder) => {
      const paths = [join(folder, 'known_hosts')];
      const store = new KnownHostsStore();
      const verdicts = await Promise.all(
        [first, second].map(async (line) => {
          const added = { name: 'host', key: blob(line), hashName: false, paths };
          return (await store.append(added)).verdict;
        }),
      );
      assert.equal(verdicts, ['known', 'changed']);
    });
  });

  it('writes nothing for a name that is known, revoked or certified', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'known_hosts');
      const text = `a ${second}\n@revoked b ${first}\n@cert-authority c ${second}\n`;
      await writeFile(path, text);
      const store = new KnownHostsStore();
      const expected = { a: 'changed', b: 'revoked', c: 'cert-authority' };
      for (const [name, verdict] of Object.entries(expected)) {
        const added = { name, key: blob(first), hashName: false, paths: [path] };
        assert.is((await store.append(added)).verdict, verdict);
      }
      assert.is(await readFile(path, 'utf8'), text);
    });
  });

  it('fails when a file cannot be read or written', async () => {
    await inFolder(async (folder) => {
      const store = new KnownHostsStore();
      const unreadable = await failure(store.load([folder]));
      assert.is(unreadable.step, 'host-key');
      assert.match(unreadable.hint, folder);
      const added = { name: 'host', key: blob(first), hashName: false };
      const device = await failure(store.append({ ...added, paths: ['/dev/null'] }));
      assert.match(device.message, /not a regular file/);
      const none = await failure(store.append({ ...added, paths: [] }));
      assert.is(none.step, 'host-key');
      if (process.getuid?.() === 0) return;
      const closed = join(folder, 'closed');
      await writeFile(closed, '');
      await chmod(closed, 0);
      assert.is((await failure(new KnownHostsStore().load([closed]))).step, 'host-key');
    });
  });

  it('reads each file once', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'known_hosts');
      await writeFile(path, `host ${first}\n`);
      const store = new KnownHostsStore();
      const [one] = await store.load([path]);
      await writeFile(path, '');
      const [two] = await store.load([path]);
      assert.is(one, two);
    });
  });
});
