import { execFileSync, spawnSync } from 'node:child_process';
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

  // Each of these takes longer to load than a check takes to judge a host.
  it('checks this machine without what only other commands need of Node', () => {
    const dir = mkdtempSync(join(tmpdir(), 'podready-loaded-'));
    try {
      const hook = join(dir, 'hook.cjs');
      const list = join(dir, 'loaded');
      const save = `require('node:fs').writeFileSync(${JSON.stringify(list)}, process.moduleLoadList.join('\\n'))`;
      writeFileSync(hook, `process.on('exit', () => ${save});`);
      const { status } = spawnSync(
        process.execPath,
        ['--require', hook, join(ROOT, 'bin/podready.js'), 'check', '--sudo', 'never'],
        { env: { ...process.env, NODE_V8_COVERAGE: '' }, stdio: 'ignore' },
      );
      assert.ok(status === 0 || status === 1 || status === 3, `exit code ${status}`);
      const loaded = readFileSync(list, 'utf8').split('\n');
      assert.ok(loaded.includes('NativeModule child_process'), 'the list is one of modules');
      const spared = ['crypto', 'fs/promises', 'perf_hooks', 'readline', 'tls', 'zlib'];
      assert.equal(
        spared.filter((name) => loaded.includes(`NativeModule ${name}`)),
        [],
      );
    } finally {
      rmSync(dir, { recursive: true });
    }
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
