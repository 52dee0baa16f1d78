import { appendFile, chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import type { WriteFileStep } from '../../src/model/fix.ts';
import { journalEntry, repairStep } from '../../src/model/journal-schema.ts';
import { describe } from '../helpers/describe.ts';
import { PLACE, stepHost, type StepHost } from '../helpers/step-host.ts';

const ROOTS = `var/lib/podready/journal/${PLACE.run}.ndjson`;
const USERS = `home/.local/state/podready/journal/${PLACE.run}.ndjson`;

function write(host: StepHost, given: Partial<WriteFileStep> = {}): WriteFileStep {
  return {
    kind: 'write-file',
    summary: `Write "it's" $(id) \\ \n`,
    as: 'root',
    effect: 'safe',
    undo: 'exact',
    path: host.path('etc/a/b/x.conf'),
    content: `'quoted' "twice" \\n $HOME\n\u2028`,
    mode: 0o644,
    before: null,
    ...given,
  };
}

async function entries(host: StepHost, name: string): Promise<readonly unknown[]> {
  const text = await readFile(host.path(name), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line));
}

async function permissions(host: StepHost, name: string): Promise<number> {
  return (await stat(host.path(name))).mode & 0o7777;
}

describe('the journal of a step', (it) => {
  it('holds the step as it was planned, what was seen before, and how it ended', async () => {
    await using host = await stepHost();
    const step = write(host);
    assert.is((await host.run(step)).status, 'done');
    const [begin, end, ...more] = (await entries(host, ROOTS)).map((one) =>
      journalEntry.parse(one),
    );
    assert.equal(more, []);
    if (begin?.event !== 'begin' || end?.event !== 'end') throw new Error('begin, then end');
    assert.equal(begin.step, step);
    assert.ok(!repairStep.safeParse(begin.step).success, 'and here is no /etc');
    const { run, fix, index, at, last } = begin;
    assert.equal({ run, fix, index, at, last }, PLACE);
    assert.is(begin.seen, 'folders=2');
    assert.equal([end.status, end.seen], ['done', '']);
  });

  it("is root's alone, or the user's alone", async () => {
    await using host = await stepHost();
    await host.run(write(host));
    const path = host.path('home/.config/x.conf');
    await host.run(write(host, { as: 'user', path }), { sudo: 'never' });
    for (const file of [ROOTS, USERS]) {
      assert.is(await permissions(host, file), 0o600);
      assert.is(await permissions(host, file.replace(/\/[^/]+$/u, '')), 0o700);
      assert.is(await permissions(host, file.replace(/\/journal\/.*$/u, '')), 0o700);
    }
  });

  it('is on disk before anything is changed', async () => {
    await using host = await stepHost();
    await host.stub('sync', '[ -e "$D/etc/a" ] && echo late >>"$D/late"; true');
    await host.stub('mv', 'exit 1');
    assert.is((await host.run(write(host))).status, 'failed');
    const calls = await readFile(host.path('calls'), 'utf8');
    assert.match(calls, `sync -- ${host.path(ROOTS)} `);
    assert.ok(calls.indexOf('sync') < calls.indexOf('mv'));
    const late = (await readFile(host.path('late'), 'utf8')).trimEnd().split('\n');
    assert.is(late.length, 2, 'the new file, and the end of the step');
  });

  it('says nothing of what was so already, and of what was refused at once', async () => {
    await using host = await stepHost();
    const step = write(host);
    await host.run(step);
    assert.is((await host.run(step)).status, 'already');
    assert.is((await host.run(write(host, { content: 'x' }))).status, 'changed-meanwhile');
    assert.is((await entries(host, ROOTS)).length, 2);
  });

  it('begins a line of its own after one that was cut', async () => {
    await using host = await stepHost();
    await host.run(write(host));
    await appendFile(host.path(ROOTS), '{"event":"beg');
    await host.run(write(host, { path: host.path('etc/y.conf') }));
    const lines = (await readFile(host.path(ROOTS), 'utf8')).trimEnd().split('\n');
    assert.is(lines.length, 5);
    assert.match(lines[3] ?? '', /^\{"event":"begin"/u);
  });

  it('of the last step of a run also says that it was so already', async () => {
    await using host = await stepHost();
    const step = write(host);
    await host.write('etc/a/b/x.conf', step.content);
    assert.is((await host.run(step, { place: { ...PLACE, last: true } })).status, 'already');
    const [end] = (await entries(host, ROOTS)).map((one) => journalEntry.parse(one));
    assert.equal(end?.event === 'end' && [end.status, end.last, end.at], [
      'already',
      true,
      PLACE.at,
    ]);
  });

  it('of an undo also says that nothing was left to be done', async () => {
    await using host = await stepHost();
    const undoes = { run: '20260101T000000Z-abcdef', index: 3 };
    const step = write(host, { undoes });
    await host.write('etc/a/b/x.conf', step.content);
    assert.is((await host.run(step)).status, 'already');
    const [end] = (await entries(host, ROOTS)).map((one) => journalEntry.parse(one));
    assert.equal(end?.event === 'end' && [end.status, end.undoes], ['already', undoes]);
  });
});

/** What somebody could do to a journal, or to the folders around it. */
const SPOILT: Readonly<Record<string, (host: StepHost) => Promise<unknown>>> = {
  'a folder that is a link': async (host) => {
    await mkdir(host.path('elsewhere'), { mode: 0o700 });
    return symlink(host.path('elsewhere'), host.path('var/lib/podready'));
  },
  'a folder that others may read': async (host) => {
    await mkdir(host.path('var/lib/podready'), { mode: 0o755 });
    await chmod(host.path('var/lib/podready'), 0o755);
  },
  'a folder that others may write to': async (host) => {
    await mkdir(host.path('var/lib/podready/journal'), { recursive: true, mode: 0o700 });
    await chmod(host.path('var/lib/podready/journal'), 0o770);
  },
  'a file in the place of the folder': (host) => writeFile(host.path('var/lib/podready'), ''),
  'a journal that is a link': async (host) => {
    await mkdir(host.path('var/lib/podready/journal'), { recursive: true, mode: 0o700 });
    return symlink(host.path('victim'), host.path(ROOTS));
  },
};

describe('a journal that cannot be written', (it) => {
  for (const [what, spoil] of Object.entries(SPOILT)) {
    it(`changes nothing: ${what}`, async () => {
      await using host = await stepHost();
      await spoil(host);
      const result = await host.run(write(host));
      assert.equal([result.status, result.exitCode], ['refused', 73]);
      assert.match(result.because ?? '', /journal cannot be written .* nothing was changed/u);
      assert.is(await stat(host.path('etc/a')).catch(() => null), null);
      assert.is(await stat(host.path('victim')).catch(() => null), null);
    });
  }

  it('changes nothing: a disk that takes only a part', async () => {
    await using host = await stepHost();
    // What is read again is not what was written.
    await host.stub('tail', 'case $1 in -n) echo "{" ;; *) exec /usr/bin/tail "$@" ;; esac');
    assert.is((await host.run(write(host))).status, 'refused');
    assert.is(await stat(host.path('etc/a')).catch(() => null), null);
  });

  it("changes nothing of the user's without a home", async () => {
    await using host = await stepHost();
    await host.write('home', 'no folder');
    await host.stub('tool', 'echo ran >"$D/ran"');
    const step = { ...write(host), kind: 'run', as: 'user', argv: ['tool'] } as const;
    assert.is((await host.run(step, { sudo: 'never' })).status, 'refused');
    assert.is(await stat(host.path('ran')).catch(() => null), null);
  });
});
