import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import * as assert from 'uvu/assert';
import { manPage } from '../../scripts/lib/man-page.ts';
import { fromRoot } from '../../scripts/lib/root.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { OPTIONS } from '../../src/cli/options.ts';
import { describe } from '../helpers/describe.ts';

const run = promisify(execFile);
const page = manPage('1.2.3', await readFile(fromRoot('docs/exit-codes.md'), 'utf8'));

async function hasGroff(): Promise<boolean> {
  try {
    await run('groff', ['--version']);
    return true;
  } catch {
    return false;
  }
}

describe('man page', (it) => {
  it('has every command, every option and every exit code', () => {
    for (const { name } of COMMANDS) assert.match(page, `\n.SS ${name}\n`);
    for (const { name } of OPTIONS) assert.match(page, `\\-\\-${name.replaceAll('-', '\\-')}`);
    for (const code of Object.values(EXIT)) {
      assert.match(page, new RegExp(String.raw`\n\\fB(?:\d+, )?${code}\b`, 'u'));
    }
  });

  it('holds no line that is a request by accident', () => {
    const requests = page.split('\n').filter((line) => /^[.']/u.test(line));
    for (const line of requests) assert.match(line, /^\.(?:TH|SH|SS|PP|TP|BR|RS|RE|nf|fi|br|\\")/u);
  });

  it('refuses a page of exit codes that has no table', () => {
    assert.throws(() => manPage('1.2.3', '# Exit codes\n'), /no table/u);
  });
});

if (await hasGroff()) {
  describe('man page in groff', (it) => {
    it('has nothing to warn of', async () => {
      const { stdout, stderr } = await run('groff', [
        '-man',
        '-Tutf8',
        '-ww',
        '-z',
        fromRoot('man/podready.1'),
      ]);
      assert.equal([stdout, stderr], ['', '']);
    });
  });
}
