import { EventEmitter } from 'node:events';
import * as assert from 'uvu/assert';
import { Interruption } from '../../src/cli/interruption.ts';
import { describe } from '../helpers/describe.ts';

function setUp(): {
  readonly signals: EventEmitter;
  readonly interruption: Interruption;
  readonly said: string[];
  readonly ended: Promise<number>;
} {
  const signals = new EventEmitter();
  const said: string[] = [];
  let exit: (code: number) => void = () => undefined;
  const ended = new Promise<number>((resolve) => (exit = resolve));
  const interruption = new Interruption(signals, { say: (text) => said.push(text), exit });
  return { signals, interruption, said, ended };
}

describe('interruption', (it) => {
  it('ends at once, after letting go of the hosts', async () => {
    const { signals, interruption, said, ended } = setUp();
    let released = false;
    interruption.hold(() => {
      released = true;
      return Promise.resolve();
    });
    signals.emit('SIGINT');
    assert.is(await ended, 130);
    assert.ok(released);
    assert.equal(said, ['Interrupted.\n']);
  });

  it('does not wait for a host that does not let go', async () => {
    const { signals, interruption, ended } = setUp();
    interruption.hold(() => new Promise(() => undefined));
    interruption.hold(() => Promise.reject(new Error('gone')));
    signals.emit('SIGTERM');
    assert.is(await ended, 143);
  });

  it('does not touch what is no longer held', async () => {
    const { signals, interruption, ended } = setUp();
    const release = interruption.hold(() => Promise.reject(new Error('must not be called')));
    release();
    signals.emit('SIGINT');
    await ended;
  });

  it('ends after the step that is being applied, and says so; a second one ends at once', async () => {
    const { signals, interruption, said, ended } = setUp();
    interruption.mode = 'after-step';
    signals.emit('SIGINT');
    assert.is(interruption.by, 'SIGINT');
    assert.match(said.join(''), 'after the current step');
    const early = await Promise.race([ended, Promise.resolve('still running')]);
    assert.is(early, 'still running');
    signals.emit('SIGINT');
    assert.is(await ended, 130);
    assert.match(said.at(-1) ?? '', 'If a step had begun');
  });
});
