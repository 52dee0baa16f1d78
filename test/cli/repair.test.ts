import { EventEmitter } from 'node:events';
import * as assert from 'uvu/assert';
import type { Context } from '../../src/cli/context.ts';
import { selectForFix } from '../../src/cli/fix-selection.ts';
import type { Hosts } from '../../src/cli/hosts.ts';
import { Interruption } from '../../src/cli/interruption.ts';
import { gatherOptions, look } from '../../src/cli/look.ts';
import { repair, type Repaired } from '../../src/cli/repair.ts';
import { readSettings } from '../../src/cli/settings.ts';
import type { StepStatus } from '../../src/model/journal.ts';
import { JOURNAL_FACTS } from '../../src/engine/select.ts';
import { TransportError } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { type FakeHost, fakeTransport } from '../helpers/fake-host.ts';
import { journalOf, STEPS } from '../helpers/journals.ts';
import { type FakeTerminal, fakeTerminal } from '../helpers/terminal.ts';

/** A host on which alice does not linger until a step makes it so. */
function withoutLinger(onStep: (repair: () => void) => StepStatus): FakeHost {
  let lingers = false;
  return {
    answers: () => ({
      init: { stdout: 'name systemd\nsystemd\n' },
      user: {
        stdout:
          'id=uid=1000(alice) gid=1000(alice) groups=1000(alice)\nhome=/home/alice\nshell=/bin/bash\n',
      },
      linger: { stdout: `${lingers ? 'on' : 'off'} /var/lib/systemd/linger/alice\n` },
    }),
    onStep: () => onStep(() => (lingers = true)),
  };
}

/** A copy of the system's storage.conf hides a store, whose driver is another one than the copy names. */
function withCopiedStorageConf(): { readonly host: FakeHost; readonly seen: { steps: number } } {
  const conf = '/home/alice/.config/containers/storage.conf';
  const roots = '/var/lib/containers/storage';
  const own = '/home/alice/.local/share/containers/storage';
  const texts = [
    ['[storage]', 'driver="overlay"', `graphroot="${roots}"`],
    ['[storage]', 'driver="overlay"', `# graphroot="${roots}"`],
    ['[storage]', 'driver="vfs"', `# graphroot="${roots}"`],
  ];
  const stores = [
    `graphroot ${roots}\nrunroot /run/user/1000/containers\ndir 700 0 0 directory:${roots}\n`,
    `graphroot ${own}\nrunroot /run/user/1000/containers\ndir 700 1000 1000 directory:${own}\nwritable ${own}\nentry vfs\nentry vfs-images\nentry vfs-layers\n`,
  ];
  const seen = { steps: 0 };
  const host: FakeHost = {
    answers: () => {
      const lines = texts[seen.steps] ?? [];
      const numbered = lines
        .map((line, at) => `${conf}:${at + 1}:${line}\n`)
        .filter((line) => !line.includes('# '));
      return {
        user: {
          stdout:
            'id=uid=1000(alice) gid=1000(alice) groups=1000(alice)\nhome=/home/alice\nshell=/bin/bash\n',
        },
        mounts: { stdout: '29 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n' },
        versions: { stdout: 'podman 0 podman version 4.3.1\t/usr/bin/podman\n' },
        sysctls: { stdout: 'kernel/osrelease:6.1.0-50-amd64\n' },
        configuredPaths: { stdout: '' },
        storage: { stdout: stores[Math.min(seen.steps, 1)] ?? '' },
        storageConf: { stdout: `!uid 1000\n!driver \n@ok ${conf}\n${numbered.join('')}` },
        userStorageConf: { stdout: `${conf}\n${lines.join('\n')}\n` },
      };
    },
    onStep: () => {
      seen.steps += 1;
      return 'done';
    },
  };
  return { host, seen };
}

interface Run extends Repaired {
  readonly terminal: FakeTerminal;
  readonly counts: { readonly looks: number; readonly steps: number; readonly disposed: number };
  readonly interruption: Interruption;
}

interface RunOptions {
  readonly host: FakeHost;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly answer?: string;
  /** Called with the context before anything is repaired. */
  readonly prepare?: (context: Context) => void;
  /** Connections that succeed before the host is gone. */
  readonly connections?: number;
  /** The plan was compared with a saved one. */
  readonly asSaved?: boolean;
}

async function run({
  host,
  options,
  answer,
  prepare,
  connections = 2,
  asSaved = false,
}: RunOptions): Promise<Run> {
  const terminal = fakeTerminal();
  const signals = { say: terminal.writeErr, exit: (): void => undefined };
  const interruption = new Interruption(new EventEmitter(), signals);
  const settings = readSettings({ only: ['linger'], need: ['boot'], ...options });
  const context: Context = { settings, terminal, interruption };
  const transport = fakeTransport(host);
  let left = connections;
  const target = {
    name: 'alice@web1',
    isRemote: true,
    connect: async () => {
      await Promise.resolve();
      if (left-- > 0) return transport;
      throw new TransportError('tcp', 'alice@web1: connection refused', 'is it up?');
    },
  };
  const selected = selectForFix(settings);
  const hosts: Hosts = {
    hosts: [target],
    user: '',
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const selection = { ...selected.selection, facts: JOURNAL_FACTS };
  const { hosts: looked } = await look(hosts, selection, undefined, context);
  const [seen] = looked;
  if (seen === undefined) throw new Error('nothing was looked at');
  prepare?.(context);
  if (answer !== undefined) terminal.answer(answer);
  const gather = gatherOptions('', undefined, context);
  const run = '20260102T030405Z-abcdef';
  const shared = { selected, gather, run, askPassword: undefined, context, asSaved };
  const request = { host: target, ...shared };
  const repaired = await repair(seen, request);
  return { ...repaired, terminal, counts: transport.counts, interruption };
}

const works = (): FakeHost =>
  withoutLinger((change) => {
    change();
    return 'done';
  });

describe('repair', (it) => {
  it('shows the plan, asks, applies, looks again, and plans nothing more', async () => {
    const { report, failed, tried, terminal, counts } = await run({ host: works(), answer: 'y' });
    assert.match(terminal.out(), 'Plan for alice@web1: 1 fix');
    assert.match(terminal.err(), 'Apply this fix to alice@web1?');
    assert.match(terminal.out(), '[✓] Enable linger for alice');
    assert.is(failed, false);
    assert.equal([...tried], ['linger']);
    assert.is(report.results.find(({ check }) => check === 'linger')?.status, 'pass');
    assert.equal([counts.looks, counts.steps], [2, 1]);
    assert.match(terminal.out(), 'Recorded on the host as run 20260102T030405Z-abcdef');
  });

  it('applies a fix again for what it brought to light, and not for what it did', async () => {
    const { host, seen } = withCopiedStorageConf();
    const options = { only: ['storage-conf'], need: ['run'], yes: 'safe' };
    const { failed, terminal, counts } = await run({ host, options });
    assert.is(failed, false, terminal.out());
    assert.match(terminal.out(), '[✓] Correct graphroot in /home/alice/');
    assert.match(terminal.out(), '[✓] Correct driver in /home/alice/');
    assert.equal([counts.steps, seen.steps], [2, 2]);
  });

  it('says what an earlier run did not come to the end of', async () => {
    for (const status of ['done', null] as const) {
      const host = works();
      const step = { run: '20260101T000000Z-abcdef', fix: 'linger', step: STEPS.linger, status };
      const answers = (): ReturnType<FakeHost['answers']> => ({
        ...host.answers(),
        rootJournal: journalOf(step),
      });
      const { terminal } = await run({ host: { ...host, answers }, options: { yes: 'safe' } });
      const said = terminal.err().includes('stopped during: Enable linger for alice');
      assert.is(said, status === null);
    }
  });

  it('says that the host takes back what was broken off before it was confirmed', async () => {
    for (const guard of ['sshd', undefined] as const) {
      const host = works();
      const step = guard === undefined ? STEPS.dropIn : { ...STEPS.dropIn, guard };
      const entry = { run: '20260101T000000Z-abcdef', fix: 'sshd-hardening', step, status: null };
      const answers = (): ReturnType<FakeHost['answers']> => ({
        ...host.answers(),
        rootJournal: journalOf(entry),
      });
      const { terminal } = await run({ host: { ...host, answers }, options: { yes: 'safe' } });
      assert.is(/takes it back by itself 60 s after/u.test(terminal.err()), guard === 'sshd');
    }
  });

  it('says after which step an earlier run was broken off', async () => {
    const host = withoutLinger(() => 'done');
    for (const last of [true, false]) {
      const step = { run: '20260101T000000Z-abcdef', fix: 'linger', step: STEPS.linger, last };
      const answers = (): ReturnType<FakeHost['answers']> => ({
        ...host.answers(),
        rootJournal: journalOf(step),
      });
      const { terminal } = await run({ host: { ...host, answers }, options: { yes: 'safe' } });
      const said = /did not come to its end; it stopped after: Enable linger for alice/u;
      assert.is(said.test(terminal.err()), !last);
    }
  });

  for (const [asSaved, steps] of [
    [false, 'linger tun-module'],
    [true, 'linger'],
  ] as const) {
    it(`${asSaved ? 'leaves' : 'repairs'} what comes to light later ${asSaved ? 'after a saved plan' : 'in another pass'}`, async () => {
      let lingers = false;
      const plain = withoutLinger(() => 'done');
      const host: FakeHost = {
        answers: () => ({
          ...plain.answers(),
          linger: { stdout: `${lingers ? 'on' : 'off'} /var/lib/systemd/linger/alice\n` },
          ...(lingers
            ? {
                tunDevice: { stdout: 'absent - - - - -|/dev/net/tun\ndriver=yes\n' },
                kernelModules: { stdout: 'loaded tun\n' },
              }
            : {}),
        }),
        onStep: () => {
          lingers = true;
          return 'done';
        },
      };
      const options = { yes: 'safe', only: ['linger', 'tun-module'] };
      const { tried } = await run({ host, options, asSaved });
      assert.is([...tried].join(' '), steps);
    });
  }

  it('without root offers the rest, and hands what needs root to the administrator', async () => {
    const tun = {
      tunDevice: { stdout: 'absent - - - - -|/dev/net/tun\ndriver=yes\n' },
      kernelModules: { stdout: 'loaded tun\n' },
    };
    const plain = withoutLinger(() => 'done');
    const host: FakeHost = {
      ...plain,
      answers: () => ({ ...plain.answers(), ...tun }),
      privilege: 'none',
    };
    const options = { yes: 'safe', only: ['linger', 'tun-module'] };
    const { terminal, counts, failed } = await run({ host, options });
    assert.match(terminal.out(), 'Plan for alice@web1: nothing to change');
    assert.match(terminal.out(), 'Left out: linger: it needs root');
    assert.match(terminal.out(), '\n(\nset -e\n# linger (safe)\nloginctl enable-linger alice\n');
    assert.match(terminal.out(), '\nmknod -m 666 /dev/net/tun c 10 200\n)\n');
    assert.is(counts.steps, 0);
    assert.is(failed, false, 'what was not begun has not failed');
  });

  it('changes nothing when the answer is no', async () => {
    const { failed, tried, counts } = await run({ host: works(), answer: 'n' });
    assert.is(failed, false);
    assert.is(tried.size, 0);
    assert.is(counts.steps, 0);
  });

  it('does not ask with --yes', async () => {
    const { terminal, counts } = await run({ host: works(), options: { yes: 'safe' } });
    assert.not.match(terminal.err(), '[y/N]');
    assert.is(counts.steps, 1);
  });

  it('has failed when a step failed', async () => {
    const host = withoutLinger(() => 'failed');
    const { failed, report, counts } = await run({ host, options: { yes: 'safe' } });
    assert.is(failed, true);
    assert.is(report.results.find(({ check }) => check === 'linger')?.status, 'fail');
    assert.is(counts.steps, 1, 'and it is not tried again');
  });

  it('has failed when the fault is still there', async () => {
    const host = withoutLinger(() => 'done');
    const { failed, terminal } = await run({ host, options: { yes: 'safe' } });
    assert.is(failed, true);
    assert.match(terminal.err(), 'linger still fails');
  });

  it('has failed when the host is gone before it can be repaired', async () => {
    const { failed, report } = await run({
      host: works(),
      options: { yes: 'safe' },
      connections: 1,
    });
    assert.is(failed, true);
    assert.is(report.error?.step, 'tcp');
  });

  it('stops before the next step when it is interrupted', async () => {
    const { failed, counts, terminal } = await run({
      host: works(),
      options: { yes: 'safe' },
      prepare: ({ interruption }) => (interruption.by = 'SIGINT'),
    });
    assert.is(counts.steps, 0);
    assert.is(failed, false);
    assert.match(terminal.out(), 'Not done: linger');
  });
});
