import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { podreadyIn, type Run } from '../helpers/podready.ts';
import { recordedHost } from '../helpers/recorded.ts';

type Check = (...argv: readonly string[]) => Promise<Run>;

/** A working directory with these files and the facts of a recorded host in `facts.json`. */
async function inFolder(
  fault: string | undefined,
  files: Readonly<Record<string, string>>,
  body: (check: Check, folder: string) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-policy-'));
  try {
    const all = { ...files, 'facts.json': JSON.stringify(recordedHost(fault)) };
    for (const [name, text] of Object.entries(all)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const check: Check = (...argv) =>
      podreadyIn(folder, ['check', '--from-facts', 'facts.json', ...argv]);
    await body(check, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const waiver = (...lines: readonly string[]): string =>
  ['[w]', 'reason = r', 'owner = ada', ...lines].join('\n');

describe('waivers of the command line', (it) => {
  it('let a run pass, and stay in sight', async () => {
    const files = { 'w.ini': waiver('check = linger', 'expires = never') };
    await inFolder('linger-off', files, async (check) => {
      assert.is((await check()).code, 1);
      const { code, stdout, stderr } = await check('--waivers', 'w.ini');
      assert.is(code, 0, stderr);
      assert.match(
        stdout,
        /^\[~\] alice@web1 is not ready .*\s+all that is in the way\s+is\s+accepted/u,
      );
      assert.match(stdout, 'Waived by “w” without an end; owner: ada; reason: r');
      assert.is(
        (await check('--waivers', 'w.ini', '--fail-on', 'info')).code,
        1,
        'other notes count',
      );
      assert.is(
        (await check('--waivers', 'w.ini', '--only', 'linger', '--fail-on', 'info')).code,
        0,
      );
    });
  });

  it('take out of a plan what is waived, unless it is named', async () => {
    const files = { 'w.ini': waiver('check = linger', 'expires = never') };
    await inFolder('linger-off', files, async (_, folder) => {
      const plan = async (...argv: readonly string[]): Promise<string> => {
        const all = ['plan', '--from-facts', 'facts.json', ...argv];
        return (await podreadyIn(folder, all)).stdout;
      };
      assert.match(await plan(), /loginctl enable-linger/u);
      assert.not.match(await plan('--waivers', 'w.ini'), /loginctl enable-linger/u);
      assert.match(await plan('--waivers', 'w.ini', '--only', 'linger'), /loginctl enable-linger/u);
    });
  });

  it('are OK for Nagios', async () => {
    const files = { 'w.ini': waiver('check = linger', 'expires = never') };
    await inFolder('linger-off', files, async (check) => {
      const nagios = ['--format', 'nagios', '--exit', 'nagios'];
      assert.is((await check(...nagios)).code, 2);
      const { code, stdout } = await check(...nagios, '--waivers', 'w.ini');
      assert.is(code, 0);
      assert.match(stdout, /^PODREADY OK - /u);
      assert.match(
        stdout,
        '\naccepted: linger: Waived by “w” without an end; owner: ada; reason: r\n',
      );
    });
  });

  it('count again when they expired, loudly on stderr too', async () => {
    const files = { 'w.ini': waiver('check = linger', 'expires = 2020-01-01') };
    await inFolder('linger-off', files, async (check) => {
      const text = await check('--waivers', 'w.ini');
      assert.is(text.code, 1);
      assert.match(text.stdout, /\n\[✗\] Waiver “w” expired at the end of 2020-01-01 \(UTC\)/u);
      const json = await check('--waivers', 'w.ini', '--format', 'json');
      assert.match(json.stderr, /^\[✗\] Waiver “w” expired at the end of 2020-01-01/u);
      const [first] = (JSON.parse(json.stdout) as Report).waivers ?? [];
      assert.equal([first?.state, first?.use], ['expired', 'used']);
    });
  });

  it('that are wrong, or not there, are exit 2', async () => {
    const files = { 'w.ini': waiver('check = lingr', 'expires = never') };
    await inFolder('linger-off', files, async (check) => {
      const wrong = await check('--waivers', 'w.ini');
      assert.equal([wrong.code, wrong.stdout], [2, '']);
      assert.match(wrong.stderr, /^error: w\.ini:4: check: there is no check 'lingr'/u);
      const missing = await check('--waivers', 'missing.ini');
      assert.is(missing.code, 2);
      assert.match(missing.stderr, /--waivers missing\.ini: ENOENT/u);
    });
  });
});

describe('a baseline of the command line', (it) => {
  it('lets only new findings fail', async () => {
    await inFolder('linger-off', {}, async (check, folder) => {
      await check('-o', 'base.json');
      const same = await check('--baseline', 'base.json', '--format', 'json');
      assert.is(same.code, 0, same.stderr);
      const { baseline, hosts } = JSON.parse(same.stdout) as Report;
      assert.is(baseline?.new, 0);
      assert.ok((baseline?.known ?? 0) > 0);
      assert.is(hosts[0]?.verdict, 'not-ready');
      const { probes } = recordedHost('subid-missing');
      const { subuid, subgid } = probes;
      const facts = recordedHost('linger-off');
      const more = { ...facts, probes: { ...facts.probes, subuid, subgid } };
      await writeFile(join(folder, 'facts.json'), JSON.stringify(more));
      const worse = await check('--baseline', 'base.json');
      assert.is(worse.code, 1);
      assert.match(worse.stdout, /\n\[✗\] subuid-range/u);
      assert.match(worse.stdout, /\n\[~\] linger/u);
      await writeFile(join(folder, 'facts.json'), JSON.stringify(recordedHost()));
      const better = await check('--baseline', 'base.json');
      assert.is(better.code, 0);
      assert.match(better.stdout, /Baseline: \d+ new, \d+ known, [1-9]\d* gone/u);
    });
  });

  it('that is no report is exit 2', async () => {
    await inFolder(undefined, { 'b.json': '{"hosts": []}', 'c.json': '{' }, async (check) => {
      const wrong = await check('--baseline', 'b.json');
      assert.is(wrong.code, 2);
      assert.match(wrong.stderr, /^error: --baseline b\.json: this is no report of podready/u);
      assert.is((await check('--baseline', 'c.json')).code, 2);
    });
  });
});

describe('podready.ini of the working directory', (it) => {
  it('decides how findings count', async () => {
    const files = {
      'podready.ini': 'waivers = ci/w.ini\nformat = json\n',
      'ci/w.ini': waiver('check = linger', 'expires = never'),
    };
    await inFolder('linger-off', files, async (check, folder) => {
      const { code, stdout } = await check();
      assert.is(code, 0);
      assert.is((JSON.parse(stdout) as Report).waivers?.[0]?.use, 'used');
      assert.is((await check('--no-config')).code, 1);
      const severity = 'fail-on = warning\n[severity]\nlinger = warning\n';
      await writeFile(join(folder, 'podready.ini'), severity);
      assert.is((await check()).code, 1);
      assert.is((await check('--fail-on', 'error')).code, 0, 'flags win');
      assert.is((await readFile(join(folder, 'podready.ini'), 'utf8')).length, severity.length);
    });
  });

  it('is refused as a whole when it would choose hosts', async () => {
    await inFolder(
      'linger-off',
      { 'podready.ini': 'strict = true\nhosts = evil\n' },
      async (check) => {
        const { code, stdout, stderr } = await check();
        assert.equal([code, stdout], [2, '']);
        assert.match(stderr, /^error: podready\.ini:2: hosts: refused/u);
        assert.is((await check('--no-config')).code, 1);
      },
    );
  });

  it('is shown by --print-config, without looking', async () => {
    await inFolder(undefined, { 'podready.ini': 'profile = ci\n' }, async (_, folder) => {
      const { code, stdout } = await podreadyIn(folder, [
        'check',
        '--print-config',
        'nowhere.invalid',
      ]);
      assert.is(code, 0);
      assert.match(stdout, /^profile +ci +podready\.ini:1$/mu);
      assert.match(stdout, /^hosts +nowhere\.invalid +the command line$/mu);
    });
  });

  it('is said to be exact in what a profile asks', async () => {
    await inFolder('linger-off', { 'podready.ini': 'profile = ci\n' }, async (check) => {
      const { code, stdout } = await check('--format', 'json');
      assert.is(code, 0);
      assert.equal((JSON.parse(stdout) as Report).hosts[0]?.needs, ['run']);
    });
  });
});
