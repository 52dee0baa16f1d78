import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import type { BundleManifest } from '../../src/model/bundle.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { inFolder } from '../helpers/folder.ts';
import { podready, podreadyIn } from '../helpers/podready.ts';
import { recordedHosts } from '../helpers/recorded-hosts.ts';
import { makeHome } from '../helpers/ssh-home.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

/** A host that can be looked at, one that cannot, and the options to reach them. */
async function hosts(): Promise<{
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly names: readonly string[];
  [Symbol.asyncDispose]: () => Promise<void>;
}> {
  const home = await makeHome();
  const server = await startSshServer({ authorized: [home.publicKey] });
  const forced = await startSshServer({ authorized: [home.publicKey], shell: 'forced' });
  await home.trust(server, forced);
  const names = [server, forced].map(({ port }) => `ada@127.0.0.1:${port}`);
  return {
    argv: ['-F', 'none', ...names],
    env: { HOME: home.path, SSH_AUTH_SOCK: '' },
    names,
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await forced[Symbol.asyncDispose]();
      await home[Symbol.asyncDispose]();
    },
  };
}

describe('podready collect', (it) => {
  it('writes what it saw for its owner alone; judged later, no host is missing', async () => {
    await using there = await hosts();
    await inFolder(async (folder) => {
      const file = join(folder, 'bundle.tar.gz');
      const made = await podready(['collect', '-o', file, ...there.argv], there.env);
      assert.is(made.code, 3, made.stderr);
      assert.match(made.stdout, 'is not in it: shell');
      assert.is((await stat(file)).mode & 0o777, 0o600);
      const shown = await podready(['bundle', 'show', file, '--format', 'json']);
      assert.is(shown.code, 0, shown.stderr);
      const manifest = JSON.parse(shown.stdout) as BundleManifest;
      assert.equal(
        manifest.hosts.map(({ host, status }) => [host, status]),
        [
          [there.names[0], 'gathered'],
          [there.names[1], 'skipped'],
        ],
      );
      const text = await podready(['bundle', 'show', file]);
      assert.is(text.stdout, made.stdout, 'what is said when it is made is what is in it');
      const judged = await podready(['check', '--from-facts', file, '--format', 'json']);
      assert.is(judged.code, 3);
      const reports = (JSON.parse(judged.stdout) as Report).hosts;
      assert.equal(
        reports.map(({ host, error, needs }) => [host, error?.step, needs.includes('remote')]),
        [
          [there.names[0], undefined, true],
          [there.names[1], 'shell', true],
        ],
      );
    });
  });

  it('with --redact share names nobody, and unredact puts the names back', async () => {
    await inFolder(async (folder) => {
      const facts = join(folder, 'facts.json');
      const map = join(folder, 'map.json');
      await writeFile(facts, JSON.stringify(recordedHosts.get('linger-off')));
      const plain = await podready(['check', '--from-facts', facts]);
      const options = ['--redact', 'share', '--redact-map', map];
      const shared = await podready(['check', '--from-facts', facts, ...options]);
      assert.equal([shared.code, plain.code], [1, 1], shared.stderr);
      assert.match(plain.stdout, 'alice');
      assert.not.match(shared.stdout, /alice|web1/u);
      assert.match(shared.stderr, /^renamed: \d+ users and groups, /u);
      assert.is((await stat(map)).mode & 0o777, 0o600);
      const report = join(folder, 'report.txt');
      await writeFile(report, shared.stdout);
      const back = await podready(['unredact', report, '--redact-map', map]);
      assert.is(back.code, 0, back.stderr);
      const words = (text: string): readonly string[] => text.split(/\s+/u);
      assert.equal(words(back.stdout), words(plain.stdout));
      const again = await podready(['check', '--from-facts', facts, ...options]);
      assert.is(again.stdout, shared.stdout, 'the map is gone on with');
    });
  });

  it('keeps the real names before it writes a bundle without them', async () => {
    await using there = await hosts();
    await inFolder(async (folder) => {
      const file = join(folder, 'b.tgz');
      const argv = ['collect', '--redact', 'share', '-o', file, ...there.argv];
      const { stdout, stderr } = await podready(argv, there.env);
      assert.not.match(stdout, /ada@/u);
      assert.match(stdout, 'user1@127.0.0.1', stderr);
      assert.match(await readFile(`${file}.map.json`, 'utf8'), '"original": "ada"');
      const missing = join(folder, 'none', 'b.tgz');
      const failed = await podready(['collect', '--redact', 'share', '-o', missing, ...there.argv]);
      assert.is(failed.code, 2);
      assert.match(failed.stderr, /^error: --redact-map .*ENOENT/u);
    });
  });
});

describe('podready check --save-facts bundle.tar.gz', (it) => {
  for (const [what, more] of [
    ['one look', []],
    ['the last of several looks', ['--wait', '1s']],
    ['a look that names nobody', ['--redact', 'share']],
  ] as const) {
    it(`writes what it judged, to the byte: ${what}`, async () => {
      await using there = await hosts();
      await inFolder(async (folder) => {
        const [file, map] = [join(folder, 'b.tar.gz'), join(folder, 'map.json')];
        const options = more.some((one) => one === 'share') ? [...more, '--redact-map', map] : more;
        const argv = ['check', '--format', 'json', '--save-facts', file, ...options, ...there.argv];
        const live = await podready(argv, there.env);
        const replayed = await podreadyIn(folder, [
          'check',
          '--from-facts',
          file,
          '--format',
          'json',
        ]);
        const { hosts: reports } = JSON.parse(live.stdout) as Report;
        assert.equal(
          reports.map(({ error }) => error?.step),
          [undefined, 'shell'],
        );
        assert.is(replayed.stdout, live.stdout);
        assert.equal([replayed.code, live.code], [3, 3]);
        assert.is((await stat(file)).mode & 0o777, 0o600);
        const shown = await podreadyIn(folder, ['bundle', 'show', file, '--format', 'json']);
        const manifest = JSON.parse(shown.stdout) as BundleManifest;
        assert.is(manifest.redaction, more.some((one) => one === 'share') ? 'share' : 'secrets');
        const [host] = manifest.hosts;
        // As collect does: also the facts that no check of this run asked for.
        assert.ok(host?.status === 'gathered' && host.notAsked.length < 5, shown.stdout);
      });
    });
  }

  it('also beside a plan; what cannot be written is exit 2', async () => {
    await using there = await hosts();
    await inFolder(async (folder) => {
      const file = join(folder, 'b.tgz');
      const only = ['--only', 'kernel-version'];
      const plan = await podready(
        ['plan', '--save-facts', file, ...only, ...there.argv],
        there.env,
      );
      assert.is(plan.code, 3, plan.stderr);
      const again = await podreadyIn(folder, [
        'check',
        '--from-facts',
        file,
        ...only,
        '--format',
        'json',
      ]);
      assert.is((JSON.parse(again.stdout) as Report).hosts.length, 2);
      const missing = join(folder, 'none', 'b.tar.gz');
      const argv = ['check', '--save-facts', missing, ...only, ...there.argv];
      const failed = await podready(argv, there.env);
      assert.is(failed.code, 2);
      assert.match(
        failed.stderr,
        /^error: --save-facts .*b\.tar\.gz could not be written: ENOENT/u,
      );
    });
  });
});

describe('podready diff', (it) => {
  it('ends as diff(1) does, and says what changed', async () => {
    await inFolder(async (folder) => {
      const [a, b] = [join(folder, 'a.json'), join(folder, 'b.json')];
      await writeFile(a, JSON.stringify(recordedHosts.get('healthy')));
      await writeFile(b, JSON.stringify(recordedHosts.get('linger-off')));
      const same = await podready(['diff', a, a]);
      assert.equal([same.code, same.stderr], [0, '']);
      assert.match(same.stdout, '2 looks say the same');
      const differs = await podready(['diff', a, b]);
      assert.is(differs.code, 1, differs.stderr);
      assert.match(
        differs.stdout,
        /linger: Lingering is on\n.*a\.json\): passes\n.*b\.json\): fails/u,
      );
      assert.match(differs.stdout, '- enabled = true');
      const json = await podready(['diff', a, b, '--format', 'json']);
      const { equal, checks } = JSON.parse(json.stdout) as {
        equal: boolean;
        checks: { id: string }[];
      };
      assert.not.ok(equal);
      assert.ok(checks.some(({ id }) => id === 'linger'));
    });
  });
});

describe('a wrong command line about bundles', (it) => {
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['collect'], /name it with -o bundle\.tar\.gz/u],
    [['bundle', 'unpack', 'x'], /expected show; got 'unpack'/u],
    [['bundle', 'show', '/nonexistent.json'], /ENOENT/u],
    [['check', '--redact', 'share'], /--redact-map FILE/u],
    [['check', '--from-facts', 'a.json', '--save-facts', 'b'], /leave one of them out/u],
    [['unredact', '/nonexistent.json'], /--redact-map/u],
    [['diff', '/nonexistent.json', '/nonexistent.json'], /ENOENT/u],
    [['diff', 'test/fixtures/hosts/healthy.json'], /two hosts or more/u],
  ];
  for (const [argv, message] of wrong) {
    it(`podready ${argv.join(' ')}: exit 2`, async () => {
      const { code, stdout, stderr } = await podready(argv);
      assert.is(code, 2, stderr);
      assert.match(stderr, message);
      assert.is(stdout, '');
    });
  }
});
