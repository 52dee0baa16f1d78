import { appendFile, mkdir, readdir, readFile, stat } from 'node:fs/promises';
import * as assert from 'uvu/assert';
import { takeBack } from '../../src/domain/undo.ts';
import type { RepairStep, Step } from '../../src/model/fix.ts';
import { journalEntry } from '../../src/model/journal-schema.ts';
import { describe } from '../helpers/describe.ts';
import { PLACE, type RunOptions, stepHost, type StepHost } from '../helpers/step-host.ts';

const base = { summary: 'Do it', as: 'root', effect: 'safe', undo: 'exact' } as const;

/** The step that takes back what the journal of this host says was done. */
async function inverse(host: StepHost, step: RepairStep, named = false): Promise<Step> {
  const folder = step.as === 'root' ? 'var/lib' : 'home/.local/state';
  const text = await readFile(
    host.path(`${folder}/podready/journal/${PLACE.run}.ndjson`),
    'utf8',
  ).catch(() => '');
  const seen = text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => journalEntry.parse(JSON.parse(line)).seen.split(' '))
    .map((word): [string, string] => [
      word.slice(0, word.indexOf('=')),
      word.slice(word.indexOf('=') + 1),
    ]);
  const taken = takeBack({ step, index: 0, seen: new Map(seen) }, { run: PLACE.run, named });
  if (!('step' in taken)) throw new Error(taken.because);
  return taken.step;
}

async function doAndUndo(
  host: StepHost,
  step: RepairStep,
  options: RunOptions = {},
): Promise<void> {
  const done = await host.run(step, options);
  assert.is(done.status, 'done', JSON.stringify(done));
  const undo = await inverse(host, step);
  const undone = await host.run(undo, options);
  assert.is(undone.status, 'done', JSON.stringify(undone));
  assert.is((await host.run(undo, options)).status, 'already');
}

async function calls(host: StepHost, name: string): Promise<readonly string[]> {
  const text = await readFile(host.path('calls'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line.startsWith(`${name} `));
}

async function isThere(host: StepHost, name: string): Promise<boolean> {
  return (await stat(host.path(name)).catch(() => null)) !== null;
}

describe('undo of write-file', (it) => {
  const write = (host: StepHost, path: string, before: string | null = null): RepairStep => ({
    ...base,
    kind: 'write-file',
    path: host.path(path),
    content: 'new\n',
    mode: 0o644,
    before,
  });

  it('removes a new file, and the folders that were made for it', async () => {
    await using host = await stepHost();
    await mkdir(host.path('etc/systemd'));
    await doAndUndo(host, write(host, 'etc/systemd/system/user@.service.d/x.conf'));
    assert.equal(await readdir(host.path('etc')), ['systemd']);
    assert.equal(await readdir(host.path('etc/systemd')), []);
  });

  it('leaves folders in which something else lies now', async () => {
    await using host = await stepHost();
    const step = write(host, 'etc/a/b/x.conf');
    await host.run(step);
    await host.write('etc/a/y', 'theirs');
    assert.is((await host.run(await inverse(host, step))).status, 'done');
    assert.equal(await readdir(host.path('etc/a')), ['y']);
  });

  it('gives an old file its text back, byte for byte, and its mode', async () => {
    await using host = await stepHost();
    await host.write('etc/x.conf', "it's \\n old", 0o640);
    await doAndUndo(host, write(host, 'etc/x.conf', "it's \\n old"));
    assert.is(await readFile(host.path('etc/x.conf'), 'utf8'), "it's \\n old");
    assert.is((await stat(host.path('etc/x.conf'))).mode & 0o7777, 0o640);
  });

  it('leaves what was changed since', async () => {
    await using host = await stepHost();
    const step = write(host, 'etc/x.conf');
    await host.run(step);
    await appendFile(host.path('etc/x.conf'), 'and mine\n');
    assert.is((await host.run(await inverse(host, step))).status, 'changed-meanwhile');
    assert.is(await readFile(host.path('etc/x.conf'), 'utf8'), 'new\nand mine\n');
  });

  it('removes nothing outside /etc as root', async () => {
    await using host = await stepHost();
    await host.write('home/x', 'new\n');
    const undo: Step = {
      ...base,
      kind: 'remove-file',
      path: host.path('home/x'),
      content: null,
      before: 'new\n',
      folders: 1,
    };
    assert.is((await host.run(undo)).status, 'refused');
    assert.ok(await isThere(host, 'home/x'));
  });

  it('works in the home as the user', async () => {
    await using host = await stepHost();
    await mkdir(host.path('home'));
    const step = { ...write(host, 'home/.config/containers/policy.json'), as: 'user' } as const;
    await doAndUndo(host, step, { sudo: 'never' });
    assert.ok(!(await isThere(host, 'home/.config')));
  });
});

describe('undo of set-mode', (it) => {
  it('gives the old mode back, and leaves one that was changed since', async () => {
    await using host = await stepHost();
    await host.write('etc/subuid', '', 0o600);
    const path = host.path('etc/subuid');
    const step: RepairStep = { ...base, kind: 'set-mode', path, mode: 0o644, before: 0o600 };
    await doAndUndo(host, step);
    assert.is((await stat(path)).mode & 0o777, 0o600);
    await host.write('etc/subuid', '', 0o664);
    assert.is((await host.run(await inverse(host, step))).status, 'changed-meanwhile');
  });
});

const SYSTEMCTL = `
[ "$1" = --user ] && shift
v=$1; shift; for u; do :; done
case $v in
  is-enabled) [ -e "$D/enabled.$u" ] && echo enabled || { echo disabled; exit 1; } ;;
  is-active) [ -e "$D/active.$u" ] ;;
  enable) >"$D/enabled.$u" ;;
  start) >"$D/active.$u" ;;
  disable) rm -f "$D/enabled.$u" ;;
  stop) rm -f "$D/active.$u" ;;
esac`;

describe('undo of enable-unit', (it) => {
  const enable: RepairStep = {
    ...base,
    kind: 'enable-unit',
    manager: 'system',
    unit: 'x.socket',
    now: true,
    before: { enabled: false, active: false },
  };

  it('disables and stops', async () => {
    await using host = await stepHost();
    await host.stub('systemctl', SYSTEMCTL);
    await doAndUndo(host, enable);
    assert.not.ok(await isThere(host, 'enabled.x.socket'));
    assert.not.ok(await isThere(host, 'active.x.socket'));
  });

  it('leaves on what was on: the host knows better than the facts', async () => {
    for (const on of ['enabled', 'active']) {
      await using host = await stepHost();
      await host.stub('systemctl', SYSTEMCTL);
      await host.write(`${on}.x.socket`, '');
      await doAndUndo(host, enable);
      assert.ok(await isThere(host, `${on}.x.socket`), on);
    }
  });

  it('says when it does not stop', async () => {
    await using host = await stepHost();
    await host.stub('systemctl', SYSTEMCTL);
    await host.run(enable);
    await host.stub('systemctl', SYSTEMCTL.replace('rm -f "$D/active.$u"', 'exit 1'));
    const result = await host.run(await inverse(host, enable));
    assert.is(result.because, 'x.socket is disabled and did not stop');
  });
});

/** loginctl that keeps linger in a file, and a user manager that is always there. */
const LOGINCTL = `
case $1 in
  show-user) [ -e "$D/linger" ] && echo yes || echo no ;;
  enable-linger) >"$D/linger" ;;
  disable-linger) rm -f "$D/linger" ;;
esac`;

describe('undo of enable-linger', (it) => {
  const undo = (inUse: boolean): Step => ({
    ...base,
    kind: 'disable-linger',
    user: 'alice',
    uid: process.getuid?.() ?? 0,
    inUse,
  });

  it('disables it, once', async () => {
    await using host = await stepHost();
    await host.stub('loginctl', LOGINCTL);
    await host.write('linger', '');
    assert.is((await host.run(undo(false))).status, 'done');
    assert.is((await host.run(undo(false))).status, 'already');
  });

  it('is refused while containers run, unless the fix was named', async () => {
    await using host = await stepHost();
    await host.stub('loginctl', LOGINCTL);
    await host.write('linger', '');
    await host.write('proc/42/comm', 'conmon\n');
    const result = await host.run(undo(false));
    assert.is(result.status, 'refused');
    assert.match(result.because ?? '', /containers of alice run/u);
    assert.ok(await isThere(host, 'linger'));
    assert.is((await host.run(undo(true))).status, 'done');
  });
});

describe('undo of sysctl', (it) => {
  const SYSCTL = 'for a; do :; done; f=$(echo "${a%%=*}" | tr . /); echo "${a#*=}" >"$D/sys/$f"';
  const sysctl = (host: StepHost, before: string | null): RepairStep => ({
    ...base,
    kind: 'sysctl',
    key: 'net.ipv4.ping_group_range',
    value: '0 2147483647',
    valueBefore: '1\t0',
    path: host.path('etc/sysctl.d/99-zz-podready.conf'),
    content: 'new\n',
    before,
  });

  it('gives the value back, and removes the drop-in', async () => {
    await using host = await stepHost();
    await host.write('sys/net/ipv4/ping_group_range', '1\t0\n');
    await host.stub('sysctl', SYSCTL);
    await doAndUndo(host, sysctl(host, null));
    assert.is(await readFile(host.path('sys/net/ipv4/ping_group_range'), 'utf8'), '1 0\n');
    assert.not.ok(await isThere(host, 'etc/sysctl.d'));
  });

  it('gives an earlier drop-in its text back', async () => {
    await using host = await stepHost();
    await host.write('sys/net/ipv4/ping_group_range', '1\t0\n');
    await host.write('etc/sysctl.d/99-zz-podready.conf', 'old\n');
    await host.stub('sysctl', SYSCTL);
    await doAndUndo(host, sysctl(host, 'old\n'));
    assert.is(await readFile(host.path('etc/sysctl.d/99-zz-podready.conf'), 'utf8'), 'old\n');
  });

  it('leaves a value that somebody else had set before it', async () => {
    await using host = await stepHost();
    await host.write('sys/net/ipv4/ping_group_range', '0\t2147483647\n');
    await host.stub('sysctl', SYSCTL);
    await doAndUndo(host, sysctl(host, null));
    assert.equal(await calls(host, 'sysctl'), []);
    assert.not.ok(await isThere(host, 'etc/sysctl.d'));
  });

  it('leaves a value that was changed since', async () => {
    await using host = await stepHost();
    await host.write('sys/net/ipv4/ping_group_range', '1\t0\n');
    await host.stub('sysctl', SYSCTL);
    const step = sysctl(host, null);
    await host.run(step);
    await host.write('sys/net/ipv4/ping_group_range', '5 6\n');
    assert.is((await host.run(await inverse(host, step))).status, 'changed-meanwhile');
    assert.ok(await isThere(host, 'etc/sysctl.d/99-zz-podready.conf'));
  });
});

describe('undo of load-module', (it) => {
  const MODPROBE = `
    case $1 in
      -r) rm -r "$D/modules/$3" ;;
      --) mkdir -p "$D/modules/$2"; echo 0 >"$D/modules/$2/refcnt" ;;
    esac`;
  const load = (host: StepHost): RepairStep => ({
    ...base,
    kind: 'load-module',
    module: 'tun',
    path: host.path('etc/modules-load.d/podready-tun.conf'),
    content: 'tun\n',
    before: null,
  });

  it('unloads it, and removes the drop-in', async () => {
    await using host = await stepHost();
    await host.stub('modprobe', MODPROBE);
    await doAndUndo(host, load(host));
    assert.not.ok(await isThere(host, 'modules/tun'));
    assert.not.ok(await isThere(host, 'etc/modules-load.d'));
  });

  it('is refused while somebody uses it', async () => {
    await using host = await stepHost();
    await host.stub('modprobe', MODPROBE);
    const step = load(host);
    await host.run(step);
    await host.write('modules/tun/refcnt', '2\n');
    const result = await host.run(await inverse(host, step));
    assert.is(result.status, 'refused');
    assert.match(result.because ?? '', /the module tun is in use/u);
    assert.ok(await isThere(host, 'etc/modules-load.d/podready-tun.conf'));
  });

  it('leaves a module loaded that was loaded before', async () => {
    await using host = await stepHost();
    await host.stub('modprobe', MODPROBE);
    await host.write('modules/tun/refcnt', '0\n');
    await doAndUndo(host, load(host));
    assert.equal(await calls(host, 'modprobe'), ['modprobe -- tun']);
  });
});

describe('undo of allocate-subids', (it) => {
  /** Like the real one it deletes nothing of a user who has a process, but for a prefix that is not `/`. */
  const USERMOD = `
    prefix=
    [ "$1" != --prefix ] || { prefix=$2; shift 2; }
    case $1:$prefix in --del*: | --del*:/) [ ! -e "$D/busy" ] || { echo 'user alice is currently used by process 42'; exit 8; } ;; esac
    while [ $# -gt 2 ]; do
      f=\${1#--???-} r=$2; f=$D/etc/\${f%s}
      case $1 in
        --add-*) echo "alice:\${r%-*}:65536" >>"$f" ;;
        *) grep -vx "alice:\${r%-*}:65536" "$f" >"$D/x"; cat "$D/x" >"$f" ;;
      esac
      shift 2
    done`;
  const allocate: RepairStep = {
    ...base,
    kind: 'allocate-subids',
    user: 'alice',
    start: 165_536,
    count: 65_536,
    files: ['subuid', 'subgid'],
  };
  const BEFORE = '# ours\nbob:100000:65536\nalice:165536:1\n';
  const ready = async (host: StepHost): Promise<void> => {
    await host.write('etc/subuid', 'bob:100000:65536\n');
    await host.write('etc/subgid', 'bob:100000:65536', 0o640);
    await host.stub('usermod', USERMOD);
  };

  it('takes the line out of both files, and nothing else', async () => {
    await using host = await stepHost();
    await ready(host);
    await host.write('etc/subgid', 'bob:100000:65536\n', 0o640);
    await doAndUndo(host, allocate);
    for (const file of ['subuid', 'subgid']) {
      assert.is(await readFile(host.path(`etc/${file}`), 'utf8'), 'bob:100000:65536\n');
    }
    assert.is((await stat(host.path('etc/subgid'))).mode & 0o777, 0o640);
    assert.equal((await calls(host, 'usermod')).slice(1), [
      'usermod --del-subuids 165536-231071 --del-subgids 165536-231071 -- alice',
    ]);
  });

  it('does so by usermod too while the user has a process', async () => {
    await using host = await stepHost();
    await ready(host);
    await host.write('etc/subgid', 'bob:100000:65536\n');
    await host.write('busy', '');
    await doAndUndo(host, allocate);
    assert.is(await readFile(host.path('etc/subuid'), 'utf8'), 'bob:100000:65536\n');
    assert.equal((await calls(host, 'usermod')).slice(2), [
      'usermod --prefix // --del-subuids 165536-231071 --del-subgids 165536-231071 -- alice',
    ]);
  });

  it('where there is no usermod, replaces the file', async () => {
    await using host = await stepHost();
    await host.write('etc/subuid', 'bob:100000:65536\n');
    await host.write('etc/subgid', 'bob:100000:65536\n', 0o640);
    const { layout } = host;
    const bare = { layout: { ...layout, rootPath: `${host.path('bin')}:/usr/bin:/bin` } };
    await doAndUndo(host, allocate, bare);
    assert.is(await readFile(host.path('etc/subgid'), 'utf8'), 'bob:100000:65536\n');
    assert.is((await stat(host.path('etc/subgid'))).mode & 0o777, 0o640);
    assert.equal(await calls(host, 'usermod'), []);
  });

  it('says what usermod says when it does not do it', async () => {
    await using host = await stepHost();
    await ready(host);
    await host.run(allocate);
    await host.stub('usermod', 'echo "cannot lock /etc/subuid; try again later."; exit 16');
    const result = await host.run(await inverse(host, allocate));
    assert.is(result.status, 'failed');
    assert.match(result.output, /cannot lock/u);
    assert.match(await readFile(host.path('etc/subuid'), 'utf8'), /alice:165536:65536/u);
  });

  it('leaves a line that was there before in one of them', async () => {
    await using host = await stepHost();
    await ready(host);
    await host.write('etc/subgid', 'alice:165536:65536\n');
    await doAndUndo(host, allocate);
    assert.is(await readFile(host.path('etc/subgid'), 'utf8'), 'alice:165536:65536\n');
  });

  const release = (inUse: boolean): Step => ({ ...allocate, kind: 'release-subids', inUse });

  it('leaves lines that only look like it', async () => {
    await using host = await stepHost();
    await host.write('etc/subuid', BEFORE);
    await host.write('etc/subgid', BEFORE);
    assert.is((await host.run(release(false))).status, 'already');
    assert.is(await readFile(host.path('etc/subuid'), 'utf8'), BEFORE);
  });

  it('is refused while a namespace maps the ids, unless the fix was named', async () => {
    await using host = await stepHost();
    await ready(host);
    await host.write('etc/subuid', 'alice:165536:65536\n');
    await host.write('etc/subgid', 'alice:165536:65536\n');
    await host.write('proc/1/uid_map', '         0          0 4294967295\n');
    assert.is((await host.run(release(false))).status, 'done');
    await host.write('etc/subuid', 'alice:165536:65536\n');
    await host.write('proc/42/gid_map', '         0 1000 1\n         1     165536      65536\n');
    const result = await host.run(release(false));
    assert.is(result.status, 'refused');
    assert.match(result.because ?? '', /in use \(.*proc\/42\/gid_map\)/u);
    assert.is((await host.run(release(true))).status, 'done');
    assert.is(await readFile(host.path('etc/subuid'), 'utf8'), '');
  });
});
