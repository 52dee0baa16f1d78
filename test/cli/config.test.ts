import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as assert from 'uvu/assert';
import { configure, type Configured } from '../../src/cli/config.ts';
import type { Surroundings } from '../../src/cli/config-files.ts';
import type { CommandName, OptionDefinition } from '../../src/cli/option-definition.ts';
import { OPTIONS } from '../../src/cli/options.ts';
import { printConfig } from '../../src/cli/print-config.ts';
import { readSettings } from '../../src/cli/settings.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';
import { fakeTerminal } from '../helpers/terminal.ts';

interface Place {
  readonly folder: string;
  readonly around: Surroundings;
  readonly run: (options?: Record<string, unknown>, more?: More) => Promise<Configured>;
}

interface More {
  readonly command?: CommandName;
  readonly hosts?: readonly string[];
  readonly cwd?: string;
  readonly around?: Partial<Surroundings>;
}

/** A home, a system and a working directory with these files. */
async function withFiles(
  files: Readonly<Record<string, string>>,
  body: (place: Place) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'podready-config-'));
  try {
    await mkdir(join(folder, 'work'), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    const around: Surroundings = {
      cwd: join(folder, 'work'),
      env: {},
      home: join(folder, 'home'),
      uid: process.getuid?.(),
      systemFolder: join(folder, 'etc'),
    };
    await body({
      folder,
      around,
      run: (options = {}, { command = 'check', hosts = [], cwd, around: other } = {}) =>
        configure(
          { command, argumentsGiven: hosts, options, stated: new Set(Object.keys(options)) },
          { ...around, ...(cwd === undefined ? {} : { cwd: join(folder, cwd) }), ...other },
        ),
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function settingsOf({ options, rules }: Configured): ReturnType<typeof readSettings> {
  return readSettings(options, 'check', rules);
}

function originOf({ settings }: Configured, name: string): string | undefined {
  return settings.find((one) => one.name === name)?.origin;
}

async function refusal(run: Promise<unknown>): Promise<string> {
  try {
    await run;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
}

const PROJECT = 'work/podready.ini';
const USER = 'home/.config/podready/podready.ini';
const SYSTEM = 'etc/podready.ini';

describe('configuration', (it) => {
  it('is taken from the project, the user and the system, and flags win', async () => {
    const files = {
      [PROJECT]: 'need = api, boot\nstrict = true\n[severity]\nlinger = warning\n',
      [USER]: 'need = ping\ntimeout = 90\nconcurrency = 3\n',
      [SYSTEM]: 'timeout = 120\nsudo = never\n[severity]\nlinger = info\nsubuid-range = warning\n',
    };
    await withFiles(files, async ({ run }) => {
      const configured = await run({ concurrency: '5' });
      const settings = settingsOf(configured);
      assert.equal([...settings.needs.names], ['api', 'boot']);
      assert.is(settings.exit.strict, true);
      assert.equal([settings.timeout, settings.concurrency, settings.sudo], [90, 5, 'never']);
      assert.equal([...settings.severities].toSorted(), [
        ['linger', 'warning'],
        ['subuid-range', 'warning'],
      ]);
      assert.is(originOf(configured, 'need'), 'podready.ini:1');
      assert.match(originOf(configured, 'timeout') ?? '', /home\/.*podready\.ini:2$/u);
      assert.is(originOf(configured, 'concurrency'), '--concurrency');
      assert.is(originOf(configured, 'format'), 'default');
      assert.is(originOf(configured, 'severity linger'), 'podready.ini:4');
    });
  });

  it('is found above the working directory only within a work tree', async () => {
    const files = { 'work/podready.ini': 'strict = true\n', 'work/a/b/x': '' };
    await withFiles(files, async ({ folder, run }) => {
      assert.equal((await run({}, { cwd: 'work/a/b' })).files, []);
      await writeFile(join(folder, 'work/.git'), 'gitdir: elsewhere\n');
      const found = await run({}, { cwd: 'work/a/b' });
      assert.is(found.options['strict'], true);
      await writeFile(join(folder, 'work/a/podready.ini'), 'strict = false\n');
      assert.is((await run({}, { cwd: 'work/a/b' })).options['strict'], false);
    });
  });

  it('follows XDG_CONFIG_HOME when it is absolute', async () => {
    await withFiles({ 'xdg/podready/podready.ini': 'timeout = 77' }, async ({ folder, run }) => {
      const at = (XDG_CONFIG_HOME: string): Promise<Configured> =>
        run({}, { around: { env: { XDG_CONFIG_HOME } } });
      assert.is((await at(join(folder, 'xdg'))).options['timeout'], '77');
      assert.is((await at('xdg')).options['timeout'], undefined);
    });
  });

  it('is one file with --config, which is trusted, and none with --no-config', async () => {
    const files = {
      [PROJECT]: 'strict = true',
      [USER]: 'timeout = 90',
      'work/x.ini': 'hosts = a, b',
    };
    await withFiles(files, async ({ folder, run }) => {
      const named = await run({ config: join(folder, 'work/x.ini') });
      assert.equal(named.argumentsGiven, ['a', 'b']);
      assert.is(named.options['timeout'], undefined);
      assert.equal((await run({ config: false })).files, []);
      assert.match(await refusal(run({ config: '/nonexistent.ini' })), /--config .*ENOENT/u);
      assert.match(await refusal(run({ config: '/dev/zero' })), /larger than 65536 bytes/u);
    });
  });

  it('has profiles, which take the place of the default needs', async () => {
    const files = {
      [PROJECT]: 'profile = farm\nneed = ping\n[profile farm]\nneed = api, publish:80',
    };
    await withFiles(files, async ({ run }) => {
      const { needs, profile } = settingsOf(await run());
      assert.equal([profile, needs.exact], ['farm', true]);
      assert.equal([...needs.names], ['api', 'publish', 'ping']);
      assert.equal(needs.ports, [80]);
      const typed = settingsOf(await run({ profile: 'desktop' }));
      assert.equal([...typed.needs.names], ['run', 'ping', 'short-names', 'docker-clients']);
    });
  });

  it('names hosts to look at, and never hosts to change', async () => {
    await withFiles({ [USER]: 'hosts = web1, alice@web2\n' }, async ({ run }) => {
      assert.equal((await run()).argumentsGiven, ['web1', 'alice@web2']);
      assert.equal((await run({}, { command: 'plan' })).argumentsGiven, ['web1', 'alice@web2']);
      assert.equal((await run({}, { hosts: ['x'] })).argumentsGiven, ['x']);
      assert.equal((await run({ fromFacts: ['f'] })).argumentsGiven, []);
      for (const command of ['fix', 'undo', 'connect'] as const) {
        assert.equal((await run({}, { command })).argumentsGiven, []);
      }
    });
  });

  it('says nothing about what a saved plan says', async () => {
    await withFiles({ [USER]: 'need = api\nuser = bob\ntimeout = 90\n' }, async ({ run }) => {
      const followed = await run({ plan: 'plan.json' }, { command: 'fix' });
      assert.equal(followed.options, { plan: 'plan.json', timeout: '90' });
      assert.is((await run({}, { command: 'fix' })).options['user'], 'bob');
    });
  });

  it('takes file names relative to the file', async () => {
    await withFiles(
      { [USER]: 'identity = ~/.ssh/id\nwaivers = w.ini' },
      async ({ folder, run }) => {
        const { options } = await run();
        assert.is(options['identity'], join(folder, 'home/.ssh/id'));
        assert.is(options['waivers'], join(folder, 'home/.config/podready/w.ini'));
      },
    );
  });
});

describe('a configuration found in the working directory', (it) => {
  const all: readonly OptionDefinition[] = OPTIONS;
  const refused = all.filter(({ inFile }) => inFile !== 'anyone').map(({ name }) => name);
  const allowed = new Set(all.filter(({ inFile }) => inFile === 'anyone').map(({ name }) => name));
  for (const name of ['hosts', ...new Set(refused)].filter((one) => !allowed.has(one))) {
    it(`may not set ${name}`, async () => {
      await withFiles({ [PROJECT]: `\n${name} = true` }, async ({ run }) => {
        const said = await refusal(run({}, { command: 'fix' }));
        assert.match(said, /^podready\.ini:2: [a-z-]+(?:: refused| can only be said)/u);
      });
    });
  }

  it('may set needs, severities, formats and waivers, and nothing else', () => {
    assert.equal([...allowed].toSorted(), [
      'baseline',
      'fail-on',
      'format',
      'need',
      'profile',
      'strict',
      'target',
      'waivers',
      'warn-exit',
    ]);
  });

  it('never consents to a fix, whoever wrote it', async () => {
    for (const key of ['yes', 'dry-run', 'plan', 'only', 'accept-new', 'run']) {
      await withFiles({ [USER]: `${key} = safe` }, async ({ run }) => {
        assert.match(await refusal(run()), /can only be said on the command line/u);
      });
    }
  });

  it('names files in its own folder only, also by a link', async () => {
    for (const value of ['/etc/passwd', '../home/x', '~/x', 'link', '.']) {
      await withFiles({ [PROJECT]: `waivers = ${value}` }, async ({ folder, run }) => {
        await symlink('/etc/passwd', join(folder, 'work/link'));
        assert.match(await refusal(run()), /podready\.ini:1: waivers: .* its own folder/u);
      });
    }
    await withFiles({ [PROJECT]: 'waivers = sub/w.ini' }, async ({ folder, run }) => {
      assert.is((await run()).options['waivers'], join(folder, 'work/sub/w.ini'));
    });
  });

  it('is refused when it belongs to somebody else', async () => {
    await withFiles({ [PROJECT]: 'strict = true' }, async ({ folder, run }) => {
      const uid = 54_321;
      const own = process.getuid?.() ?? 0;
      if (own !== 0) {
        assert.match(await refusal(run({}, { around: { uid } })), /belongs to uid .*--no-config/u);
      } else {
        // The file is root's: everybody trusts root, and root not everybody.
        assert.is((await run({}, { around: { uid } })).options['strict'], true);
        const { chown } = await import('node:fs/promises');
        await chown(join(folder, PROJECT), uid, uid);
        assert.match(await refusal(run()), /belongs to uid 54321, not to you/u);
        const env = { SUDO_UID: '54321' };
        assert.is((await run({}, { around: { env } })).options['strict'], true);
      }
    });
  });

  it('is the file of the user where that is the working directory', async () => {
    await withFiles({ [USER]: 'timeout = 90' }, async ({ run }) => {
      const { files, options } = await run({}, { cwd: 'home/.config/podready' });
      assert.equal(files, [{ name: 'podready.ini', kind: 'user' }]);
      assert.is(options['timeout'], '90');
    });
  });
});

describe('a wrong configuration', (it) => {
  for (const [text, message] of [
    ['tiemout = 5', /^podready\.ini:1: there is no setting 'tiemout'; did you mean 'timeout'\?$/u],
    ['xyzzyxyzzy = 5', /expected one of hosts, /u],
    ['constructor = 5', /there is no setting 'constructor'/u],
    ['__proto__ = 5', /:1: expected KEY = VALUE/u],
    ['\nneed = remot', /:2: need remot: there is no such need; did you mean 'remote'\?/u],
    ['fail-on = eror', /:1: fail-on: expected error, warning, info; got "eror"/u],
    ['strict = yes', /:1: strict: expected true or false; got 'yes'/u],
    ['format =', /:1: format is empty/u],
    ['strict = true\nstrict = false', /:2: strict was set before, at podready\.ini:1/u],
    ['profile = servr', /:1: profile: there is no profile 'servr'; did you mean 'server'\?/u],
    ['[profile]\nneed = api', /:1: \[profile\]: expected \[severity\] or \[profile NAME\]/u],
    ['[__proto__]\nneed = api', /:1: \[__proto__\]: expected/u],
    ['[profile ci]\nneed = api', /:1: \[profile ci\]: podready has a profile of that name/u],
    ['[profile x]\nneeds = api', /:2: a profile has one setting, need/u],
    ['[profile x]\nneed = upgrade', /:2: need upgrade: ask with --target/u],
    ['[severity]\nlingr = error', /:2: there is no check 'lingr'; did you mean 'linger'\?/u],
    ['[severity]\nlinger = fatal', /:2: linger: expected error, warning, info; got 'fatal'/u],
    ['[severity]\n[severity]', /:2: \[severity\] stands here for the second time/u],
    ['a\u001B[31m = 1', /there is no setting 'a\\x1b\[31m'/u],
  ] as const) {
    it(JSON.stringify(text), async () => {
      await withFiles({ [PROJECT]: text }, async ({ run }) => {
        assert.match(await refusal(run()), message);
      });
    });
  }

  it('that cannot be read is no configuration that is not there', async () => {
    await withFiles({}, async ({ folder, run }) => {
      await mkdir(join(folder, PROJECT));
      assert.match(await refusal(run()), /podready\.ini: it is no regular file/u);
    });
    if (process.getuid?.() === 0) return;
    await withFiles({ [USER]: 'strict = true' }, async ({ folder, run }) => {
      await chmod(join(folder, USER), 0);
      assert.match(await refusal(run()), /EACCES/u);
    });
  });
});

describe('--print-config', (it) => {
  it('says where each value comes from', async () => {
    const files = { [PROJECT]: 'profile = server\nneed = publish:80\n[severity]\nlinger = info\n' };
    await withFiles(files, async ({ run }) => {
      const configured = await run({ failOn: 'warning' }, { hosts: ['web1'] });
      const terminal = fakeTerminal();
      assert.is(await printConfig(configured, settingsOf(configured), terminal), 0);
      const lines = terminal.out().split('\n');
      assert.is(lines[0], 'Files: podready.ini (of the project: it may not set everything)');
      assert.match(terminal.out(), /^hosts +web1 +the command line$/mu);
      assert.match(terminal.out(), /^profile +server +podready\.ini:1$/mu);
      assert.match(terminal.out(), /^need +publish:80 +podready\.ini:2$/mu);
      assert.match(terminal.out(), /^fail-on +warning +--fail-on$/mu);
      assert.match(terminal.out(), /^sudo +auto +default$/mu);
      assert.match(terminal.out(), /^severity linger +info +podready\.ini:4$/mu);
      const json = fakeTerminal();
      await printConfig(configured, { format: 'json' }, json);
      const { settings } = JSON.parse(json.out()) as Configured;
      assert.equal(settings, configured.settings);
    });
  });
});
