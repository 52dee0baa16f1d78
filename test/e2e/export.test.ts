import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { saveSnapshot } from '../../src/cli/facts-files.ts';
import type { Snapshot } from '../../src/gather/snapshot.ts';
import { describe } from '../helpers/describe.ts';
import { podready } from '../helpers/podready.ts';
import { fromRoot } from '../../scripts/lib/root.ts';

/** Saves a host of the lab of which alice's subordinate ids were taken, as it was seen. */
async function saved(folder: string): Promise<string> {
  const [healthy, broken] = await Promise.all([read('healthy'), read('subid-missing')]);
  await saveSnapshot(folder, {
    ...healthy,
    ...broken,
    probes: { ...healthy.probes, ...broken.probes },
    host: 'alice@web1',
  });
  return join(folder, 'alice@web1.json');
}

async function read(name: string): Promise<Snapshot> {
  return JSON.parse(
    await readFile(fromRoot(`test/fixtures/hosts/${name}.json`), 'utf8'),
  ) as Snapshot;
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-export-'));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('podready plan --export', (it) => {
  it('prints the export and nothing else', async () => {
    await inFolder(async (folder) => {
      const argv = ['plan', '--from-facts', await saved(folder), '--export', 'sh'];
      const printed = await podready(argv);
      assert.is(printed.code, 1, printed.stderr);
      assert.ok(
        printed.stdout.startsWith('#!/bin/sh\n# Written by podready'),
        printed.stdout.slice(0, 200),
      );
      assert.match(printed.stdout, '\nperform ');
    });
  });

  it('writes it to a file, and shows the plan', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'plan.sh');
      const argv = ['plan', '--from-facts', await saved(folder), '--export', 'sh', '-o', file];
      const { stdout } = await podready(argv);
      assert.match(stdout, 'Plan for ');
      assert.match(await readFile(file, 'utf8'), '\nperform ');
    });
  });

  it('says which step a format cannot express, and writes nothing', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'x.bu');
      const facts = await saved(folder);
      const argv = ['plan', '--from-facts', facts, '--export', 'butane', '-o', file];
      const { code, stderr } = await podready(argv);
      assert.is(code, 2);
      assert.match(stderr, 'error: --export butane: subid-allocation, “');
      assert.match(stderr, 'nothing is written');
      assert.match(await readFile(file, 'utf8').catch(String), 'ENOENT');
    });
  });

  it('is about one host, and about one that was looked at', async () => {
    const two = await podready(['plan', '--export', 'sh', 'a@127.0.0.1:1', 'b@127.0.0.1:1']);
    assert.equal([two.code, two.stdout], [2, '']);
    assert.match(two.stderr, '--export sh writes the plan of one host, and these are 2; name one');
    const gone = await podready(['plan', '-F', 'none', '--export', 'sh', '127.0.0.1:1']);
    assert.is(gone.code, 3);
    assert.match(gone.stderr, 'nothing is written, because 127.0.0.1:1 could not be looked at');
    assert.not.match(gone.stdout, '#!/bin/sh');
  });

  it('says when the file cannot be written', async () => {
    await inFolder(async (folder) => {
      const facts = await saved(folder);
      const argv = ['plan', '--from-facts', facts, '--export', 'ansible', '-o', '/no/such/file'];
      const { code, stderr } = await podready(argv);
      assert.is(code, 2);
      assert.match(stderr, '--output /no/such/file could not be written');
    });
  });
});
