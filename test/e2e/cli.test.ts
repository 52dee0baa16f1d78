import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { saveSnapshot } from '../../src/cli/facts-files.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { ended, podready, startBuilt, startPodready } from '../helpers/podready.ts';
import { snapshot } from '../helpers/snapshots.ts';
import { type Home, makeHome } from '../helpers/ssh-home.ts';
import { startSshServer } from '../helpers/ssh-server.ts';

async function withFacts(body: (facts: string, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-e2e-'));
  try {
    await saveSnapshot(folder, snapshot);
    await body(join(folder, 'alice@web1.json'), folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('podready on a saved snapshot', (it) => {
  it('prints text, and never reads what is unknown as ready', async () => {
    await withFacts(async (facts) => {
      const { code, stdout, stderr } = await podready(['check', '--from-facts', facts]);
      assert.is(code, 3, stderr);
      assert.match(stdout, /^\[\?\] alice@web1 may or may not be ready/u);
      assert.match(stdout, /\nNext: podready explain [a-z-]+\n$/u);
      assert.is(stderr, '');
    });
  });

  it('prints JSON, and writes files beside it', async () => {
    await withFacts(async (facts, folder) => {
      const [text, xml, html] = ['r.txt', 'r.xml', 'r.html'].map((name) => join(folder, name));
      assert.ok(text && xml && html);
      const files = [text, xml, html].flatMap((file) => ['-o', file]);
      const argv = ['check', '--from-facts', facts, '--format', 'json', ...files];
      const { code, stdout } = await podready(argv);
      assert.is(code, 3);
      const report = JSON.parse(stdout) as Report;
      assert.is(report.hosts[0]?.host, 'alice@web1');
      assert.match(await readFile(text, 'utf8'), 'alice@web1');
      assert.match(await readFile(xml, 'utf8'), '<testsuite name="alice@web1"');
      const page = await readFile(html, 'utf8');
      assert.match(page, '<span class="host-name">alice@web1</span> may or may not be ready');
      assert.match(page, 'What it means', 'with what the catalogue knows');
      assert.match(page, 'podready explain', 'with the next command');
    });
  });

  it('judges an upgrade when it is asked for one, and only then', async () => {
    await withFacts(async (facts) => {
      const checks = async (...argv: string[]): Promise<[Report['hosts'][number], string[]]> => {
        const { stdout } = await podready([
          'check',
          '--from-facts',
          facts,
          '--format=json',
          ...argv,
        ]);
        const [host] = (JSON.parse(stdout) as Report).hosts;
        assert.ok(host);
        return [host, host.results.map(({ check }) => check)];
      };
      const [plain, without] = await checks();
      const [host, asked] = await checks('--target', 'podman@6');
      assert.is(plain.target, undefined);
      assert.is(host.target, 'podman@6');
      assert.equal(host.needs, plain.needs);
      const added = asked.filter((id) => !without.includes(id));
      assert.ok(added.length >= 10 && added.every((id) => id.startsWith('upgrade-')));
      const bad = await podready(['check', '--from-facts', facts, '--target', 'podman@9']);
      assert.is(bad.code, 2);
      assert.match(bad.stderr, /^error: --target podman@9: expected podman@MAJOR/u);
    });
  });

  it('prints the report also when a file cannot be written, and exits 2', async () => {
    await withFacts(async (facts, folder) => {
      const file = join(folder, 'missing', 'r.json');
      const { code, stdout, stderr } = await podready(['check', '--from-facts', facts, '-o', file]);
      assert.is(code, 2);
      assert.match(stdout, 'alice@web1');
      assert.match(stderr, file);
    });
  });

  it('keeps its code when nobody reads stdout', async () => {
    await withFacts(async (facts) => {
      const child = startPodready(['check', '--from-facts', facts, '--verbose']);
      child.stdout?.destroy();
      const { code, stderr } = await ended(child);
      assert.is(code, 3, stderr);
      assert.is(stderr, '');
    });
  });

  it('hands over a large report to a slow reader', async () => {
    await withFacts(async (facts) => {
      const many = Array.from({ length: 40 }, () => ['--from-facts', facts]).flat();
      const child = startPodready(['check', '--format', 'json', ...many]);
      child.stdout?.pause();
      setTimeout(() => child.stdout?.resume(), 3_000);
      const { stdout } = await ended(child);
      assert.ok(stdout.length > 256 * 1024, `${stdout.length} characters`);
      assert.is((JSON.parse(stdout) as Report).hosts.length, 40);
    });
  });

  it('plans without touching a host', async () => {
    await withFacts(async (facts) => {
      const { code, stdout } = await podready(['plan', '--from-facts', facts]);
      assert.is(code, 3);
      assert.match(stdout, /^Plan for alice@web1: /u);
    });
  });
});

describe('a wrong command line', (it) => {
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /Usage: podready/u],
    [['chek'], /Did you mean check/u],
    [['check', '--only', 'subid-rnage'], /unknown check or area 'subid-rnage'; did you mean '/u],
    [['check', '--only', 'kernel', '--skip', 'kernel'], /leaves no check/u],
    [['check', '--need', 'remot'], /did you mean 'remote'/u],
    [['check', '--from-facts', '/nonexistent.json'], /ENOENT/u],
    [['check', 'web1', '--from-facts', 'x.json'], /leave out 'web1'/u],
    [['check', '--', '-oProxyCommand=id'], /not a host/u],
    [['check', '--sudo', 'ask'], /needs a terminal/u],
    [['fix'], /no terminal to answer on/u],
    [['fix', '--only', 'lingr', '--yes'], /did you mean 'linger'/u],
    [['fix', '--dryrun'], /Did you mean --dry-run/u],
    [['explain', 'lingr'], /did you mean 'linger'/u],
    [['list', '--format', 'junit'], /choices are text, json/u],
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

describe('podready about itself', (it) => {
  it('prints help and version on stdout', async () => {
    const help = await podready(['--help']);
    assert.is(help.code, 0);
    assert.match(help.stdout, 'Usage: podready');
    const { stdout } = await podready(['--version']);
    assert.match(stdout, /^\d+\.\d+\.\d+\n$/u);
    const fix = await podready(['fix', '--help']);
    assert.is(fix.code, 0);
    assert.match(fix.stdout, '--yes [EFFECT]');
  });

  it('lists and explains', async () => {
    const list = await podready(['list']);
    assert.match(list.stdout, /^ {2}linger \((?:error|warning|info)\): /mu);
    const json = await podready(['list', '--format', 'json']);
    assert.ok((JSON.parse(json.stdout) as { checks: unknown[] }).checks.length > 0);
    const { code, stdout } = await podready(['explain', 'linger']);
    assert.is(code, 0);
    assert.match(stdout, 'Sources:');
  });
});

describe('the launcher', (it) => {
  it('says what to do when podready is not built', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'podready-bin-'));
    try {
      await cp(fileURLToPath(new URL('../../bin', import.meta.url)), join(folder, 'bin'), {
        recursive: true,
      });
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
      const argv = [join(folder, 'bin/podready.js'), 'check'];
      const { code, stderr } = await ended(spawn(process.execPath, argv, { timeout: 20_000 }));
      assert.is(code, 2);
      assert.match(stderr, 'npm ci');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('podready over SSH', (it) => {
  it('reports every host, and exits 3 when one cannot be looked at', async () => {
    await using home = await makeHome();
    const authorized = [home.publicKey];
    await using good = await startSshServer({ authorized });
    await using forced = await startSshServer({ authorized, shell: 'forced' });
    await using stranger = await startSshServer({ authorized });
    await using other = await startSshServer({ authorized: [] });
    await home.trust(good, forced, other);
    const ports = [good.port, forced.port, stranger.port, other.port, await closedPort()];
    const hosts = ports.map((port) => `ada@127.0.0.1:${port}`);
    const { code, stdout, stderr } = await podready(
      ['check', '-F', 'none', '--only', 'kernel', '--format', 'json', ...hosts],
      environment(home),
    );
    assert.is(code, 3, stderr);
    const reports = (JSON.parse(stdout) as Report).hosts;
    assert.equal(
      reports.map(({ host }) => host),
      hosts,
    );
    assert.equal(
      reports.map(({ error }) => error?.step ?? null),
      [null, 'shell', 'host-key', 'auth', 'tcp'],
    );
    assert.ok((reports[0]?.results.length ?? 0) > 0);
    assert.is(good.counts.execs, 1);
  });

  it('stays below 200 MB with 50 hosts that flood, and loses no other host', async () => {
    await using home = await makeHome();
    const authorized = [home.publicKey];
    await using good = await startSshServer({ authorized });
    await using flood = await startSshServer({ authorized, shell: 'flood' });
    await home.trust(good, flood);
    const floods = Array.from({ length: 50 }, (_, at) => `flood${at + 1}`);
    const config = await home.write(
      'config',
      [
        `Host ${floods.join(' ')}\n  Port ${flood.port}\n  HostKeyAlias [127.0.0.1]:${flood.port}`,
        `Host good\n  Port ${good.port}\n  HostKeyAlias [127.0.0.1]:${good.port}`,
        'Host *\n  HostName 127.0.0.1\n  User ada\n',
      ].join('\n'),
    );
    const argv = ['check', '-F', config, '--only', 'kernel', '--format', 'json', 'good', ...floods];
    const child = startBuilt(argv, environment(home));
    const peak = peakMemory(child);
    const { code, stdout, stderr } = await ended(child);
    assert.is(code, 3, stderr);
    const { hosts } = JSON.parse(stdout) as Report;
    assert.equal(
      hosts.map(({ error }) => error?.step ?? null),
      [null, ...floods.map(() => 'shell')],
    );
    assert.is(flood.counts.execs, 50);
    const megabytes = await peak;
    assert.ok(megabytes > 20 && megabytes < 200, `${megabytes} MB`);
  });

  it('ends promptly with 130 when it is interrupted', async () => {
    await using home = await makeHome();
    await using server = await startSshServer({ authorized: [home.publicKey], shell: 'silent' });
    await home.trust(server);
    const argv = ['check', '-F', 'none', `ada@127.0.0.1:${server.port}`];
    const child = startPodready(argv, environment(home));
    const run = ended(child);
    while (server.counts.execs === 0 && child.exitCode === null) await soon();
    const begun = performance.now();
    child.kill('SIGINT');
    const { code, stdout } = await run;
    assert.is(code, 130);
    assert.is(stdout, '');
    assert.ok(performance.now() - begun < 3_000);
  });
});

function environment({ path }: Home): Readonly<Record<string, string>> {
  return { HOME: path, SSH_AUTH_SOCK: '' };
}

/** The most memory that a process had, in MB, as Linux counts it. */
async function peakMemory(child: ChildProcess): Promise<number> {
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
    const kilobytes = /^VmHWM:\s+(?<kilobytes>\d+) kB$/mu.exec(status)?.groups?.['kilobytes'];
    peak = Math.max(peak, Number(kilobytes ?? 0) / 1024);
    await soon();
  }
  return Math.round(peak);
}

async function soon(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 50));
}

/** A port on which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
