import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { sh } from '../../exports/sh.ts';
import type { ExportedPlan } from '../../src/model/exporter.ts';
import type { Step } from '../../src/model/fix.ts';
import { printable } from '../../src/parse/printable.ts';
import { describe } from '../helpers/describe.ts';
import { assertGolden } from '../helpers/golden.ts';
import { exportedPlan } from '../helpers/plans.ts';

const base = { as: 'user', effect: 'safe', undo: 'exact' } as const;

function writing(path: string, content: string, before: string | null = null): Step {
  return { ...base, kind: 'write-file', summary: 'Write it', path, content, mode: 0o600, before };
}

function running(...argv: [string, ...string[]]): Step {
  return { ...base, kind: 'run', summary: 'Run it', argv };
}

function textOf(plan: ExportedPlan): string {
  const made = sh.export(plan);
  if (made.outcome !== 'text') throw new Error('not exported');
  return made.text;
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a script as the user of the tests, given on stdin as `ssh host sh <FILE` would. */
function run(script: string, env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(
      '/bin/sh',
      ['-s'],
      { env: { PATH: process.env['PATH'] ?? '', ...env } },
      (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(script);
  });
}

/** A plan for whoever runs the tests. */
function ownPlan(
  steps: readonly [Step, ...Step[]],
  given: Partial<ExportedPlan> = {},
): ExportedPlan {
  const { username, uid, homedir } = userInfo();
  return exportedPlan(steps, { user: { name: username, uid, home: homedir }, ...given });
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "podready export's $(id) "));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const HOSTILE = [
  'it\'s $HOME `id` $(id) \\ %s %b "quoted"\n',
  '\u001B[31m\u009B2J\u202E\u2028\u{1F600}\tend',
  "'\\''\nEOF\nEND\n'\nreboot\n",
  '#!/bin/sh\n\n\n',
  '',
];

describe('export sh', (it) => {
  it('says what it does, and is printable', async () => {
    const text = textOf(exportedPlan());
    assert.is(text.replaceAll(/[\n\t]/gu, ''), printable(text.replaceAll(/[\n\t]/gu, '')));
    await assertGolden('export.sh', text.replace(/^functions=[^]*?^perform\(\)/mu, 'perform()'));
  });

  for (const content of HOSTILE) {
    it(`writes ${JSON.stringify(content)} as it is, once`, async () => {
      await inFolder(async (folder) => {
        const path = join(folder, 'new folder', 'a "file"');
        const script = textOf(ownPlan([writing(path, content)]));
        assert.is(printable(script.replaceAll(/[\n\t]/gu, '')), script.replaceAll(/[\n\t]/gu, ''));
        const first = await run(script);
        assert.equal([first.code, first.stderr], [0, '']);
        assert.match(first.stdout, '1 changed, 0 as they should be');
        assert.is(await readFile(path, 'utf8'), content);
        const second = await run(script);
        assert.match(second.stdout, '0 changed, 1 as they should be');
        assert.not.match(second.stdout, 'Afterwards');
      });
    });
  }

  it('writes any text', async () => {
    await inFolder(async (folder) => {
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme-composite', maxLength: 60 }), async (text) => {
          const content = text.replaceAll('\u0000', '');
          const path = join(folder, 'any');
          await rm(path, { force: true });
          const { code, stderr } = await run(textOf(ownPlan([writing(path, content)])));
          assert.equal([code, stderr], [0, '']);
          assert.is(await readFile(path, 'utf8'), content);
        }),
        { numRuns: 15 },
      );
    });
  });

  it('gives arguments to programs as they are, and no program the rest of the script', async () => {
    await inFolder(async (folder) => {
      const out = join(folder, 'out');
      const argv = [
        '/bin/sh',
        '-c',
        'cat; printf "<%s>" "$@" >"$0"',
        out,
        '$(id)',
        "it's",
        '*',
        '',
      ] as const;
      const { code, stderr } = await run(textOf(ownPlan([running(...argv), running('true')])));
      assert.equal([code, stderr], [0, '']);
      assert.is(await readFile(out, 'utf8'), "<$(id)><it's><*><>");
    });
  });

  it('takes hostile names for data, also in comments', async () => {
    const step = { ...running('true'), summary: 'a\nrm -rf /\n\u001B[2J' };
    const [fix] = exportedPlan([step]).fixes;
    if (fix === undefined) throw new Error('no fix');
    const fixes = [{ ...fix, title: '\nreboot\n', notes: ['\nb\n'] }];
    const plan = ownPlan([step], { host: 'h\nreboot\n', left: ['\nreboot'], fixes });
    const text = textOf(plan);
    assert.not.match(text, /^\s*(?:reboot|rm -rf|b$)/mu);
    const { code, stderr } = await run(text);
    assert.equal([code, stderr], [0, '']);
  });

  it('runs a program that follows from others only when they changed something', async () => {
    await inFolder(async (folder) => {
      const [path, log] = [join(folder, 'file'), join(folder, 'log')];
      const note = (word: string): Step => running('/bin/sh', '-c', `echo ${word} >>"$0"`, log);
      const argv = ['/bin/sh', '-c', 'echo reload >>"$0"', log] as const;
      const reload: Step = { ...base, kind: 'run', summary: 'Reload', argv, undoArgv: argv };
      const script = textOf(ownPlan([writing(path, 'x'), reload, note('migrate')]));
      assert.match((await run(script)).stdout, '1 changed, 0 as they should be');
      assert.match((await run(script)).stdout, '0 changed, 1 as they should be');
      assert.is(await readFile(log, 'utf8'), 'reload\nmigrate\nreload\n');
    });
  });

  it('stops at the first step that fails', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'never');
      const failing = running('/bin/sh', '-c', 'echo no luck; exit 3');
      const { code, stderr } = await run(textOf(ownPlan([failing, writing(path, 'x')])));
      assert.is(code, 1);
      assert.match(stderr, 'no luck');
      assert.match(stderr, 'stopped at: Run it');
      assert.match(await readFile(path, 'utf8').catch(String), 'ENOENT');
    });
  });

  it('leaves a file alone that is not what the plan was made from', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'file');
      await writeFile(path, 'somebody else');
      const { code, stderr } = await run(textOf(ownPlan([writing(path, 'new', 'old')])));
      assert.is(code, 1);
      assert.match(stderr, 'changed-meanwhile');
      assert.is(await readFile(path, 'utf8'), 'somebody else');
    });
  });

  it('refuses another user, another uid, and a user who is not root', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'never');
      const { username, uid } = userInfo();
      const step = writing(path, 'x');
      const nobody = { name: 'no-such-user-here', uid: 4242, home: '/' };
      const cases: [ExportedPlan, string][] = [
        [exportedPlan([step], { user: nobody }), 'there is no user no-such-user-here'],
        [
          exportedPlan([step], { user: { name: username, uid: uid + 1, home: '/' } }),
          'has the uid',
        ],
      ];
      for (const [plan, why] of cases) {
        const { code, stderr } = await run(textOf(plan));
        assert.is(code, 2, why);
        assert.match(stderr, why);
      }
      // Whoever runs the tests may be root, so the host says that it is somebody else.
      await mkdir(join(folder, 'bin'));
      await writeFile(join(folder, 'bin', 'id'), '#!/bin/sh\n[ $# = 1 ] && echo 7 || echo 8\n');
      await chmod(join(folder, 'bin', 'id'), 0o755);
      const PATH = `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`;
      for (const [as, why] of [
        ['root', 'some of the steps need root'],
        ['user', 'this is for podman or root'],
      ] as const) {
        const user = { name: 'podman', uid: 8, home: '/' };
        const { code, stderr } = await run(textOf(exportedPlan([{ ...step, as }], { user })), {
          PATH,
        });
        assert.is(code, 2, why);
        assert.match(stderr, why);
      }
      assert.match(await readFile(path, 'utf8').catch(String), 'ENOENT');
    });
  });
});
