import { type AddressInfo, createServer } from 'node:net';
import * as assert from 'uvu/assert';
import { applyGuarded } from '../../src/engine/guard.ts';
import type { GuardedStep } from '../../src/engine/guard-step.ts';
import type { StepRecord } from '../../src/engine/step-frames.ts';
import { runStepScript, type StepRunner } from '../../src/engine/step-session.ts';
import type { StepStatus } from '../../src/model/journal.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import {
  type ShellSession,
  type Transport,
  TransportError,
} from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';
import { PLACE } from '../helpers/step-host.ts';

const AT = { place: PLACE, rollbackRun: '20260102T030405Z-fedcba' };
const RUNNER = { sudo: 'auto', user: '', password: () => Promise.resolve('') } as const;

const STEP: GuardedStep = {
  ...{ kind: 'write-file', guard: 'sshd', as: 'root', effect: 'safe', undo: 'exact' },
  ...{ summary: 'Do it', path: '/etc/ssh/sshd_config.d/a.conf', content: 'a\n', mode: 0o644 },
  before: null,
};

type Phase = 'trial' | 'change' | 'confirm' | 'rollback';

/** What each phase ends with; `exit` is 0 unless it is said. */
type Ends = Readonly<Partial<Record<Phase, readonly [StepStatus, number?]>>>;

/** Writes down in which order what was done, and over which connection. */
interface Route {
  readonly log: string[];
  readonly transport: Transport;
}

function phaseOf(script: string): Phase | 'login' {
  if (script === 'exit 0\n') return 'login';
  if (script.includes('ROLLBACK=')) return 'change';
  if (script.includes('"$G/armed" "$G/confirmed"')) return 'confirm';
  return script.includes('BindReadOnlyPaths') ? 'trial' : 'rollback';
}

function route(
  ends: Ends,
  given: { readonly fresh?: 'refused'; readonly login?: number } = {},
): Route {
  const log: string[] = [];
  const make = (name: string): Transport => ({
    kind: 'ssh',
    target: 'alice@web1',
    sessions: 0,
    start: (script) => {
      const phase = phaseOf(script);
      log.push(`${name} ${phase}`);
      if (name === 'new' && given.fresh === 'refused') {
        return Promise.reject(new TransportError('tcp', 'web1: connection refused', 'Wait.'));
      }
      return Promise.resolve(session(script, phase === 'login' ? null : phase));
    },
    again: () => make('new'),
    over: () => make('candidate'),
    observe: () => Promise.resolve({ transport: 'ssh' }),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  });
  const session = (script: string, phase: Phase | null): ShellSession => {
    const nonce = /^N='?(?<nonce>[\da-f]+)/mu.exec(script)?.groups?.['nonce'] ?? '';
    const [status, exit = 0] = (phase === null ? undefined : ends[phase]) ?? ['done'];
    const relays = phase === 'trial' && status === 'done';
    const last =
      status === 'lost' ? '' : relays ? `${nonce} T\n` : `${nonce} E ${status} ${exit}\n`;
    return {
      output: printed(Buffer.from(`${nonce} B sudo\n${nonce} A\n${last}`)),
      ended: Promise.resolve({ exitCode: given.login ?? 0, signal: null, stderr: '' }),
      ...{ write: () => undefined, end: () => undefined, abandon: () => undefined },
    };
  };
  return { log, transport: make('old') };
}

async function* printed(bytes: Buffer): AsyncGenerator<Buffer> {
  await Promise.resolve();
  yield bytes;
}

describe('a guarded step', (it) => {
  it('is tried by a login through the candidate, changed, and confirmed by a new connection', async () => {
    const { log, transport } = route({});
    const record = await applyGuarded(transport, RUNNER, STEP, AT);
    assert.is(record.status, 'done');
    assert.equal(log, ['old trial', 'candidate login', 'old change', 'new confirm']);
  });

  it('is not begun when nobody could log in afterwards', async () => {
    const { log, transport } = route({}, { login: 1 });
    const record = await applyGuarded(transport, RUNNER, STEP, AT);
    assert.is(record.status, 'refused');
    assert.match(
      record.because ?? '',
      /this login fails, so nothing was changed: its shell ended with 1/,
    );
    assert.equal(log, ['old trial', 'candidate login']);
  });

  it('ends with what the trial says', async () => {
    for (const status of ['refused', 'already', 'changed-meanwhile'] as const) {
      const { log, transport } = route({ trial: [status] });
      assert.is((await applyGuarded(transport, RUNNER, STEP, AT)).status, status);
      assert.equal(log, ['old trial']);
    }
  });

  it('is taken back over the old connection when the new one fails, in one try', async () => {
    const { log, transport } = route({ rollback: ['failed', 0] }, { fresh: 'refused' });
    const record = await applyGuarded(transport, RUNNER, STEP, AT);
    assert.is(record.status, 'failed');
    assert.match(
      record.because ?? '',
      /was not confirmed: web1: connection refused; the host took it back$/,
    );
    assert.equal(log.slice(2), ['old change', 'new confirm', 'old rollback']);
  });

  it('says that the host does it itself when the old connection is dead as well', async () => {
    for (const rollback of [['lost'], ['failed', 1]] as const) {
      const { transport } = route({ rollback }, { fresh: 'refused' });
      const record = await applyGuarded(transport, RUNNER, STEP, AT);
      assert.is(record.status, 'failed');
      assert.match(record.because ?? '', /the host takes it back by itself within 60 s/);
    }
  });

  it('is confirmed when only the old connection was lost', async () => {
    const { log, transport } = route({ change: ['lost'] });
    assert.is((await applyGuarded(transport, RUNNER, STEP, AT)).status, 'done');
    assert.is(log.at(-1), 'new confirm');
  });

  it('is not confirmed when the change failed', async () => {
    const { log, transport } = route({ change: ['failed', 1] });
    assert.is((await applyGuarded(transport, RUNNER, STEP, AT)).status, 'failed');
    assert.is(log.at(-1), 'old change');
  });

  it('fails when the host took it back first', async () => {
    const { transport } = route({ confirm: ['failed', 1], rollback: ['failed', 0] });
    const record = await applyGuarded(transport, RUNNER, STEP, AT);
    assert.is(record.status, 'failed');
  });
});

describe('a guarded step on this machine', (it) => {
  /** A transport without a route, whose change says that sshd listens on this port. */
  function local(port: number): Route {
    const log: string[] = [];
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    const row = `   0: 0100007F:${hex} 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1\n`;
    const start: Transport['start'] = (script) => {
      log.push(phaseOf(script));
      const nonce = /^N='?(?<nonce>[\da-f]+)/mu.exec(script)?.groups?.['nonce'] ?? '';
      const status = phaseOf(script) === 'rollback' ? 'failed' : 'done';
      const said = phaseOf(script) === 'change' ? Buffer.from(row).toString('base64') : '';
      return Promise.resolve({
        output: printed(Buffer.from(`${nonce} A\n${nonce} O ${said}\n${nonce} E ${status} 0\n`)),
        ended: Promise.resolve({ exitCode: 0, signal: null, stderr: '' }),
        ...{ write: () => undefined, end: () => undefined, abandon: () => undefined },
      });
    };
    const transport: Transport = {
      ...{ kind: 'local', target: 'localhost', sessions: 0, start },
      observe: () => Promise.resolve({ transport: 'local' }),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    return { log, transport };
  }

  it('is confirmed when the sshd that listens answers', async () => {
    const server = createServer((socket) => socket.write('SSH-2.0-OpenSSH_10.0\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { log, transport } = local((server.address() as AddressInfo).port);
    const record = await applyGuarded(transport, RUNNER, STEP, AT);
    server.close();
    assert.is(record.status, 'done', record.because ?? '');
    assert.equal(log, ['trial', 'change', 'confirm']);
  });

  it('is taken back when it does not', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { log, transport } = local((server.address() as AddressInfo).port);
    const record = await applyGuarded(transport, RUNNER, STEP, AT);
    server.close();
    assert.is(record.status, 'failed');
    assert.match(record.because ?? '', /127\.0\.0\.1 port \d+: .*; the host took it back$/);
    assert.equal(log, ['trial', 'change', 'rollback']);
  });
});

describe('a relayed channel', (it) => {
  it('hands over every byte in both directions, from the one after the line', async () => {
    await using transport = new LocalTransport();
    const body = (): string => `printf '%s T\\nhello\\n' "$N"; cat`;
    const step = { ...STEP, as: 'user' } as const;
    let heard = '';
    const record = await runStepScript(
      transport,
      { ...RUNNER, sudo: 'never' },
      {
        ...{ step, place: PLACE, body, seconds: 20 },
        relay: async (stream) => {
          stream.write(Buffer.from([0, 255, 10]));
          stream.end('bye\n');
          for await (const chunk of stream) heard += (chunk as Buffer).toString('latin1');
          return { status: 'done', exitCode: 0, because: null, output: '' };
        },
      },
    );
    assert.is(record.status, 'done');
    assert.match(heard, /^hello\n\0\u{ff}\nbye\n/u);
  });

  it('is not given away when the script does not say so', async () => {
    await using transport = new LocalTransport();
    const body = (): string => `end refused 1 'not today'`;
    const record = await runStepScript(
      transport,
      { ...RUNNER, sudo: 'never' },
      {
        ...{ step: { ...STEP, as: 'user' }, place: PLACE, body, seconds: 20 },
        relay: () => Promise.reject(new Error('it was')),
      },
    );
    assert.is(record.because, 'not today');
  });
});

describe('the time of a step', (it) => {
  async function recordOf(body: string, more: Partial<StepRunner> = {}): Promise<StepRecord> {
    await using transport = new LocalTransport();
    const step = { ...STEP, as: 'user' } as const;
    const work = { step, place: PLACE, body: () => body, seconds: 3 };
    return await runStepScript(transport, { ...RUNNER, sudo: 'never', ...more }, work);
  }

  it('does not run while a person types a password', async () => {
    const password = async (): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      return 'typed';
    };
    const body = `printf '%s Q\\n' "$N"\nsleep 1\nend done 0 ''`;
    const record = await recordOf(body, { sudo: 'ask', password });
    assert.is(record.status, 'done', record.because ?? '');
  });

  it('does not run while it waits for another run', async () => {
    const waits = `printf 'run x' | encode L\nsleep 4\nprintf '%s H\\n' "$N"\nsleep 1\n`;
    const record = await recordOf(`${waits}end done 0 ''`);
    assert.is(record.status, 'done', record.because ?? '');
  });

  it('is over for one that has its turn, and does not end', async () => {
    const begun = Date.now();
    const record = await recordOf(`printf '%s H\\n' "$N"\nsleep 20\nend done 0 ''`);
    assert.is(record.status, 'lost');
    assert.ok(Date.now() - begun < 15_000);
  });
});
