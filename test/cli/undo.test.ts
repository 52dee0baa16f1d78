import { EventEmitter } from 'node:events';
import * as assert from 'uvu/assert';
import { historyOfHosts } from '../../src/cli/commands/history.ts';
import { undo, undoOnHosts } from '../../src/cli/commands/undo.ts';
import type { Context } from '../../src/cli/context.ts';
import { EXIT, type ExitCode, exitCodeOfJournals } from '../../src/cli/exit-codes.ts';
import type { Hosts } from '../../src/cli/hosts.ts';
import { Interruption } from '../../src/cli/interruption.ts';
import { readSettings } from '../../src/cli/settings.ts';
import type { StepStatus } from '../../src/model/journal.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { TransportError } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { type Answer, fakeTransport } from '../helpers/fake-host.ts';
import { journalOf, STEPS } from '../helpers/journals.ts';
import { type FakeTerminal, fakeTerminal } from '../helpers/terminal.ts';

const A = '20260102T030405Z-aaaaaa';
const B = '20260103T030405Z-bbbbbb';

interface Journals {
  readonly root?: Answer;
  readonly user?: Answer;
}

interface Options {
  readonly raw?: Readonly<Record<string, unknown>>;
  readonly answer?: string;
  readonly onStep?: (script: string) => StepStatus;
  /** Connections that succeed before the host is gone. */
  readonly connections?: number;
  readonly given?: Parameters<typeof fakeTerminal>[0];
}

interface Ran {
  readonly code: ExitCode;
  readonly terminal: FakeTerminal;
  readonly steps: readonly string[];
}

const NONE: Answer = { stdout: '', exitCode: 66 };

async function run(
  command: (hosts: Hosts, context: Context) => Promise<ExitCode>,
  { root = NONE, user = NONE }: Journals,
  { raw = {}, answer, onStep = () => 'done', connections = 2, given = {} }: Options = {},
): Promise<Ran> {
  const steps: string[] = [];
  const terminal = fakeTerminal(given);
  const interruption = new Interruption(new EventEmitter(), {
    say: terminal.writeErr,
    exit: (): void => undefined,
  });
  const transport = fakeTransport({
    answers: () => ({ rootJournal: root, userJournal: user }),
    onStep: (script) => {
      steps.push(script);
      return onStep(script);
    },
  });
  let left = connections;
  const hosts: Hosts = {
    hosts: [
      {
        name: 'alice@web1',
        isRemote: true,
        connect: async () => {
          await Promise.resolve();
          if (left-- > 0) return transport;
          throw new TransportError('tcp', 'alice@web1: connection refused', 'Is it up?');
        },
      },
    ],
    user: '',
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  if (answer !== undefined) terminal.answer(answer);
  const code = await command(hosts, { settings: readSettings(raw), terminal, interruption });
  return { code, terminal, steps };
}

const RUN: Journals = {
  root: journalOf(
    {
      run: A,
      fix: 'cgroup-delegation',
      step: STEPS.dropIn,
      seen: 'folders=1',
      at: '2026-01-02T03:04:01.000Z',
    },
    { run: A, fix: 'cgroup-delegation', index: 1, step: STEPS.reload },
  ),
  user: journalOf(
    { run: A, fix: 'podman-socket-user', step: STEPS.socket, seen: 'enabled=no active=no' },
    { run: A, fix: 'system-migrate', step: STEPS.migrate },
  ),
};

describe('podready undo', (it) => {
  it('shows the plan, asks, and takes back', async () => {
    const { code, terminal, steps } = await run(undoOnHosts, RUN, { answer: 'y' });
    assert.is(code, EXIT.ready, terminal.err());
    assert.match(terminal.out(), `Run ${A} is taken back.`);
    assert.match(terminal.out(), 'Take back: Delegate the cgroup controllers to users');
    assert.match(terminal.out(), '-Delegate=cpu');
    assert.match(terminal.out(), 'Left out: system-migrate: Stays as it is');
    assert.match(terminal.err(), 'Take back these 2 fixes on alice@web1?');
    assert.match(terminal.err(), 'podman-socket-user stops or restarts something');
    assert.is(steps.length, 3);
    assert.match(steps[0] ?? '', /"undoes":\{"run":"20260102T030405Z-aaaaaa","index":0\}/u);
  });

  it('changes nothing when the answer is no, and with --dry-run', async () => {
    const no = await run(undoOnHosts, RUN, { answer: 'n' });
    const dry = await run(undoOnHosts, RUN, { raw: { dryRun: true } });
    assert.equal([no.code, no.steps.length], [EXIT.ready, 0]);
    assert.equal([dry.code, dry.steps.length], [EXIT.ready, 0]);
    assert.match(dry.terminal.out(), 'Plan for alice@web1: 2 fixes');
    assert.is(dry.terminal.err(), '');
  });

  it('stops nothing with --yes alone', async () => {
    const safe = await run(undoOnHosts, RUN, { raw: { yes: 'safe' } });
    assert.is(safe.steps.length, 2);
    assert.match(safe.terminal.out(), '--yes=disruptive');
    const all = await run(undoOnHosts, RUN, { raw: { yes: 'disruptive' } });
    assert.is(all.steps.length, 3);
  });

  it('has nothing to do on a host where nothing was changed, or all was taken back', async () => {
    const undone = journalOf(
      { run: A, fix: 'linger', step: STEPS.linger },
      {
        run: B,
        fix: 'linger',
        step: { ...STEPS.linger, undoes: { run: A, index: 0 } },
        status: 'already',
      },
    );
    for (const journals of [{}, { root: undone }]) {
      const { code, terminal, steps } = await run(undoOnHosts, journals, { raw: { yes: 'safe' } });
      assert.equal([code, steps.length], [EXIT.ready, 0]);
      assert.is(terminal.out(), 'Nothing to undo on alice@web1.\n');
    }
  });

  it('has failed when a step is refused, or the host is gone', async () => {
    const yes = { raw: { yes: 'disruptive' } };
    const refused = await run(undoOnHosts, RUN, { ...yes, onStep: () => 'refused' });
    assert.is(refused.code, EXIT.fixFailed);
    const gone = await run(undoOnHosts, RUN, { ...yes, connections: 1 });
    assert.is(gone.code, EXIT.fixFailed);
    assert.match(gone.terminal.err(), 'connection refused');
  });

  it('never says that there is nothing when it could not look', async () => {
    for (const [journals, connections] of [
      [{ root: { stdout: '', exitCode: 77 } }, 2],
      [RUN, 0],
    ] as const) {
      const ran = await run(undoOnHosts, journals, { raw: { yes: 'safe' }, connections });
      assert.is(ran.code, EXIT.couldNotLook);
      assert.not.match(ran.terminal.out(), 'Nothing to undo');
      assert.match(ran.terminal.out(), '[?]');
    }
  });

  it('takes the run and the fix that are named', async () => {
    const two = {
      root: journalOf(
        { run: A, fix: 'linger', step: STEPS.linger },
        { run: B, fix: 'cgroup-delegation', step: STEPS.dropIn },
      ),
    };
    const byRun = await run(undoOnHosts, two, { raw: { dryRun: true, run: A } });
    assert.match(byRun.terminal.out(), `Run ${A} is taken back`);
    const byFix = await run(undoOnHosts, two, { raw: { dryRun: true, only: ['linger'] } });
    assert.match(byFix.terminal.out(), `Run ${A} is taken back`);
  });

  it('refuses a run that nobody knows, an undo, an unknown fix, and to ask nobody', async () => {
    const undone = journalOf({
      run: B,
      fix: 'linger',
      step: { ...STEPS.linger, undoes: { run: A, index: 0 } },
    });
    await refuses(
      /no host knows this run/u,
      run(undoOnHosts, RUN, { raw: { run: B, yes: 'safe' } }),
    );
    await refuses(
      /this is an undo/u,
      run(undoOnHosts, { root: undone }, { raw: { run: B, yes: 'safe' } }),
    );
    await refuses(
      /unknown fix 'lingr'; did you mean 'linger'/u,
      run((_, context) => undo([], context), RUN, { raw: { only: ['lingr'], yes: 'safe' } }),
    );
    await refuses(
      /no terminal to answer on; add --yes/u,
      run((_, context) => undo([], context), RUN, { given: { canAsk: false } }),
    );
    assert.throws(() => readSettings({ run: '../x' }), /--run: expected the id of a run/u);
  });

  it('shows what a hostile journal says without obeying it', async () => {
    const step = { ...STEPS.policy, summary: 'x\u001b[2J\u202Ey', path: '/home/a\u001b[2J/x' };
    const { terminal } = await run(
      undoOnHosts,
      { user: journalOf({ run: A, fix: 'policy-json', step }) },
      { raw: { dryRun: true } },
    );
    // eslint-disable-next-line no-control-regex -- this is what must not come through
    assert.not.match(terminal.out(), /[\u001b\u202E]/u);
    assert.match(terminal.out(), String.raw`/home/a\x1b[2J/x`);
  });
});

async function refuses(expected: RegExp, running: Promise<unknown>): Promise<void> {
  try {
    await running;
  } catch (error) {
    assert.instance(error, UsageError);
    assert.match(String(error), expected);
    return;
  }
  assert.unreachable(`it was not refused: ${String(expected)}`);
}

describe('podready history', (it) => {
  it('lists runs and steps, the newest first', async () => {
    const { code, terminal } = await run(historyOfHosts, RUN);
    assert.is(code, EXIT.ready);
    assert.is(
      terminal.out(),
      `alice@web1: what podready changed, as root and as the user

  ${A}
    [✓] Enable and start podman.socket of alice (podman-socket-user, as the
        user)
    [✓] Let Podman make its user namespace anew (system-migrate, as the user)
    [✓] Delegate cpu to user managers (cgroup-delegation, as root)
    [✓] Let systemd read it (cgroup-delegation, as root)
`,
    );
  });

  it('says what was taken back, what failed, and what nobody knows', async () => {
    const { terminal } = await run(historyOfHosts, {
      root: journalOf(
        { run: A, fix: 'linger', step: STEPS.linger },
        { run: A, fix: 'cgroup-delegation', step: STEPS.dropIn, status: null, index: 1 },
        { run: A, fix: 'cgroup-delegation', step: STEPS.reload, status: 'failed', index: 2 },
        { run: B, fix: 'linger', step: { ...STEPS.linger, undoes: { run: A, index: 0 } } },
      ),
    });
    assert.match(terminal.out(), `${B}, takes back ${A}`);
    assert.match(terminal.out(), '(linger, as root); taken back');
    assert.match(terminal.out(), '[?] Delegate cpu');
    assert.match(terminal.out(), '[✗] Let systemd read it (cgroup-delegation, as root): failed');
  });

  it('is data as well', async () => {
    const { terminal } = await run(historyOfHosts, RUN, { raw: { format: 'json' } });
    const { hosts } = JSON.parse(terminal.out()) as {
      hosts: readonly { host: string; runs: readonly { id: string; steps: readonly object[] }[] }[];
    };
    const [host] = hosts;
    assert.is(host?.host, 'alice@web1');
    assert.is(host?.runs[0]?.id, A);
    assert.equal(host?.runs[0]?.steps[0], {
      fix: 'podman-socket-user',
      index: 0,
      at: '2026-01-02T03:04:00.000Z',
      as: 'user',
      summary: 'Enable and start podman.socket of alice',
      undo: 'exact',
      status: 'done',
      undone: false,
      kind: 'enable-unit',
      seen: { enabled: 'no', active: 'no' },
    });
  });

  it('says that nothing was changed only when it looked', async () => {
    const nothing = await run(historyOfHosts, {});
    assert.is(
      nothing.terminal.out(),
      'alice@web1: podready changed nothing, as root or as the user\n',
    );
    const denied = await run(historyOfHosts, { root: { stdout: '', exitCode: 77 } });
    assert.is(denied.code, EXIT.couldNotLook);
    assert.match(denied.terminal.out(), 'no run is known');
    const gone = await run(historyOfHosts, RUN, { connections: 0 });
    assert.is(gone.code, EXIT.couldNotLook);
    assert.match(gone.terminal.out(), 'alice@web1: could not be looked at');
  });
});

describe('how undo and history end', (it) => {
  it('in the order of the other commands', () => {
    const good = { isRead: true, failed: false };
    const code = (given: object): ExitCode =>
      exitCodeOfJournals({ hosts: [good], outputFailed: false, interruptedBy: null, ...given });
    assert.is(code({}), EXIT.ready);
    assert.is(code({ hosts: [good, { ...good, isRead: false }] }), EXIT.couldNotLook);
    assert.is(code({ hosts: [{ isRead: false, failed: true }] }), EXIT.fixFailed);
    assert.is(code({ outputFailed: true }), EXIT.usage);
    assert.is(code({ interruptedBy: 'SIGINT', outputFailed: true }), EXIT.interrupted);
  });
});
