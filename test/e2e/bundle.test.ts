import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { fileURLToPath } from 'node:url';
import { describe } from '../helpers/describe.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A copy of what is installed, without the packages that only a check needs. */
function withInstalled(
  use: (run: (...argv: string[]) => string, file: (name: string) => string) => void,
): void {
  const dir = mkdtempSync(join(tmpdir(), 'podready-bundle-'));
  try {
    for (const path of ['bin', 'dist/bundle', 'package.json']) {
      cpSync(join(ROOT, path), join(dir, path), { recursive: true });
    }
    use(
      (...argv) =>
        execFileSync(
          process.execPath,
          argv.map((one) => (one.startsWith('bin/') ? join(dir, one) : one)),
          {
            encoding: 'utf8',
            env: { ...process.env, NODE_V8_COVERAGE: '' },
          },
        ),
      (name) => join(dir, 'dist/bundle', name),
    );
  } finally {
    rmSync(dir, { recursive: true });
  }
}

describe('the bundle', (it) => {
  it('runs with its code cache, without one, and with one that V8 refuses', () => {
    withInstalled((run, file) => {
      const help = run('bin/podready.js', '--help');
      assert.match(help, /podready check/u);
      const cache = readFileSync(file('podready.cache'));
      writeFileSync(file('podready.cache'), cache.fill(0, 64, 200));
      assert.is(run('bin/podready.js', '--help'), help);
      rmSync(file('podready.cache'));
      assert.is(run('bin/podready.js', '--help'), help);
    });
  });

  it('takes no cache that was made of another text of the same length', () => {
    withInstalled((run, file) => {
      const text = readFileSync(file('podready.cjs'), 'utf8');
      const other = text
        .replace(/^\/\*./u, '/*-')
        .replaceAll('What fix and undo changed', 'WHAT FIX AND UNDO CHANGED');
      assert.is(other.length, text.length);
      writeFileSync(file('podready.cjs'), other);
      assert.match(run('bin/podready.js', '--help'), /WHAT FIX AND UNDO CHANGED/u);
    });
  });
});
