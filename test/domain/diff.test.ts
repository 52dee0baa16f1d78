import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { unifiedDiff } from '../../src/domain/diff.ts';
import { describe } from '../helpers/describe.ts';

describe('unifiedDiff', (it) => {
  it('is empty when nothing changes', () => {
    assert.is(unifiedDiff({ path: '/etc/x', before: 'a\n', after: 'a\n' }), '');
  });

  it('shows a new file, and one that goes', () => {
    assert.is(
      unifiedDiff({ path: '/etc/x', before: null, after: 'a\nb\n' }),
      '--- /dev/null\n+++ /etc/x\n@@ -0,0 +1,2 @@\n+a\n+b\n',
    );
    assert.is(
      unifiedDiff({ path: '/etc/x', before: 'a\n', after: null }),
      '--- /etc/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n',
    );
  });

  it('keeps three lines around a change, and says that a last line is not ended', () => {
    const before = '1\n2\n3\n4\n5\n6\n7\n8\n9';
    assert.is(
      unifiedDiff({ path: 'x', before, after: before.replace('5', 'five') }),
      '--- x\n+++ x\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n',
    );
    assert.match(
      unifiedDiff({ path: 'x', before: 'a', after: 'a\n' }),
      /-a\n\\ No newline at end of file\n\+a\n$/,
    );
  });

  it('is what patch(1) makes the new text from', function patches() {
    if (spawnSync('patch', ['--version']).error !== undefined) return;
    const dir = mkdtempSync(join(tmpdir(), 'podready-diff-'));
    const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 20 });
    const path = join(dir, 'file');
    try {
      fc.assert(
        fc.property(text, text, fc.boolean(), (from, to, ended) => {
          const [before, after] = [
            `x\n${from.join('\n')}`,
            `x\n${to.join('\n')}${ended ? '\n' : ''}`,
          ];
          const diff = unifiedDiff({ path: 'file', before, after });
          if (diff === '') return;
          writeFileSync(path, before);
          execFileSync('patch', ['-s', '-p0', path], { input: diff, cwd: dir });
          assert.is(readFileSync(path, 'utf8'), after);
        }),
        { numRuns: 40 },
      );
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
