import * as assert from 'uvu/assert';
import { expandGlob } from '../../src/transport/file-glob.ts';
import { describe } from '../helpers/describe.ts';
import { makeHome } from '../helpers/ssh-home.ts';

describe('file glob', (it) => {
  it('expands wildcards in files and folders, in order', async () => {
    await using home = await makeHome();
    for (const name of ['d/b.conf', 'd/a.conf', 'd/.c.conf', 'd/x1', 'e/a.conf', 'f[1]']) {
      await home.write(name, '');
    }
    const expand = async (pattern: string): Promise<string[]> =>
      (await expandGlob(`${home.path}/${pattern}`)).map((path) => path.slice(home.path.length + 1));
    assert.equal(await expand('d/*.conf'), ['d/a.conf', 'd/b.conf']);
    assert.equal(await expand('?/a.conf'), ['d/a.conf', 'e/a.conf']);
    assert.equal(await expand('d/[!ab].conf'), []);
    assert.equal(await expand('d/[a-b].conf'), ['d/a.conf', 'd/b.conf']);
    assert.equal(await expand('d/.*.conf'), ['d/.c.conf']);
    assert.equal(await expand('nowhere/*'), []);
    assert.equal(await expand('d/[z-a]'), []);
    assert.equal(await expand('plain/file'), ['plain/file']);
  });
});
