import { appendFile, mkdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import * as assert from 'uvu/assert';
import type { AllocateSubidsStep, EnableUnitStep, Step, SysctlStep } from '../../src/model/fix.ts';
import { describe } from '../helpers/describe.ts';
import { stepHost, type StepHost } from '../helpers/step-host.ts';

const base = { summary: 'Do it', effect: 'safe', undo: 'exact' } as const;

async function calls(host: StepHost, name: string): Promise<readonly string[]> {
  const text = await readFile(host.path('calls'), 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line.startsWith(`${name} `));
}

describe('run', (it) => {
  it('gives every argument to the program as it is', async () => {
    await using host = await stepHost();
    await host.stub('tool', 'printf "<%s>" "$@"; exit 3');
    const argv = ['tool', '$(id)', "it's", 'a b', '*', '', '-n\n'] as const;
    const result = await host.run({ ...base, kind: 'run', as: 'user', argv });
    assert.is(result.status, 'failed');
    assert.is(result.exitCode, 3);
    assert.is(result.output, "<$(id)><it's><a b><*><><-n\n>");
  });

  it('says that a program is not there', async () => {
    await using host = await stepHost();
    const result = await host.run({
      ...base,
      kind: 'run',
      as: 'root',
      argv: ['no-such-tool', 'x'],
    });
    assert.is(result.because, 'no-such-tool is not installed');
  });

  it('keeps secrets out of what it reports, and no more than the end', async () => {
    await using host = await stepHost();
    await host.stub('tool', 'seq 1 5000; echo password=hunter2');
    const result = await host.run({ ...base, kind: 'run', as: 'user', argv: ['tool'] });
    assert.is(result.status, 'done');
    assert.ok(result.output.length <= 2100);
    assert.not.match(result.output, /hunter2/);
  });
});

describe('set-mode', (it) => {
  it('changes the mode of a file below /etc, once', async () => {
    await using host = await stepHost();
    await host.write('etc/subuid', 'a:1:1\n', 0o600);
    const step: Step = {
      ...base,
      kind: 'set-mode',
      as: 'root',
      path: host.path('etc/subuid'),
      mode: 0o644,
      before: 0o600,
    };
    assert.is((await host.run(step)).status, 'done');
    assert.is((await stat(step.path)).mode & 0o7777, 0o644);
    assert.is((await host.run(step)).status, 'already');
    assert.is((await host.run({ ...step, mode: 0o640 })).status, 'changed-meanwhile');
  });

  it('gives no setuid bit to a helper with capabilities, nor to another program', async () => {
    await using host = await stepHost();
    await host.write('usr/newuidmap', '', 0o755);
    await host.write('usr/other', '', 0o755);
    const step: Step = {
      ...base,
      kind: 'set-mode',
      as: 'root',
      path: host.path('usr/newuidmap'),
      mode: 0o4755,
      before: 0o755,
    };
    await host.stub('getcap', 'echo "$1 cap_setuid=ep"');
    assert.is((await host.run(step)).status, 'refused');
    assert.is((await host.run({ ...step, path: host.path('usr/other') })).status, 'refused');
    await host.stub('getcap', 'true');
    assert.is((await host.run(step)).status, 'done');
    assert.is((await stat(step.path)).mode & 0o7777, 0o4755);
  });
});

/** systemctl of which a file holds what is enabled and active. */
const SYSTEMCTL = `
[ "$1" = --user ] && shift
v=$1; shift; for u; do :; done
case $v in
  is-enabled) [ -e "$D/enabled.$u" ] && echo enabled || { echo disabled; exit 1; } ;;
  is-active) [ -e "$D/active.$u" ] ;;
  enable) >"$D/enabled.$u" ;;
  start) >"$D/active.$u" ;;
esac`;

describe('enable-unit', (it) => {
  const step: EnableUnitStep = {
    ...base,
    kind: 'enable-unit',
    as: 'user',
    manager: 'user',
    unit: 'podman.socket',
    now: true,
    before: { enabled: false, active: false },
  };

  it('enables and starts what is not, and then finds it done', async () => {
    await using host = await stepHost();
    await host.stub('systemctl', SYSTEMCTL);
    assert.is((await host.run(step)).status, 'done');
    assert.is((await host.run(step)).status, 'already');
    assert.is(
      (await calls(host, 'systemctl')).filter((one) => one.includes('enable --')).length,
      1,
    );
  });

  it('does not ask the system manager with --user', async () => {
    await using host = await stepHost();
    await host.stub('systemctl', SYSTEMCTL);
    const result = await host.run({ ...step, manager: 'system', as: 'root', unit: 'ssh.service' });
    assert.is(result.status, 'done');
    assert.not.match((await calls(host, 'systemctl')).join('\n'), /--user/);
  });

  it('says when it does not start', async () => {
    await using host = await stepHost();
    await host.stub('systemctl', SYSTEMCTL.replace('>"$D/active.$u"', 'echo "Job failed"; exit 1'));
    const result = await host.run(step);
    assert.is(result.because, 'podman.socket is enabled and did not start');
    assert.is(result.output, 'Job failed');
  });
});

describe('enable-linger', (it) => {
  it('waits until the manager of the user answers', async () => {
    await using host = await stepHost();
    await host.stub('loginctl', 'case $1 in show-user) echo no ;; esac');
    await host.stub('systemctl', 'true');
    await mkdir(host.path('run/1000'), { recursive: true });
    const server = createServer();
    setTimeout(() => server.listen(host.path('run/1000/bus')), 500);
    const step: Step = { ...base, kind: 'enable-linger', as: 'root', user: 'alice', uid: 1000 };
    const result = await host.run(step);
    server.close();
    assert.is(result.status, 'done', JSON.stringify(result));
    assert.equal(await calls(host, 'systemctl'), ['systemctl start user@1000.service']);
  });
});

describe('sysctl', (it) => {
  const stepOn = (host: StepHost, given: Partial<SysctlStep> = {}): SysctlStep => ({
    ...base,
    kind: 'sysctl',
    as: 'root',
    key: 'user.max_user_namespaces',
    value: '28633',
    valueBefore: '0',
    path: host.path('etc/sysctl.d/99-zz-podready.conf'),
    content: 'user.max_user_namespaces = 28633\n',
    before: null,
    ...given,
  });
  const SYSCTL = 'for a; do :; done; f=$(echo "${a%%=*}" | tr . /); echo "${a#*=}" >"$D/sys/$f"';

  it('sets this key alone, writes the drop-in, and then finds it done', async () => {
    await using host = await stepHost();
    await host.write('sys/user/max_user_namespaces', '0\n');
    await host.stub('sysctl', SYSCTL);
    const step = stepOn(host);
    assert.is((await host.run(step)).status, 'done');
    assert.equal(await calls(host, 'sysctl'), ['sysctl -q -w user.max_user_namespaces=28633']);
    assert.is(await readFile(step.path, 'utf8'), step.content);
    assert.is((await host.run(step)).status, 'already');
  });

  it('compares values word by word', async () => {
    await using host = await stepHost();
    await host.write('sys/net/ipv4/ping_group_range', '1\t0\n');
    await host.stub('sysctl', SYSCTL);
    const step = stepOn(host, {
      key: 'net.ipv4.ping_group_range',
      value: '0 2000000',
      valueBefore: '1\t0',
    });
    assert.is((await host.run(step)).status, 'done');
  });

  it('reads a number of the real kernel whole, in the shell that runs steps', async () => {
    await using host = await stepHost();
    const value = (await readFile('/proc/sys/kernel/pid_max', 'utf8')).trim();
    assert.ok(value.length > 1, value);
    const content = `kernel.pid_max = ${value}\n`;
    const step = stepOn(host, { key: 'kernel.pid_max', value, valueBefore: value, content });
    await host.write('etc/sysctl.d/99-zz-podready.conf', content);
    const layout = { ...host.layout, sysctls: '/proc/sys' };
    // Nothing is to be set, so nothing is.
    await host.stub('sysctl', 'exit 1');
    assert.is((await host.run(step, { layout })).status, 'already');
    assert.equal(await calls(host, 'sysctl'), []);
  });

  it('leaves a value that is not what the plan was made from', async () => {
    await using host = await stepHost();
    await host.write('sys/user/max_user_namespaces', '7\n');
    await host.stub('sysctl', SYSCTL);
    assert.is((await host.run(stepOn(host))).status, 'changed-meanwhile');
  });

  it('leaves no drop-in when the kernel refuses the value', async () => {
    await using host = await stepHost();
    await host.write('sys/user/max_user_namespaces', '0\n');
    await host.stub('sysctl', 'echo "sysctl: permission denied" >&2; exit 255');
    const result = await host.run(stepOn(host));
    assert.is(result.status, 'failed');
    assert.match(result.output, /permission denied/);
    assert.is(await stat(host.path('etc/sysctl.d/99-zz-podready.conf')).catch(() => null), null);
  });

  it('takes the value back when the drop-in cannot be written', async () => {
    await using host = await stepHost();
    await host.write('sys/user/max_user_namespaces', '0\n');
    await host.stub('sysctl', SYSCTL);
    await host.stub('mv', 'exit 1');
    assert.is((await host.run(stepOn(host))).status, 'failed');
    assert.is(await readFile(host.path('sys/user/max_user_namespaces'), 'utf8'), '0\n');
  });
});

describe('load-module', (it) => {
  const stepOn = (host: StepHost): Step => ({
    ...base,
    kind: 'load-module',
    as: 'root',
    module: 'tun',
    path: host.path('etc/modules-load.d/podready-tun.conf'),
    content: 'tun\n',
    before: null,
  });

  it('loads it now and at boot', async () => {
    await using host = await stepHost();
    await host.stub('modprobe', 'true');
    assert.is((await host.run(stepOn(host))).status, 'done');
    assert.equal(await calls(host, 'modprobe'), ['modprobe -- tun']);
    assert.is(await readFile(host.path('etc/modules-load.d/podready-tun.conf'), 'utf8'), 'tun\n');
  });

  it('writes nothing when the kernel has no such module', async () => {
    await using host = await stepHost();
    await host.stub('modprobe', 'echo "modprobe: FATAL: Module tun not found" >&2; exit 1');
    assert.is((await host.run(stepOn(host))).status, 'failed');
    assert.is(await stat(host.path('etc/modules-load.d')).catch(() => null), null);
  });
});

/** usermod that, like the real one, accepts whatever it is told. */
const USERMOD = `
while [ $# -gt 1 ]; do
  o=$1 r=$2; shift 2
  s=\${r%-*} n=$((\${r#*-} - \${r%-*} + 1))
  case $o in
    --add-subuids) echo "alice:$s:$n" >>"$D/etc/subuid" ;;
    --add-subgids) echo "alice:$s:$n" >>"$D/etc/subgid" ;;
    --del-sub*) f=$D/etc/sub\${o#--del-sub}; f=\${f%s}; grep -v "alice:$s:$n" "$f" >"$D/t"; cat "$D/t" >"$f" ;;
  esac
done`;

describe('allocate-subids', (it) => {
  const step: AllocateSubidsStep = {
    ...base,
    kind: 'allocate-subids',
    as: 'root',
    user: 'alice',
    start: 165_536,
    count: 65_536,
    files: ['subuid', 'subgid'],
  };
  const ready = async (host: StepHost, usermod = USERMOD): Promise<void> => {
    await host.write('etc/subuid', 'bob:100000:65536\n');
    await host.write('etc/subgid', 'bob:100000:65536\n');
    await host.stub('usermod', usermod);
  };

  it('adds the block to both files, once', async () => {
    await using host = await stepHost();
    await ready(host);
    const result = await host.run(step);
    assert.is(result.status, 'done', JSON.stringify(result));
    for (const name of ['subuid', 'subgid']) {
      const text = await readFile(host.path(`etc/${name}`), 'utf8');
      assert.is(text, 'bob:100000:65536\nalice:165536:65536\n');
    }
    assert.is((await host.run(step)).status, 'already');
    assert.equal(await calls(host, 'usermod'), [
      'usermod --add-subuids 165536-231071 --add-subgids 165536-231071 -- alice',
    ]);
  });

  it('makes a file that does not exist', async () => {
    await using host = await stepHost();
    await host.stub('usermod', USERMOD);
    assert.is((await host.run(step)).status, 'done');
    assert.is((await stat(host.path('etc/subgid'))).mode & 0o777, 0o644);
  });

  it('does not begin when the ids are no longer free', async () => {
    for (const taken of [
      'eve:200000:1',
      'eve:0165500:100',
      'eve:0:99999999999999999999',
      'eve:231071:9\r',
    ]) {
      await using host = await stepHost();
      await ready(host);
      await appendFile(host.path('etc/subgid'), taken);
      const result = await host.run(step);
      assert.is(result.status, 'changed-meanwhile', taken);
      assert.match(result.because ?? '', /no longer free: .*etc\/subgid has eve:/);
      assert.equal(await calls(host, 'usermod'), []);
    }
  });

  it('takes back what somebody else got at the same moment', async () => {
    await using host = await stepHost();
    await ready(
      host,
      `case $1 in --add*) echo "eve:170000:65536" >>"$D/etc/subuid" ;; esac\n${USERMOD}`,
    );
    const result = await host.run(step);
    assert.is(result.status, 'changed-meanwhile');
    assert.match(result.because ?? '', /taken back: .*eve:170000:65536/);
    assert.not.match(await readFile(host.path('etc/subuid'), 'utf8'), /alice/);
    assert.not.match(await readFile(host.path('etc/subgid'), 'utf8'), /alice/);
  });

  it('is not content when usermod did nothing', async () => {
    await using host = await stepHost();
    await ready(host, 'exit 0');
    assert.is((await host.run(step)).status, 'failed');
  });

  it('mirrors a block into one file, whatever the other one holds', async () => {
    await using host = await stepHost();
    await ready(host);
    await host.write('etc/subuid', 'alice:165536:65536\neve:165536:65536\n');
    assert.is((await host.run({ ...step, files: ['subgid'] })).status, 'done');
    assert.equal(await calls(host, 'usermod'), ['usermod --add-subgids 165536-231071 -- alice']);
  });
});
