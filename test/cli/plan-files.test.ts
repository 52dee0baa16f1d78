import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { loadPlan, savePlan } from '../../src/cli/plan-files.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';
import { savedHost, savedPlan } from '../helpers/plans.ts';

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-test-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function refusal(file: string): Promise<string> {
  try {
    await loadPlan(file);
  } catch (error) {
    assert.instance(error, UsageError);
    return (error as UsageError).message;
  }
  throw new Error('it was not refused');
}

const whole = JSON.stringify(savedPlan());

describe('saved plans', (it) => {
  it('come back as they were, whatever the text of a host is', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'plan.json');
      const hostile = 'a\u001B[31m\u0000\u202E\uD800\u2028"\\';
      const plan = savedPlan({ hosts: [savedHost({ user: hostile, unjudged: [hostile] })] });
      await savePlan(file, plan);
      assert.equal(await loadPlan(file), plan);
    });
  });

  it('of this version are read, stored long ago', async () => {
    const stored = new URL('../fixtures/plans/plan-1.0-two-hosts.json', import.meta.url);
    assert.equal(await loadPlan(stored.pathname), savedPlan());
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['is empty', '', /Unexpected end of JSON input$/u],
    ['is cut', whole.slice(0, -20), /JSON/u],
    ['is no plan', '[]', /this is no plan that podready plan -o saved \(all of it: /u],
    ['is the report', '{"schemaVersion":"1.0","tool":{},"hosts":[]}', /no plan/u],
    ['is of a later version', whole.replace('"1.0"', '"2.0"'), /schemaVersion/u],
    ['has a wrong type', whole.replace('"mode":420', '"mode":"0644"'), /hosts\.0\.fixes\.0\.plan/u],
    ['has a step of no kind', whole.replace('"kind":"run"', '"kind":"shell"'), /steps\.0\.kind/u],
    ['is about no host', JSON.stringify(savedPlan({ hosts: [] })), /hosts/u],
    ['is nested without end', '['.repeat(1_000_000), /plan\.json: /u],
    ['nests what ends', '['.repeat(100_000) + ']'.repeat(100_000), /plan\.json: /u],
    ['is wrong many times', `{"hosts":[${'1,'.repeat(1_000_000)}1]}`, /more than a plan does$/u],
    ['is large', `"${'x'.repeat(4 * 1024 * 1024)}"`, /larger than 4194304 bytes$/u],
  ];
  for (const [what, text, message] of refused) {
    it(`are refused when the file ${what}`, async () => {
      await inFolder(async (folder) => {
        const file = join(folder, 'plan.json');
        await writeFile(file, text);
        assert.match(await refusal(file), message);
      });
    });
  }

  it('are refused when there is no file, or no end of it', async () => {
    assert.match(
      await refusal('/nonexistent/plan.json'),
      /^--plan \/nonexistent\/plan\.json: ENOENT/u,
    );
    assert.match(await refusal('/dev/zero'), /larger than/u);
    assert.match(await refusal(tmpdir()), /EISDIR/u);
  });

  it('let no control character of the file through', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'plan.json');
      for (const text of [
        '\u001B[2J\u202E',
        '{"a":\u009B31m',
        whole.replace('"run"', '"\u009Brun"'),
      ]) {
        await writeFile(file, text);
        assert.not.match(await refusal(file), /[\p{Cc}\u202E]/u);
      }
    });
  });
});
