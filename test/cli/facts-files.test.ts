import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { readFactsFile } from '../../src/bundle/read-facts.ts';
import { saveSnapshot } from '../../src/cli/facts-files.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';
import { inFolder } from '../helpers/folder.ts';
import { snapshot } from '../helpers/snapshots.ts';

describe('saved snapshots', (it) => {
  it('come back as they were, and only their owner reads them', async () => {
    await inFolder(async (folder) => {
      await saveSnapshot(join(folder, 'new'), snapshot);
      const file = join(folder, 'new', 'alice@web1.json');
      assert.equal(await readFactsFile(file), {
        kind: 'snapshot',
        items: [{ status: 'gathered', snapshot }],
      });
      assert.is((await stat(file)).mode & 0o777, 0o600);
    });
  });

  it('stay in their folder, whatever a host is called', async () => {
    await inFolder(async (folder) => {
      await saveSnapshot(folder, { ...snapshot, host: '../../x' });
      await saveSnapshot(folder, { ...snapshot, host: '[fe80::1]:22' });
      assert.equal((await readdir(folder)).toSorted(), [
        '%5Bfe80%3A%3A1%5D%3A22.json',
        '..%2F..%2Fx.json',
      ]);
    });
  });

  it('are in a folder that is no file', async () => {
    await inFolder(async (folder) => {
      const error: unknown = await readFactsFile(folder).catch((one: unknown) => one);
      assert.instance(error, UsageError);
      assert.match(String(error), /this is a folder; name a file in it/u);
    });
  });

  it('are refused when they are something else', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'x.json');
      const refused: readonly (readonly [string, RegExp])[] = [
        ['', /x\.json: expected a snapshot, a bundle, .*JSON/u],
        ['{', /x\.json: expected a snapshot, a bundle, .*JSON/u],
        ['[]', /no snapshot of podready/u],
        ['hello', /x\.json: expected a snapshot, a bundle, a sosreport/u],
        ['{"tool":{},"hosts":[]}', /this is a report: podready report renders it/u],
        [JSON.stringify({ ...snapshot, schemaVersion: '2.0' }), /schemaVersion/u],
        [JSON.stringify({ ...snapshot, probes: { user: {} } }), /probes\.user/u],
      ];
      for (const [text, message] of refused) {
        await writeFile(file, text);
        try {
          await readFactsFile(file);
          assert.unreachable(text);
        } catch (error) {
          assert.instance(error, UsageError);
          assert.match(String(error), message);
        }
      }
    });
  });
});
