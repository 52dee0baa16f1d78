import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { facts } from '../../src/facts/index.ts';
import { PRELUDE } from '../../src/gather/prelude.ts';
import type { FactState } from '../../src/model/fact.ts';
import type { Journal } from '../../src/parse/journal.ts';
import { describe } from '../helpers/describe.ts';

const A = '20260102T030405Z-aaaaaa';
const B = '20260103T030405Z-bbbbbb';

/** A home in which the user's journal is; its folder is made as podready makes it. */
async function withHome(body: (home: string, journal: string) => Promise<void>): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'podready-probe-'));
  const journal = join(home, '.local/state/podready/journal');
  try {
    await mkdir(journal, { recursive: true, mode: 0o700 });
    await chmod(join(journal, '..'), 0o700);
    await body(home, journal);
  } finally {
    await rm(home, { recursive: true });
  }
}

function probe(home: string): FactState<Journal> {
  const { stdout, status } = spawnSync('/bin/sh', ['-s'], {
    input: `${PRELUDE}\n( ${facts.userJournal.probe} )`,
    env: { PATH: '/usr/bin:/bin', HOME: home },
    encoding: 'utf8',
    timeout: 10_000,
  });
  return facts.userJournal.parse({ stdout, exitCode: status ?? -1 });
}

describe('the probe of a journal', (it) => {
  it('prints the newest run first, and no file that is none of ours', async () => {
    await withHome(async (home, journal) => {
      await writeFile(join(journal, `${A}.ndjson`), '{"a":1}\n\n{"b":2}\n{"cut');
      await writeFile(join(journal, `${B}.ndjson`), '{"c":3}\n');
      await writeFile(join(journal, 'evil $(id).ndjson'), '{"d":4}\n');
      await symlink('/etc/passwd', join(journal, `${A.replace('a', 'f')}.ndjson`));
      spawnSync('mkfifo', [join(journal, '20260105T030405Z-cccccc.ndjson')]);
      const state = probe(home);
      assert.equal(state.state === 'known' && state.value, {
        files: [
          { run: B, entries: [{ c: 3 }], unreadable: 0 },
          { run: A, entries: [{ a: 1 }, { b: 2 }], unreadable: 1 },
        ],
        more: false,
      });
    });
  });

  it('stops before it prints too much, and says so', async () => {
    await withHome(async (home, journal) => {
      await writeFile(join(journal, `${A}.ndjson`), 'x'.repeat(300_000));
      await writeFile(join(journal, `${B}.ndjson`), '{}\n');
      const state = probe(home);
      assert.equal(
        state.state === 'known' && [state.value.files.map(({ run }) => run), state.value.more],
        [[B], true],
      );
    });
  });

  it('knows that there is none', async () => {
    await withHome(async (home, journal) => {
      assert.equal(probe(home), { state: 'known', value: { files: [], more: false } });
      await rm(join(journal, '..'), { recursive: true });
      assert.is(probe(home).state, 'absent');
      assert.is(probe(join(home, 'nowhere')).state, 'absent');
    });
  });

  it('does not believe a folder that others may write to, or that is a link', async () => {
    await withHome(async (home, journal) => {
      await chmod(journal, 0o770);
      assert.is(probe(home).state, 'unreadable');
      await chmod(journal, 0o700);
      assert.is(probe(home).state, 'known');
      await rename(journal, `${journal}-other`);
      await symlink(`${journal}-other`, journal);
      assert.is(probe(home).state, 'unreadable');
    });
  });

  it("of root's is the same, of another folder", () => {
    const { rootJournal, userJournal } = facts;
    assert.is(
      rootJournal.probe.replace('/var/lib/podready/journal', '$HOME/.local/state/podready/journal'),
      userJournal.probe,
    );
    assert.is(rootJournal.as, 'root');
  });
});
