import { execFile } from 'node:child_process';
import { mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { promisify } from 'node:util';
import * as assert from 'uvu/assert';
import type { Step, WriteFileStep } from '../../src/model/fix.ts';
import { describe } from '../helpers/describe.ts';
import { stepHost } from '../helpers/step-host.ts';

const base = { summary: 'Do it', effect: 'safe', undo: 'exact' } as const;

function write(path: string, given: Partial<WriteFileStep> = {}): WriteFileStep {
  return {
    ...base,
    kind: 'write-file',
    as: 'root',
    path,
    content: 'new\n',
    mode: 0o644,
    before: null,
    ...given,
  };
}

/** What a shell might take for something else. */
const HOSTILE = [
  `it's "quoted" \`id\` $(id) $HOME \\ \\n %s %d !x\n`,
  'no line break at the end',
  '\n\n\n',
  '',
  '--\n-e\n-n\n',
  `tab\tand \u00e4\u4e2d \u{1F600}\n'\n'\\''\n`,
  `EOF\nmain; exit 0\n`,
];

describe('write-file', (it) => {
  it('writes every text byte for byte, and again writes nothing', async () => {
    for (const content of HOSTILE) {
      await using host = await stepHost();
      const step = write(host.path('etc/sub dir/a$(b)`c`"d\'e.conf'), { content });
      assert.is((await host.run(step)).status, 'done');
      assert.is(await readFile(step.path, 'utf8'), content);
      assert.is((await host.run(step)).status, 'already');
    }
  });

  it('replaces what it knows, and keeps the mode of the file', async () => {
    await using host = await stepHost();
    await host.write('etc/x.conf', 'old\n', 0o640);
    const step = write(host.path('etc/x.conf'), { before: 'old\n' });
    assert.is((await host.run(step)).status, 'done');
    assert.is(await readFile(step.path, 'utf8'), 'new\n');
    assert.is((await stat(step.path)).mode & 0o7777, 0o640);
  });

  it('keeps the access control list of a file, and writes nothing when it cannot', async () => {
    await using host = await stepHost();
    await host.write('etc/x.conf', 'old\n', 0o640);
    await host.stub('ls', 'echo "-rw-r-----+ 1 root root 4 Jan 1 2026 $3"');
    const step = write(host.path('etc/x.conf'), { before: 'old\n' });
    await host.stub('getfacl', 'exit 1');
    const result = await host.run(step);
    assert.match(result.because ?? '', /access control list or a label that cannot be kept/u);
    assert.is(await readFile(step.path, 'utf8'), 'old\n');
    await host.stub('getfacl', 'echo user:alice:r--');
    await host.stub('setfacl', 'cat >"$D/access"');
    assert.is((await host.run(step)).status, 'done');
    assert.is(await readFile(host.path('access'), 'utf8'), 'user:alice:r--\n');
  });

  it('gives a new file its mode', async () => {
    await using host = await stepHost();
    const step = write(host.path('etc/x.conf'), { mode: 0o600 });
    await host.run(step);
    assert.is((await stat(step.path)).mode & 0o7777, 0o600);
  });

  it('leaves a file that is not what the plan was made from', async () => {
    for (const [before, now] of [
      ['old\n', 'other\n'],
      ['old\n', 'old'],
      ['old\n', 'old\n\n'],
      [null, 'old\n'],
      ['old\n', null],
    ] as const) {
      await using host = await stepHost();
      if (now !== null) await host.write('etc/x.conf', now);
      const result = await host.run(write(host.path('etc/x.conf'), { before }));
      assert.is(result.status, 'changed-meanwhile', JSON.stringify([before, now]));
      const left = await readFile(host.path('etc/x.conf'), 'utf8').catch(() => null);
      assert.is(left, now);
    }
  });

  it('refuses a symbolic link, a FIFO and a folder, and does not wait for the FIFO', async () => {
    await using host = await stepHost();
    await host.write('secret', 'mine\n');
    await symlink(host.path('secret'), host.path('etc/link'));
    await symlink(host.path('nowhere'), host.path('etc/dangling'));
    await promisify(execFile)('mkfifo', [host.path('etc/fifo')]);
    await mkdir(host.path('etc/folder'));
    for (const name of ['link', 'dangling', 'fifo', 'folder']) {
      const step = write(host.path(`etc/${name}`), { before: 'mine\n' });
      assert.is((await host.run(step)).status, 'refused', name);
    }
    assert.is(await readFile(host.path('secret'), 'utf8'), 'mine\n');
  });

  it('as root writes nothing outside /etc, also not through a linked folder or by ..', async () => {
    await using host = await stepHost();
    await mkdir(host.path('home'));
    await symlink(host.path('home'), host.path('etc/out'));
    for (const name of ['home/x', 'etc/../home/x', 'etc/out/x', 'etc/out/y/x', 'etcetera/x']) {
      const step = write(`${host.dir}/${name}`);
      assert.is((await host.run(step)).status, 'refused', name);
    }
    await assertGone(host.path('home/x'));
    await assertGone(host.path('home/y'));
  });

  it('as the user writes in the home', async () => {
    await using host = await stepHost();
    await mkdir(host.path('home'));
    const step = write(host.path('home/.config/containers/policy.json'), { as: 'user' });
    const result = await host.run(step, { sudo: 'never' });
    assert.is(result.status, 'done', JSON.stringify(result));
    assert.is((await stat(host.path('home/.config'))).mode & 0o777, 0o700);
  });

  it('leaves no temporary file behind when the folder is full or read-only', async () => {
    await using host = await stepHost();
    await host.stub('mv', 'echo "mv: No space left on device" >&2; exit 1');
    const result = await host.run(write(host.path('etc/x.conf')));
    assert.is(result.status, 'failed');
    assert.match(result.output, /No space left/);
    const { stdout } = await promisify(execFile)('find', [host.path('etc'), '-type', 'f']);
    assert.is(stdout, '');
  });
});

describe('becoming root', (it) => {
  const step = (path: string): Step => write(path);

  it('says that it needs root when there is no way, or none is allowed', async () => {
    await using host = await stepHost();
    const result = await host.run(step(host.path('etc/x')), { sudo: 'never' });
    assert.is(result.status, 'denied');
    assert.match(result.because ?? '', /needs root/);
  });

  it('says what sudo says', async () => {
    await using host = await stepHost();
    await host.stub('sudo', 'echo "sudo: a password is required" >&2; exit 1');
    const result = await host.run(step(host.path('etc/x')));
    assert.is(result.status, 'denied');
    assert.match(result.because ?? '', /sudo refused: sudo: a password is required/);
  });

  const ASKS =
    'while [ "${1#-}" != "$1" ]; do shift; [ "$1" = "" ] && shift; done; IFS= read -r p; ';

  it('gives the password to sudo, and to nobody else', async () => {
    await using host = await stepHost();
    await host.stub('sudo', `${ASKS}[ "$p" = "s3 cret" ] || exit 1; exec "$@"`);
    const result = await host.run(step(host.path('etc/x')), { sudo: 'ask', password: 's3 cret' });
    assert.is(result.status, 'done', JSON.stringify(result));
    assert.not.match(await readFile(host.path('calls'), 'utf8'), /s3 cret/);
  });

  it('does not execute a password that sudo did not want', async () => {
    await using host = await stepHost();
    await host.stub(
      'sudo',
      'while [ "${1#-}" != "$1" ] || [ "$1" = "" ]; do shift; done; exec "$@"',
    );
    const password = `touch ${host.path('executed')}`;
    const result = await host.run(step(host.path('etc/x')), { sudo: 'ask', password });
    assert.is(result.status, 'done', JSON.stringify(result));
    await assertGone(host.path('executed'));
  });

  it('is lost when the shell of the step dies', async () => {
    await using host = await stepHost();
    await host.stub('mkdir', 'kill -9 $PPID; sleep 1');
    const result = await host.run(step(host.path('etc/sub/x')));
    assert.is(result.status, 'lost');
  });
});

async function assertGone(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  assert.is(found, null, path);
}
