import { PassThrough } from 'node:stream';
import * as assert from 'uvu/assert';
import { ByteStream, Tail } from '../../src/transport/byte-stream.ts';
import { describe } from '../helpers/describe.ts';

async function collect(stream: ByteStream): Promise<string> {
  let text = '';
  for await (const chunk of stream) text += chunk.toString();
  return text;
}

describe('ByteStream', (it) => {
  it('yields everything, and ends with the source', async () => {
    const source = new PassThrough();
    const stream = new ByteStream(source);
    source.write('a');
    const text = collect(stream);
    setTimeout(() => source.end('b'), 5);
    assert.is(await text, 'ab');
  });

  it('ends quietly when the source fails', async () => {
    const source = new PassThrough();
    const text = collect(new ByteStream(source));
    source.write('half');
    setTimeout(() => source.destroy(new Error('cut')), 5);
    assert.is(await text, 'half');
  });

  it('pauses a source that is not read, and goes on when it is', async () => {
    const source = new PassThrough({ highWaterMark: 1024 });
    const stream = new ByteStream(source);
    const block = Buffer.alloc(100 * 1024);
    for (let index = 0; index < 5; index++) source.write(block);
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.is(source.isPaused(), true);
    source.end();
    assert.is((await collect(stream)).length, 5 * block.length);
  });

  it('can be stopped while somebody waits for more', async () => {
    const source = new PassThrough();
    const stream = new ByteStream(source);
    const text = collect(stream);
    await Promise.resolve();
    stream.stop();
    assert.is(await text, '');
    // What still comes goes nowhere, and does not block the source.
    for (let index = 0; index < 10; index++) source.write(Buffer.alloc(100 * 1024));
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.is(source.readableLength, 0);
  });
});

describe('Tail', (it) => {
  it('keeps the last bytes only', async () => {
    const source = new PassThrough();
    const tail = new Tail(source, 4);
    source.write('abc');
    source.end('def');
    await new Promise((resolve) => source.on('end', resolve));
    assert.is(tail.toString(), 'cdef');
  });
});
