import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { StepReader } from '../../src/engine/step-frames.ts';
import { describe } from '../helpers/describe.ts';

const NONCE = '0123abcd';
const stream = [
  'Welcome to the host',
  `${NONCE} B sudo`,
  `${NONCE} A`,
  `${NONCE} W ${Buffer.from('it failed').toString('base64')}`,
  `${NONCE} O ${Buffer.from('two\nlines').toString('base64')}`,
  `${NONCE} E failed 7`,
  `${NONCE} S `,
  `${NONCE} Z`,
  '',
].join('\n');

function read(...chunks: readonly (string | Buffer)[]): StepReader {
  const reader = new StepReader(NONCE);
  for (const chunk of chunks) reader.push(Buffer.from(chunk));
  return reader;
}

describe('StepReader', (it) => {
  it('reads a step, whatever the chunks', () => {
    const expected = { status: 'failed', exitCode: 7, because: 'it failed', output: 'two\nlines' };
    for (let at = 0; at <= stream.length; at += 1) {
      assert.equal(read(stream.slice(0, at), stream.slice(at)).record(), expected);
    }
  });

  it('never takes a stream that was cut for a step that was done', () => {
    const done = stream.replace('E failed 7', 'E done 0');
    const end = done.indexOf('E done 0') + 'E done 0\n'.length;
    for (let at = 0; at < end; at += 1) {
      assert.is(read(done.slice(0, at)).record().status, 'lost', String(at));
    }
  });

  it('reads hex words as well, where the host has no base64', () => {
    const reader = read(`${NONCE} B root\n${NONCE} A\n${NONCE} W  61 62\n${NONCE} E refused 1\n`);
    assert.is(reader.record().because, 'ab');
  });

  it('says that becoming root was refused', () => {
    const said = Buffer.from('sudo: no').toString('base64');
    const reader = read(`${NONCE} B sudo\n${NONCE} S ${said}\n${NONCE} Z\n`);
    assert.is(reader.record().status, 'denied');
    assert.is(reader.record().because, 'sudo refused: sudo: no');
  });

  it('does not throw, and is not done, on anything', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array()), (chunks) => {
        assert.is.not(read(...chunks.map((one) => Buffer.from(one))).record().status, 'done');
      }),
    );
  });
});
