import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { json } from '../../reports/json.ts';
import { Interruption } from '../../src/cli/interruption.ts';
import { withinBytes } from '../../src/cli/job-summary.ts';
import { REPORT_FORMATS } from '../../src/cli/report-formats.ts';
import { run } from '../../src/cli/run.ts';
import { saveSnapshot } from '../../src/cli/facts-files.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { ended, podready, type Run, startPodready } from '../helpers/podready.ts';
import { recordedHost } from '../helpers/recorded.ts';
import { REPORTS } from '../helpers/report-samples.ts';
import { report, sampleReport } from '../helpers/reports.ts';
import { snapshot } from '../helpers/snapshots.ts';
import { makeHome } from '../helpers/ssh-home.ts';
import { startSshServer } from '../helpers/ssh-server.ts';
import { fakeTerminal } from '../helpers/terminal.ts';

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-e2e-'));
  try {
    await body(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The command line in this process: starting one for every run would take most of the time. */
async function inProcess(...argv: readonly string[]): Promise<Run> {
  const terminal = fakeTerminal();
  const interruption = new Interruption(
    { on: () => undefined },
    { say: () => undefined, exit: () => undefined },
  );
  const code = await run(argv, terminal, interruption);
  return { code, stdout: terminal.out(), stderr: terminal.err() };
}

async function saved(folder: string, name: string, one: Report | undefined): Promise<string> {
  const file = join(folder, `${name}.json`);
  await writeFile(file, json.render(one ?? report()));
  return file;
}

describe('podready report', (it) => {
  it('renders again what check printed, byte for byte, and ends as check did', async () => {
    await inFolder(async (folder) => {
      await saveSnapshot(folder, snapshot);
      const facts = join(folder, 'alice@web1.json');
      const [first, text] = [join(folder, 'r.json'), join(folder, 'r.txt')];
      const checked = await inProcess('check', '--from-facts', facts, '-o', first, '-o', text);
      const again = await inProcess('report', first, '--format', 'json');
      assert.is(again.stdout, await readFile(first, 'utf8'));
      assert.is(again.code, checked.code);
      assert.is(again.stderr, '');
      const asText = await inProcess('report', first);
      // The next command is that of the run that looked.
      assert.is(asText.stdout, (await readFile(text, 'utf8')).replace(/\nNext: .*\n/u, ''));
    });
  });

  it('merges many, and leaves out none', async () => {
    await inFolder(async (folder) => {
      const files = [
        await saved(folder, 'a', sampleReport),
        await saved(folder, 'b', REPORTS['healthy']),
      ];
      const lines = join(folder, 'all.ndjson');
      const { code, stdout } = await inProcess('report', ...files, '--format=json', '-o', lines);
      assert.is(code, 3, 'a host was not reached');
      const { hosts } = JSON.parse(stdout) as Report;
      assert.equal(
        hosts.map(({ host }) => host),
        ['alice@web1', 'web2', 'web3', 'alice@web1'],
      );
      const again = await inProcess('report', lines, '--format', 'json');
      assert.is(again.stdout, stdout);
    });
  });

  it('keeps what was decided before: expired waivers stay loud, and each run counts its own findings', async () => {
    await inFolder(async (folder) => {
      const [facts, waivers] = [join(folder, 'facts.json'), join(folder, 'w.ini')];
      const check = (name: string, ...argv: readonly string[]): Promise<Run> =>
        inProcess('check', '--from-facts', facts, '-o', join(folder, name), ...argv);
      await writeFile(facts, JSON.stringify(recordedHost('linger-off')));
      const about = ['reason = r', 'owner = ada', 'expires = 2020-01-01'];
      const section = (name: string, id: string): string =>
        [`[${name}]`, `check = ${id}`, ...about, ''].join('\n');
      await writeFile(waivers, section('one', 'linger') + section('two', 'subuid-range'));
      await check('base.json');
      const known = ['--waivers', waivers, '--baseline', join(folder, 'base.json')];
      await check('a.json', ...known, '-o', join(folder, 'a.ndjson'));
      const streamed = await check('b.json', ...known, '--format', 'ndjson');
      await writeFile(facts, JSON.stringify(recordedHost('subid-missing')));
      await check('c.json', ...known);
      const [a, lines, c] = ['a.json', 'a.ndjson', 'c.json'].map((name) => join(folder, name));
      assert.is(streamed.stdout, await readFile(lines ?? '', 'utf8'));
      const printed = await readFile(a ?? '', 'utf8');
      for (const file of [a, lines]) {
        const again = await inProcess('report', file ?? '', '--format', 'json');
        assert.is(again.stdout, printed);
        assert.match(again.stderr, /^\[✗\] Waiver “one” expired at the end of 2020-01-01/u);
      }
      const both = await inProcess('report', a ?? '', c ?? '', '--format', 'json');
      const merged = JSON.parse(both.stdout) as Report;
      assert.equal(
        merged.waivers?.map(({ name, use }) => [name, use]),
        [
          ['one', 'used'],
          ['two', 'used'],
        ],
      );
      const parts = await Promise.all(
        [a, c].map(
          async (file) => (JSON.parse(await readFile(file ?? '', 'utf8')) as Report).baseline,
        ),
      );
      const sum = (name: 'known' | 'new' | 'gone'): number =>
        parts.reduce((total, one) => total + (one?.[name] ?? 0), 0);
      assert.equal(merged.baseline, { known: sum('known'), new: sum('new'), gone: sum('gone') });
    });
  });

  it('ends with the codes of check', async () => {
    await inFolder(async (folder) => {
      const healthy = await saved(folder, 'healthy', REPORTS['healthy']);
      const broken = await saved(folder, 'broken', REPORTS['broken']);
      const code = async (...argv: string[]): Promise<number | null> =>
        (await inProcess('report', ...argv)).code;
      assert.is(await code(healthy), 0);
      assert.is(await code(broken), 1);
      assert.is(await code(healthy, broken), 1);
      assert.is(await code(healthy, '--exit', 'nagios'), 0);
      assert.is(await code(broken, '--exit=nagios'), 2);
      assert.is(await code(broken, '--strict'), 3);
      assert.is(await code(await saved(folder, 'none', report())), 3);
    });
  });

  it('never says that a host is ready of which only some checks are there', async () => {
    await inFolder(async (folder) => {
      const { stdout } = await inProcess('report', await saved(folder, 'r', REPORTS['healthy']));
      assert.match(stdout, /^\[✓\] alice@web1 passed the selected checks\n/u);
    });
  });

  it('ends as UNKNOWN for Nagios when the command line, a file or the output is wrong', async () => {
    await inFolder(async (folder) => {
      const healthy = await saved(folder, 'healthy', REPORTS['healthy']);
      for (const argv of [
        ['/nonexistent'],
        ['--nonsense'],
        [healthy, '-o', join(folder, 'missing', 'x.md')],
      ]) {
        assert.is((await inProcess('report', ...argv)).code, 2);
        assert.is((await inProcess('report', '--exit', 'nagios', ...argv)).code, 3);
      }
      const ini = join(folder, 'podready.ini');
      await writeFile(ini, 'colour|s = 1\n');
      for (const [argv, said] of [
        [
          ['check', '--config', ini],
          /^PODREADY UNKNOWN - \S+podready\.ini:1: .*'colour\\x7cs'.*\n$/u,
        ],
        [['check', '--nonsense'], /^PODREADY UNKNOWN - unknown option '--nonsense'\n$/u],
        [['report', '/nonexistent.json'], /^PODREADY UNKNOWN - \/nonexistent\.json: ENOENT/u],
      ] as const) {
        assert.equal([(await inProcess(...argv)).code, (await inProcess(...argv)).stdout], [2, '']);
        const { code, stdout } = await inProcess(...argv, '--exit=nagios', '--format', 'nagios');
        assert.is(code, 3);
        assert.match(stdout, said);
      }
    });
  });

  it('writes every format to a file, and leaves nothing else there', async () => {
    await inFolder(async (folder) => {
      const file = await saved(folder, 'r', sampleReport);
      const outputs = REPORT_FORMATS.flatMap((format) => [
        '-o',
        `${format}:${join(folder, format)}`,
      ]);
      const { code, stderr } = await inProcess('report', file, ...outputs);
      assert.is(code, 3, stderr);
      assert.equal((await readdir(folder)).toSorted(), [...REPORT_FORMATS, 'r.json'].toSorted());
      for (const format of REPORT_FORMATS) {
        assert.match(await readFile(join(folder, format), 'utf8'), 'web2');
      }
    });
  });
});

describe('podready check --format github', (it) => {
  it('appends the report to the summary of the job', async () => {
    await inFolder(async (folder) => {
      const summary = join(folder, 'summary.md');
      await writeFile(summary, 'before\n');
      const file = await saved(folder, 'r', sampleReport);
      const argv = ['report', file, '--format', 'github'];
      const { code, stdout } = await podready(argv, { GITHUB_STEP_SUMMARY: summary });
      assert.is(code, 3);
      assert.match(stdout, /^::error title=alice@web1%3A subuid-range::/u);
      assert.match(await readFile(summary, 'utf8'), /^before\n# podready\n\n1 of 3 hosts/u);
      const without = await podready(argv, { GITHUB_STEP_SUMMARY: '' });
      assert.is(without.stdout, stdout);
      const nowhere = await podready(argv, { GITHUB_STEP_SUMMARY: join(folder, 'x', 'y') });
      assert.is(nowhere.code, 2);
      assert.match(nowhere.stderr, 'GITHUB_STEP_SUMMARY');
    });
  });

  it('keeps the summary within what GitHub takes, and says so', () => {
    const markdown = `# podready\n\n- é\n\n${'## `web`\n\nnot ready é\n\n'.repeat(100)}`;
    assert.is(withinBytes(markdown, 1_000_000), markdown);
    const cut = withinBytes(markdown, 1_000);
    assert.ok(Buffer.byteLength(cut) <= 1_000);
    assert.match(cut, /not ready é\n\n\*The report is too large .*\*\n$/u);
    assert.not.match(cut, '\uFFFD');
    assert.match(withinBytes('x\n'.repeat(1_000), 200), /x\n\n\*The report/u);
  });
});

describe('podready check --format ndjson', (it) => {
  it('prints a host as soon as it is done, and ends as for any other format', async () => {
    await using home = await makeHome();
    const authorized = [home.publicKey];
    await using good = await startSshServer({ authorized });
    await using hanging = await startSshServer({ authorized, shell: 'hang' });
    await home.trust(good, hanging);
    const hosts = [hanging, good].map(({ port }) => `ada@127.0.0.1:${port}`);
    const child = startPodready(
      ['check', '-F', 'none', '--only', 'kernel', '--timeout', '8', '--format', 'ndjson', ...hosts],
      { HOME: home.path, SSH_AUTH_SOCK: '' },
    );
    const first = new Promise<number>((resolve) => {
      child.stdout?.once('data', () => resolve(Date.now()));
    });
    const { code, stdout, stderr } = await ended(child);
    const over = Date.now();
    assert.is(code, 3, stderr);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Report);
    assert.equal(
      lines.map(({ hosts: [one] }) => one?.host),
      hosts.toReversed(),
    );
    assert.ok(over - (await first) > 2_000, 'the first line did not wait for the other host');
  });
});
