import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import * as assert from 'uvu/assert';
import { json } from '../../reports/json.ts';
import { type BundleItem, writeBundle } from '../../src/bundle/bundle.ts';
import { readFactsFile, type SavedFacts } from '../../src/bundle/read-facts.ts';
import { checkHost, checkSnapshot } from '../../src/engine/check-host.ts';
import { select } from '../../src/engine/select.ts';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import type { BundleManifest } from '../../src/model/bundle.ts';
import type { HostReport } from '../../src/model/report.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { describe } from '../helpers/describe.ts';
import { inFolder } from '../helpers/folder.ts';
import { recordedHosts } from '../helpers/recorded-hosts.ts';
import { report } from '../helpers/reports.ts';
import { snapshot } from '../helpers/snapshots.ts';
import { tarGzOf, tarOf } from '../helpers/tar.ts';

const ABOUT = { version: '0.1.0', redaction: 'secrets' } as const;
const SELECTION = select({ only: [], skip: [] });
const NO_NEEDS = { names: new Set<never>(), ports: [] };

function gathered(of: Snapshot): BundleItem {
  return { status: 'gathered', snapshot: of };
}

const skipped: BundleItem = {
  status: 'skipped',
  host: 'web2',
  isRemote: true,
  error: { step: 'tcp', message: 'connection refused', hint: 'is sshd running there?' },
};

async function reread(bytes: Buffer): Promise<SavedFacts> {
  let facts: SavedFacts | undefined;
  await inFolder(async (folder) => {
    // The name says nothing: what a file is, is told by what is in it.
    const file = join(folder, 'x');
    await writeFile(file, bytes);
    facts = await readFactsFile(file);
  });
  if (facts === undefined) throw new Error('nothing was read');
  return facts;
}

async function refusal(bytes: Buffer): Promise<string> {
  try {
    await reread(bytes);
  } catch (error) {
    assert.instance(error, UsageError, String(error));
    return (error as UsageError).message;
  }
  throw new Error('it was not refused');
}

function documentOf(host: HostReport): string {
  return json.render(report(host));
}

describe('a bundle', (it) => {
  it('gives back what went in, in order, also hosts that could not be looked at', async () => {
    const hosts = [...recordedHosts.values()];
    const items = [...hosts.slice(0, 2).map(gathered), skipped, ...hosts.slice(2).map(gathered)];
    const { bytes, manifest } = await writeBundle(items, ABOUT);
    const read = await reread(bytes);
    assert.is(read.kind, 'bundle');
    assert.equal(read.items, items);
    assert.equal(read.manifest, manifest);
  });

  it('judged anywhere gives the bytes of the live report: recorded hosts', async () => {
    for (const [name, recorded] of recordedHosts) {
      const live = checkSnapshot(recorded, SELECTION, NO_NEEDS).report;
      const { bytes } = await writeBundle([gathered(recorded)], ABOUT);
      const [item] = (await reread(bytes)).items;
      assert.ok(item?.status === 'gathered');
      const replayed = checkSnapshot(item.snapshot, SELECTION, NO_NEEDS).report;
      assert.is(documentOf(replayed), documentOf(live), name);
    }
  });

  it('judged anywhere gives the bytes of the live report: this machine', async () => {
    await using transport = new LocalTransport();
    const options = { sudo: 'never', user: '', hostSeconds: 25 } as const;
    const live = await checkHost(transport, SELECTION, NO_NEEDS, options);
    const { bytes } = await writeBundle([gathered(live.snapshot)], ABOUT);
    const [item] = (await reread(bytes)).items;
    assert.ok(item?.status === 'gathered');
    const replayed = checkSnapshot(item.snapshot, SELECTION, NO_NEEDS).report;
    assert.is(documentOf(replayed), documentOf(live.report));
    assert.ok(replayed.results.some(({ status }) => status === 'pass' || status === 'fail'));
  });

  it('of the same hosts has the same bytes, and none of time, owner or system', async () => {
    const items = [gathered(snapshot), skipped];
    const [one, two] = [await writeBundle(items, ABOUT), await writeBundle(items, ABOUT)];
    assert.ok(one.bytes.equals(two.bytes));
    assert.equal([...one.bytes.subarray(4, 8), one.bytes[9]], [0, 0, 0, 0, 255]);
    const tar = gunzipSync(one.bytes);
    // ustar: mode, uid, gid, size, mtime from byte 100 (POSIX pax, "ustar Interchange Format").
    assert.is(tar.subarray(100, 124).toString(), '000600 \u0000000000 \u0000000000 \u0000');
    assert.is(tar.subarray(136, 148).toString(), '00000000000 ');
  });

  it('says what is in it, and what is not and why', async () => {
    const { manifest } = await writeBundle([gathered(snapshot), skipped], ABOUT);
    const [first, second] = manifest.hosts;
    assert.ok(first?.status === 'gathered');
    assert.equal(first.read, ['user']);
    assert.equal(
      first.unread.map(({ fact }) => fact),
      ['mounts', 'subgid', 'subuid'],
    );
    assert.is(first.unread[0]?.because, 'no root');
    assert.ok(first.notAsked.includes('osRelease') && !first.notAsked.includes('user'));
    assert.equal(second, skipped);
    const secret = { ...snapshot, probes: { a: done('PW=<redacted> X=<redacted>') } };
    const { manifest: other } = await writeBundle([gathered(secret)], ABOUT);
    assert.ok(other.hosts[0]?.status === 'gathered');
    assert.equal(other.hosts[0].secrets, { a: 2 });
  });
});

function done(stdout: string): Snapshot['probes'][string] {
  return { status: 'done', exitCode: 0, stdout, cut: false };
}

describe('a bundle that somebody else wrote', (it) => {
  it('is refused when an entry was changed, added, renamed, left out or exchanged', async () => {
    const { manifest, text } = await parts();
    const entry = { name: 'snapshots/0001.json', content: text };
    const first = { name: 'manifest.json', content: JSON.stringify(manifest) };
    assert.is((await reread(await tarGzOf(first, entry))).kind, 'bundle');
    const cases: readonly (readonly [string, Buffer])[] = [
      ['hash', await tarGzOf(first, { ...entry, content: text.replace('812', '813') })],
      ['missing', await tarGzOf(first)],
      [
        'does not name',
        await tarGzOf(first, entry, { name: 'snapshots/0002.json', content: text }),
      ],
      ['does not name', await tarGzOf(first, entry, entry)],
      ['does not name', await tarGzOf(first, { ...entry, name: '../x' })],
      ['does not name', await tarGzOf(first, { ...entry, name: '/x' })],
      ['more than 1 folders', await tarGzOf(first, { ...entry, name: '../../etc/passwd' })],
      [
        'does not name',
        await tarGzOf(first, { name: entry.name, type: 'symlink', linkname: '/etc' }),
      ],
      ['does not name', await tarGzOf(first, { name: 'snapshots', type: 'directory' })],
      ['neither a bundle', await tarGzOf(entry, first)],
      ['schemaVersion', await tarGzOf({ ...first, content: '{"schemaVersion":"9.0"}' }, entry)],
      ['JSON', await tarGzOf({ ...first, content: '{' }, entry)],
      ['not of mallory', await tarGzOf({ ...first, content: hostOf(manifest, 'mallory') }, entry)],
    ];
    for (const [at, [message, bytes]] of cases.entries()) {
      const said = await refusal(bytes);
      assert.match(said, message, `${at}: ${said}`);
    }
  });

  it('names what it found as data', async () => {
    const { manifest } = await parts();
    const first = { name: 'manifest.json', content: JSON.stringify(manifest) };
    const message = await refusal(await tarGzOf(first, { name: 'a\u001B[2J\nb', content: '' }));
    assert.match(message, String.raw`a\x1b[2J\nb`);
  });

  it('is bounded in bytes, ratio, entries, depth and names', async () => {
    const { manifest } = await parts();
    const first = { name: 'manifest.json', content: JSON.stringify(manifest) };
    const zeros = Buffer.alloc(34 * 1024 * 1024);
    assert.match(
      await refusal(await tarGzOf(first, { name: 'x', content: zeros })),
      /200 times|not name/u,
    );
    const bomb = gzipSync(Buffer.concat([await rawTar(first), zeros, zeros]));
    assert.match(await refusal(bomb), '200 times its size');
    const deep = { name: `${'a/'.repeat(80)}b`, content: '' };
    assert.match(await refusal(await tarGzOf(deep)), /more than \d+ folders/u);
    const long = await tarOf([{ name: 'manifest.json', content: zeros }]);
    assert.match(await refusal(long), 'an entry of 35651584 bytes');
    const many = Array.from({ length: 20_010 }, () => ({ name: 'y', content: '' }));
    const named = { ...first, content: '{"schemaVersion":"1.0"}' };
    assert.match(await refusal(await tarGzOf(named, ...many)), 'manifest');
  });

  it('is refused wherever it is cut', async () => {
    const { bytes } = await writeBundle([gathered(snapshot), skipped], ABOUT);
    for (let end = 10; end < bytes.length; end += 23) {
      const message = await refusal(bytes.subarray(0, end));
      assert.match(message, /end|header|damaged|empty|buffer/iu, `at ${end}: ${message}`);
    }
    const tar = gunzipSync(bytes);
    // The two empty blocks at its end say nothing; whatever is before them does.
    for (let end = 1; end < tar.length - 1024; end += 211) {
      await refusal(gzipSync(tar.subarray(0, end)));
    }
  });

  it('is refused when any of its bytes is another', async () => {
    const { bytes } = await writeBundle([gathered(snapshot)], ABOUT);
    for (let at = 10; at < bytes.length; at += 17) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      await refusal(changed);
    }
  });
});

async function parts(): Promise<{ manifest: BundleManifest; text: string }> {
  const { manifest } = await writeBundle([gathered(snapshot)], ABOUT);
  return { manifest, text: `${JSON.stringify(snapshot, null, 2)}\n` };
}

function hostOf(manifest: BundleManifest, host: string): string {
  return JSON.stringify({ ...manifest, hosts: manifest.hosts.map((one) => ({ ...one, host })) });
}

/** A tar without its end, so that more can follow. */
async function rawTar(entry: { name: string; content: string }): Promise<Buffer> {
  return gunzipSync(await tarGzOf(entry)).subarray(0, -1024);
}
