/** Every recipe of docs/pipelines.md, executed as it stands there. Hosts are facts that were recorded. */
import { spawn } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { parse } from 'yaml';
import { describe } from '../helpers/describe.ts';
import { ended, type Run } from '../helpers/podready.ts';
import { recordedHost } from '../helpers/recorded.ts';
import { snapshot } from '../helpers/snapshots.ts';

const page = await readFile(new URL('../../docs/pipelines.md', import.meta.url), 'utf8');
const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** The block below the name of a file. */
function recipe(name: string): string {
  const at = page.indexOf(`\n\`${name}\`\n\n\`\`\``);
  const begin = page.indexOf('\n', page.indexOf('```', at)) + 1;
  if (at === -1) throw new Error(`docs/pipelines.md has no ${name}`);
  return page.slice(begin, page.indexOf('\n```\n', begin) + 1);
}

/** What hosts are in a test; `local` is this machine. */
type Hosts = Readonly<Record<string, 'healthy' | 'broken' | 'undecided'>>;

const FACTS = {
  healthy: recordedHost(),
  broken: recordedHost('subid-missing'),
  undecided: snapshot,
} as const;

/**
 * podready as it is, but for the hosts: each is a file of facts, and this machine too. What cannot be said
 * together with facts would show here.
 */
const PODREADY = `#!/bin/sh
named=
for argument; do
  shift
  case $argument in
    *@web? | *@192.0.2.?) named=1; set -- "$@" --from-facts "$FACTS/\${argument##*@}.json" ;;
    *) set -- "$@" "$argument" ;;
  esac
done
[ "$named" ] || set -- "$@" --from-facts "$FACTS/local.json"
exec "$NODE" --import "$TSX" "$MAIN" "$@"
`;

/** What the runners of GitHub and GitLab start; not every system has it. */
const hasBash = await isThere('/bin/bash');

/** A program that only writes down how it was called. */
const STUB = `#!/bin/sh
echo "\${0##*/} $*" >> "$FACTS/calls"
`;

interface Place {
  readonly folder: string;
  readonly podready: string;
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command line in a working directory of its own. */
  readonly run: (argv: readonly string[], env?: Readonly<Record<string, string>>) => Promise<Run>;
  readonly read: (name: string) => Promise<string>;
  /** The stubs that were called. */
  readonly calls: () => Promise<string>;
}

async function withHosts(hosts: Hosts, body: (place: Place) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-recipe-'));
  try {
    for (const name of ['bin', 'facts', 'home', 'work', 'state']) await mkdir(join(folder, name));
    for (const [host, state] of Object.entries(hosts)) {
      const facts = { ...FACTS[state], host: `deploy@${host}` };
      await writeFile(join(folder, 'facts', `${host}.json`), JSON.stringify(facts));
    }
    const podready = join(folder, 'bin/podready');
    for (const [name, text] of Object.entries({ podready: PODREADY, npm: STUB, podman: STUB })) {
      await writeFile(join(folder, 'bin', name), text);
      await chmod(join(folder, 'bin', name), 0o755);
    }
    const env = {
      PATH: [join(folder, 'bin'), process.env['PATH'] ?? ''].join(delimiter),
      HOME: join(folder, 'home'),
      XDG_CONFIG_HOME: join(folder, 'home/.config'),
      FACTS: join(folder, 'facts'),
      NODE: process.execPath,
      TSX: import.meta.resolve('tsx'),
      MAIN: main,
      NO_COLOR: '1',
      CI: 'true',
    };
    await body({
      folder,
      podready,
      env,
      run: ([command = '', ...argv], more = {}) =>
        ended(
          spawn(command, argv, {
            cwd: join(folder, 'work'),
            env: { ...env, ...more },
            stdio: ['ignore', 'pipe', 'pipe'],
            timeout: 60_000,
          }),
        ),
      read: (name) => readFile(join(folder, name), 'utf8'),
      calls: () => readFile(join(folder, 'facts/calls'), 'utf8').catch(() => ''),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: { readonly schedule: readonly { readonly cron: string }[] };
  readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>>;
}

describe('the GitHub workflow', (it) => {
  const workflow = parse(recipe('.github/workflows/podready.yml')) as Workflow;
  const steps = workflow.jobs['hosts']?.steps ?? [];
  /** What the expressions of the workflow stand for. */
  const values: Readonly<Record<string, string>> = {
    '${{ vars.PODREADY_PACKAGE }}': 'podready-0.1.0.tgz',
    '${{ secrets.SSH_KEY }}': 'a key\nof two lines',
    '${{ secrets.SSH_KNOWN_HOSTS }}': 'web1 ssh-ed25519 AAAA',
  };

  it('has expressions only where the runner does not make them shell', () => {
    assert.match(workflow.on.schedule[0]?.cron ?? '', /^[\d* ]+$/u);
    assert.ok(steps.every(({ run = '' }) => !run.includes('${{')));
    for (const value of steps.flatMap(({ env = {} }) => Object.values(env))) {
      assert.ok(value in values, value);
    }
  });

  it('fails for a broken host, with annotations, a summary and a file to upload', async () => {
    if (!hasBash) return;
    await withHosts({ web1: 'healthy', web2: 'broken' }, async ({ folder, run, read, calls }) => {
      const summary = join(folder, 'summary.md');
      const runs: Run[] = [];
      for (const { run: script, env = {} } of steps) {
        if (script === undefined) continue;
        await writeFile(join(folder, 'step.sh'), script);
        const known = Object.entries(env).map(([name, value]) => [name, values[value] ?? '']);
        // As the runner starts a step without a shell of its own.
        runs.push(
          await run(['bash', '-e', join(folder, 'step.sh')], {
            ...(Object.fromEntries(known) as Record<string, string>),
            GITHUB_STEP_SUMMARY: summary,
          }),
        );
      }
      assert.equal(
        runs.map(({ code }) => code),
        [0, 0, 1],
        runs.map(({ stderr }) => stderr).join('\n'),
      );
      assert.is(await calls(), 'npm install --global podready-0.1.0.tgz\n');
      assert.is(await read('home/.ssh/id_ed25519'), 'a key\nof two lines\n');
      assert.is((await stat(join(folder, 'home/.ssh/id_ed25519'))).mode & 0o777, 0o600);
      assert.is((await stat(join(folder, 'home/.ssh'))).mode & 0o777, 0o700);
      assert.match(runs[2]?.stdout ?? '', /^::error title=deploy@web2%3A subuid-range::/mu);
      assert.match(await read('summary.md'), 'subuid-range');
      const upload = steps.find(({ uses }) => uses?.includes('upload-sarif'))?.with?.['sarif_file'];
      const sarif = JSON.parse(await read(`work/${String(upload)}`)) as {
        runs: { results: { ruleId: string }[] }[];
      };
      assert.ok(sarif.runs[0]?.results.some(({ ruleId }) => ruleId === 'subuid-range'));
    });
  });
});

interface Job {
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly artifacts: { readonly reports: Readonly<Record<string, string>> };
}

describe('the GitLab job', (it) => {
  const { podready: job } = parse(recipe('.gitlab-ci.yml')) as { readonly podready: Job };

  for (const [state, expected] of [
    ['healthy', 0],
    ['broken', 1],
    ['undecided', 3],
  ] as const) {
    it(`ends with ${expected} for a host that is ${state}, and has its reports`, async () => {
      if (!hasBash) return;
      await withHosts({ web1: 'healthy', web2: state }, async ({ folder, run, read, calls }) => {
        await writeFile(join(folder, 'key'), 'a key\n');
        const script = [...job.before_script, ...job.script].join('\n');
        const variables = {
          PODREADY_PACKAGE: 'podready@0.1',
          SSH_KEY: join(folder, 'key'),
          SSH_KNOWN_HOSTS: join(folder, 'key'),
        };
        const { code, stderr } = await run(['bash', '-eo', 'pipefail', '-c', script], variables);
        assert.is(code, expected, stderr);
        assert.is(await calls(), 'npm install --global podready@0.1\n');
        const { junit = '', codequality = '' } = job.artifacts.reports;
        assert.match(await read(`work/${junit}`), '<testsuite name="deploy@web2"');
        const issues = JSON.parse(await read(`work/${codequality}`)) as { severity: string }[];
        const isBad = issues.some(({ severity }) => severity === 'critical');
        assert.is(isBad, state !== 'healthy');
      });
    });
  }
});

describe('the systemd timer', (it) => {
  const service = recipe('/etc/systemd/system/podready.service');
  const timer = recipe('/etc/systemd/system/podready.timer');
  const [, execStart = ''] = /^ExecStart=(?<line>.+)$/mu.exec(service) ?? [];

  it('starts what writes the metrics, and takes findings for a success', async () => {
    await withHosts(
      { web1: 'broken', web2: 'undecided' },
      async ({ folder, podready, run, read }) => {
        assert.match(service, `StateDirectory=podready-metrics\n`);
        await mkdir(join(folder, 'state/podready-metrics'));
        const line = execStart
          .replace('/usr/bin/podready', podready)
          .replace('%S', join(folder, 'state'));
        assert.not.match(line, /%|["'\\]/u, 'words as they are: systemd splits at spaces');
        const { code, stderr } = await run(line.split(' '));
        const [, success = ''] = /^SuccessExitStatus=(?<codes>.+)$/mu.exec(service) ?? [];
        assert.is(code, 3, stderr);
        assert.equal(success.split(' '), ['1', '3']);
        const metrics = await read('state/podready-metrics/podready.prom');
        assert.match(
          metrics,
          /^podready_host_verdict\{host="deploy@web1".*verdict="not-ready"\} 1$/mu,
        );
      },
    );
  });

  it('is what systemd understands', async () => {
    if (!(await isThere('/usr/bin/systemd-analyze'))) return;
    await withHosts({}, async ({ folder, podready, run }) => {
      await writeFile(
        join(folder, 'podready.service'),
        service.replace('/usr/bin/podready', podready),
      );
      await writeFile(join(folder, 'podready.timer'), timer);
      const files = ['podready.service', 'podready.timer'].map((name) => join(folder, name));
      const { code, stderr } = await run(['systemd-analyze', 'verify', ...files]);
      // It also looks at what units of this machine it finds on the way.
      assert.not.match(stderr, folder);
      assert.is(code, 0, stderr);
      const [, calendar = ''] = /^OnCalendar=(?<when>.+)$/mu.exec(timer) ?? [];
      assert.is((await run(['systemd-analyze', 'calendar', calendar])).code, 0);
    });
  });
});

describe('the Nagios command', (it) => {
  const [, line = ''] =
    /command_line +(?<line>.+)$/mu.exec(recipe('/etc/nagios/objects/podready.cfg')) ?? [];

  for (const [state, expected, word] of [
    ['healthy', 0, 'OK'],
    ['broken', 2, 'CRITICAL'],
    ['undecided', 3, 'UNKNOWN'],
  ] as const) {
    it(`says ${word} for a host that is ${state}`, async () => {
      await withHosts({ '192.0.2.1': state }, async ({ podready, run }) => {
        const command = line
          .replace('/usr/bin/podready', podready)
          .replace('$ARG1$', 'deploy')
          .replace('$HOSTADDRESS$', '192.0.2.1');
        const { code, stdout, stderr } = await run(['sh', '-c', command]);
        assert.is(code, expected, stderr);
        assert.match(stdout, new RegExp(`^PODREADY ${word} - `, 'u'));
      });
    });
  }
});

describe('the pre-flight before podman compose', (it) => {
  for (const [state, expected, isStarted] of [
    ['healthy', 0, true],
    ['broken', 1, false],
    ['undecided', 0, true],
  ] as const) {
    it(`${isStarted ? 'starts' : 'does not start'} services on a host that is ${state}`, async () => {
      await withHosts({ local: state }, async ({ folder, run, calls }) => {
        await writeFile(join(folder, 'work/compose-up'), recipe('compose-up'));
        const { code, stdout, stderr } = await run(['sh', './compose-up', 'web', 'db']);
        assert.is(code, expected, stderr);
        assert.is(await calls(), isStarted ? 'podman compose up --detach web db\n' : '');
        assert.match(stdout, 'deploy@local');
        assert.is(stderr.includes('podready is not sure'), state === 'undecided');
      });
    });
  }
});

async function isThere(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
