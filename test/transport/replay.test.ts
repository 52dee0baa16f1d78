import * as assert from 'uvu/assert';
import { ReplayTransport } from '../../src/transport/replay.ts';
import { describe } from '../helpers/describe.ts';
import { readAll } from '../helpers/ssh-home.ts';

describe('ReplayTransport', (it) => {
  it('plays the recording for every session, and notes what was written', async () => {
    await using replay = new ReplayTransport({ output: [Buffer.from('a'), Buffer.from('b')] });
    for (const index of [0, 1]) {
      const session = await replay.start('script\n');
      session.write('more');
      session.end();
      assert.is(await readAll(session), 'ab');
      assert.equal(await session.ended, { exitCode: 0, signal: null, stderr: '' });
      assert.is(replay.written[index], 'script\nmore');
    }
    assert.is(replay.sessions, 2);
    assert.equal(await replay.observe(), { transport: 'replay' });
  });

  it('ends as recorded, and stops when it is let go', async () => {
    const end = { exitCode: null, signal: 'SIGKILL', stderr: 'x' };
    const seen = { transport: 'ssh', serverIdent: 'SSH-2.0-X' } as const;
    await using replay = new ReplayTransport({ output: [Buffer.from('a')], end, seen });
    const session = await replay.start('');
    session.abandon();
    assert.is(await readAll(session), '');
    assert.is(await session.ended, end);
    assert.is(await replay.observe(), seen);
  });
});
