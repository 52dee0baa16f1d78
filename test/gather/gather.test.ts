import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import * as assert from 'uvu/assert';
import { gather, GATHER_LIMITS, type GatherOptions } from '../../src/gather/gather.ts';
import { readFacts, type Snapshot } from '../../src/gather/snapshot.ts';
import { LocalTransport } from '../../src/transport/local.ts';
import { TransportError } from '../../src/transport/transport.ts';
import { describe } from '../helpers/describe.ts';

const IDS = ['user', 'osRelease', 'sysctls'] as const;
const OPTIONS: GatherOptions = { sudo: 'never', user: '', hostSeconds: 20 };

/** Gathers from a "host" whose /bin/sh is the given script. */
async function from(script: string, options: Partial<GatherOptions> = {}): Promise<Snapshot> {
  const dir = await mkdtemp(join(tmpdir(), 'podready-shell-'));
  const shell = join(dir, 'sh');
  await writeFile(shell, `#!/bin/sh\n${script}\n`);
  await chmod(shell, 0o755);
  try {
    await using transport = new LocalTransport(shell);
    return await gather(transport, IDS, { ...OPTIONS, ...options });
  } finally {
    await rm(dir, { recursive: true });
  }
}

async function failure(
  script: string,
  options: Partial<GatherOptions> = {},
): Promise<TransportError> {
  try {
    await from(script, options);
  } catch (error) {
    if (error instanceof TransportError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

function statesOf(snapshot: Snapshot): string[] {
  const states = readFacts(snapshot, IDS);
  return IDS.map((id) => states[id]?.state ?? '-');
}

describe('gather', (it) => {
  it('learns facts in one session', async () => {
    const snapshot = await from('exec /bin/sh -s');
    assert.equal(statesOf(snapshot), ['known', 'known', 'known']);
    assert.is(snapshot.execs, 1);
    assert.is(snapshot.client.noise, '');
  });

  it('takes what is printed before the first frame for noise, redacted', async () => {
    const snapshot = await from('echo "Welcome, http://me:secret@proxy"; exec /bin/sh -s');
    assert.is(snapshot.client.noise, 'Welcome, http://<redacted>@proxy\n');
    assert.equal(statesOf(snapshot), ['known', 'known', 'known']);
  });

  it('names a forced command, with its exit code and first bytes', async () => {
    const error = await failure('echo "This account is for backups only"; exit 3');
    assert.is(error.step, 'shell');
    assert.match(error.message, 'forced command or restricted shell');
    assert.match(error.message, 'exit code 3');
    assert.match(error.message, 'backups only');
  });

  it('names a shell that never begins, within its deadline', async () => {
    const begun = performance.now();
    const error = await failure('exec sleep 300', { hostSeconds: 6 });
    assert.is(error.step, 'shell');
    assert.match(error.message, 'within 6 s');
    assert.ok(performance.now() - begun < 9_000);
  });

  it('reads nothing from a host that dies in the middle', async () => {
    const snapshot = await from('/bin/sh -s | head -c 120; exit 1');
    assert.ok(statesOf(snapshot).every((state) => state === 'unreadable'));
  });

  it('stops at its limit of bytes, without keeping them or waiting for more', async () => {
    const before = process.memoryUsage.rss();
    const error = await failure('exec yes "a line that is none of ours"');
    assert.is(error.step, 'shell');
    const grown = process.memoryUsage.rss() - before;
    assert.ok(grown < 20 * GATHER_LIMITS.hostBytes, `${grown} bytes`);
  });

  it('gives a person who types a password all the time', async () => {
    const asks = `
      IFS= read -r l; n=\${l#N=} n=\${n%% *} n=\${n#\\'} n=\${n%\\'}
      while [ "$l" != 'main; exit 0' ]; do IFS= read -r l; done
      echo "$n .main B sudo"
      echo "$n .main A"
      IFS= read -r password
      [ "$password" = secret ] && echo "$n .main Z"`;
    const typed = async (): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, 1_300));
      return 'secret';
    };
    const { probes } = await from(asks, { sudo: 'ask', hostSeconds: 1, askPassword: typed });
    // The end record came. Without it the probe would be `truncated`.
    assert.is(probes['user']?.status, 'timeout');
  });

  it('takes a surviving child that keeps the output open for no reason to wait', async () => {
    const begun = performance.now();
    const snapshot = await from('sleep 8 & exec /bin/sh -s');
    assert.equal(statesOf(snapshot), ['known', 'known', 'known']);
    assert.ok(performance.now() - begun < 6_000);
  });

  it('removes terminal controls from what it quotes', async () => {
    const error = await failure(String.raw`printf "\033]0;owned\007"; exit 1`);
    assert.not.match(error.message, '\u001B');
    assert.not.match(error.message, '\u0007');
  });
});
