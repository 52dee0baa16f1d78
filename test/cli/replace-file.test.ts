import { execFile } from 'node:child_process';
import {
  chmod,
  link,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as assert from 'uvu/assert';
import { replaceFile } from '../../src/cli/replace-file.ts';
import { describe } from '../helpers/describe.ts';

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-test-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a file that is replaced', (it) => {
  it('is another file with the same mode, and the old one keeps its text', async () => {
    await inFolder(async (folder) => {
      const [file, old] = [join(folder, 'x.prom'), join(folder, 'old')];
      await writeFile(file, 'before');
      await chmod(file, 0o604);
      await link(file, old);
      await replaceFile(file, 'after');
      assert.is(await readFile(file, 'utf8'), 'after');
      assert.is(await readFile(old, 'utf8'), 'before', 'who had it open reads on');
      assert.is((await stat(file)).mode & 0o777, 0o604);
      assert.equal((await readdir(folder)).toSorted(), ['old', 'x.prom']);
    });
  });

  it('is for its owner alone when it is private, whatever it was', async () => {
    await inFolder(async (folder) => {
      const [file, made] = [join(folder, 'map.json'), join(folder, 'new.json')];
      await writeFile(file, 'before');
      await chmod(file, 0o644);
      for (const one of [file, made]) {
        await replaceFile(one, Buffer.from([0, 255]), { private: true });
        assert.is((await stat(one)).mode & 0o777, 0o600);
        assert.equal([...(await readFile(one))], [0, 255]);
      }
    });
  });

  it('is made when it is not there', async () => {
    await inFolder(async (folder) => {
      await replaceFile(join(folder, 'new.md'), 'text');
      assert.equal(await readdir(folder), ['new.md']);
      assert.is(await readFile(join(folder, 'new.md'), 'utf8'), 'text');
    });
  });

  it('stays behind the link that leads to it', async () => {
    await inFolder(async (folder) => {
      const [file, name] = [join(folder, 'file'), join(folder, 'name')];
      await writeFile(file, 'before');
      await symlink('file', name);
      await replaceFile(name, 'after');
      assert.is(await readFile(file, 'utf8'), 'after');
      assert.equal((await readdir(folder)).toSorted(), ['file', 'name']);
    });
  });

  it('is written to as it is when it is a pipe', async () => {
    await inFolder(async (folder) => {
      const pipe = join(folder, 'pipe');
      await promisify(execFile)('mkfifo', [pipe]);
      const [read] = await Promise.all([readFile(pipe, 'utf8'), replaceFile(pipe, 'text')]);
      assert.is(read, 'text');
      assert.ok((await stat(pipe)).isFIFO());
    });
  });

  it('leaves nothing behind when it cannot be written', async () => {
    await inFolder(async (folder) => {
      for (const file of [join(folder, 'missing', 'x'), folder]) {
        try {
          await replaceFile(file, 'text');
          assert.unreachable('it was written');
        } catch (error) {
          assert.match((error as Error).message, /ENOENT|EISDIR/u);
        }
      }
      assert.equal(await readdir(folder), []);
    });
  });
});
