import { mkdir, readFile, stat, symlink } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import type { AuthorizeKeyStep, CreateUserStep } from '../../src/model/fix.ts';
import type { RemoveUserStep, WithdrawKeyStep } from '../../src/model/undo-step.ts';
import { describe } from '../helpers/describe.ts';
import { stepHost, type StepHost } from '../helpers/step-host.ts';

const base = { summary: 'Do it', effect: 'safe', undo: 'equivalent' } as const;

function creating(host: StepHost): CreateUserStep {
  const home = host.path('home/podman');
  return { ...base, kind: 'create-user', as: 'root', user: 'podman', home, shell: '/bin/bash' };
}

/** `id` knows the user once useradd was there, and no more after userdel. */
async function withUsers(host: StepHost, uid: number): Promise<void> {
  await host.stub('id', `[ -e "$D/user" ] || exit 1; echo ${uid}`);
  await mkdir(host.path('home'), { recursive: true });
  await host.stub('useradd', 'mkdir -p "$D/home/podman"; : >"$D/user"');
  await host.stub('userdel', 'rm "$D/user"');
}

const own = process.getuid?.() ?? 0;

describe('create-user', (it) => {
  it('adds the account by useradd, once, and says which uid it got', async () => {
    await using host = await stepHost();
    await withUsers(host, own);
    const first = await host.run(creating(host));
    assert.equal([first.status, first.because], ['done', null]);
    const calls = await readFile(host.path('calls'), 'utf8');
    assert.match(
      calls,
      `useradd --create-home --user-group --home-dir ${host.path('home/podman')} --shell /bin/bash`,
    );
    assert.match(calls, '--password * -- podman');
    const journal = await readFile(
      host.path('var/lib/podready/journal/20260102T030405Z-abcdef.ndjson'),
      'utf8',
    );
    assert.match(journal, `"seen":"uid=${own}"`);
    assert.is((await host.run(creating(host))).status, 'already');
  });

  it('takes no home that is there', async () => {
    await using host = await stepHost();
    await withUsers(host, own);
    await mkdir(host.path('home/podman'));
    const { status, because } = await host.run(creating(host));
    assert.is(status, 'refused');
    assert.match(because ?? '', 'is there, and there is no user podman');
  });

  it("fails when useradd does, and when the home is somebody else's", async () => {
    await using host = await stepHost();
    await withUsers(host, own + 1);
    const other = await host.run(creating(host));
    assert.match(other.because ?? '', 'does not belong to podman');
    await using second = await stepHost();
    await second.stub('id', 'exit 1');
    await second.stub('useradd', 'echo no luck; exit 9');
    const { status, output } = await second.run(creating(second));
    assert.equal([status, output], ['failed', 'no luck']);
  });
});

function removing(host: StepHost, given: Partial<RemoveUserStep> = {}): RemoveUserStep {
  const home = host.path('home/podman');
  const who = { user: 'podman', uid: 4242, home, inUse: false };
  return { ...base, kind: 'remove-user', as: 'root', ...who, ...given };
}

async function made(uid = 4242): Promise<StepHost> {
  const host = await stepHost();
  await withUsers(host, uid);
  await mkdir(host.path('home/podman'), { recursive: true });
  await mkdir(host.path('proc'), { recursive: true });
  await host.write('user', '');
  return host;
}

describe('undo of create-user', (it) => {
  it('removes the account and a home that is as new', async () => {
    await using host = await made();
    await host.write('etc/skel/.profile', 'x\n');
    await host.write('home/podman/.profile', 'x\n');
    await host.write('home/podman/.local/state/podready/journal/a', 'y\n');
    assert.is((await host.run(removing(host))).status, 'done');
    assert.match(await readFile(host.path('calls'), 'utf8'), 'userdel --remove -- podman');
    assert.is((await host.run(removing(host))).status, 'already');
  });

  for (const [name, prepare] of [
    ['a file of somebody', (host: StepHost) => host.write('home/podman/data', 'x')],
    [
      'a file of skel that was changed',
      (host: StepHost) => host.write('home/podman/.profile', 'y'),
    ],
    [
      'a link',
      (host: StepHost) => symlink('/etc/skel/.profile', host.path('home/podman/.profile')),
    ],
  ] as const) {
    it(`refuses a home with ${name}, and keeps the home when named`, async () => {
      await using host = await made();
      await host.write('etc/skel/.profile', 'x');
      await prepare(host);
      const refused = await host.run(removing(host));
      assert.is(refused.status, 'refused');
      assert.match(refused.because ?? '', 'was put into the home');
      assert.is((await host.run(removing(host, { inUse: true }))).status, 'done');
      assert.match(await readFile(host.path('calls'), 'utf8'), 'userdel -- podman');
    });
  }

  it('leaves an account of another uid alone', async () => {
    await using host = await made(4243);
    const { status, because } = await host.run(removing(host));
    assert.is(status, 'changed-meanwhile');
    assert.is(because, 'podman has the uid 4243, and had 4242 when it was made');
  });

  it('refuses while something runs as the user', async () => {
    await using host = await made(own);
    await host.write('proc/77/comm', 'conmon\n');
    await host.stub('sleep', 'true');
    const { status, because } = await host.run(removing(host, { uid: own, inUse: true }));
    assert.equal(
      [status, because],
      ['refused', 'conmon runs as podman; stop what runs as podman first'],
    );
  });
});

const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ';
const letIn: AuthorizeKeyStep = { ...base, kind: 'authorize-key', as: 'user', key: KEY };

function takeOut(created: boolean, folders: number): WithdrawKeyStep {
  return { ...base, kind: 'withdraw-key', as: 'user', key: KEY, created, folders };
}

/** The home of the user is that of the test. */
async function inHome<T>(host: StepHost, use: () => Promise<T>): Promise<T> {
  const before = process.env['HOME'];
  process.env['HOME'] = host.path('home');
  try {
    return await use();
  } finally {
    process.env['HOME'] = before;
  }
}

describe('authorize-key', (it) => {
  it('makes the file for the user alone, and takes it back with its folder', async () => {
    await using host = await stepHost();
    await mkdir(host.path('home'));
    await inHome(host, async () => {
      assert.is((await host.run(letIn)).status, 'done');
      const file = host.path('home/.ssh/authorized_keys');
      assert.is(await readFile(file, 'utf8'), `${KEY}\n`);
      assert.is((await stat(file)).mode & 0o777, 0o600);
      assert.is((await stat(host.path('home/.ssh'))).mode & 0o777, 0o700);
      assert.is((await host.run(letIn)).status, 'already');
      assert.is((await host.run(takeOut(true, 1))).status, 'done');
      assert.match(await stat(host.path('home/.ssh')).then(() => 'there', String), 'ENOENT');
      assert.is((await host.run(takeOut(true, 1))).status, 'already');
    });
  });

  it('adds a line to what is there, and takes out that line alone', async () => {
    await using host = await stepHost();
    const before = `# ${KEY}\nssh-rsa AAAA somebody's`;
    await host.write('home/.ssh/authorized_keys', before, 0o640);
    await inHome(host, async () => {
      assert.is((await host.run(letIn)).status, 'done');
      const file = host.path('home/.ssh/authorized_keys');
      assert.is(await readFile(file, 'utf8'), `${before}\n${KEY}\n`);
      assert.is((await stat(file)).mode & 0o777, 0o640);
      assert.is((await host.run(takeOut(false, 0))).status, 'done');
      assert.is(await readFile(file, 'utf8'), `${before}\n`);
    });
  });

  it('takes a key with options or a comment for let in', async () => {
    await using host = await stepHost();
    await host.write('home/.ssh/authorized_keys', `no-pty ${KEY} me@here\n`);
    await inHome(host, async () => {
      assert.is((await host.run(letIn)).status, 'already');
      assert.is((await host.run(takeOut(false, 0))).status, 'already');
    });
  });

  it('does not write through a link', async () => {
    await using host = await stepHost();
    await mkdir(host.path('home/.ssh'), { recursive: true });
    await symlink('/etc/passwd', host.path('home/.ssh/authorized_keys'));
    await inHome(host, async () => {
      const { status, because } = await host.run(letIn);
      assert.is(status, 'refused');
      assert.match(because ?? '', 'is a symbolic link');
    });
  });
});
