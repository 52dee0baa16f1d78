import { PassThrough } from 'node:stream';
import type { ReadStream } from 'node:tty';
import * as assert from 'uvu/assert';
import { readMessage } from '../../src/cli/message.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';

function stdin(text: string, isTTY = false): { readonly input: ReadStream } {
  const stream = Object.assign(new PassThrough(), isTTY ? { isTTY } : {});
  stream.end(text);
  return { input: stream as unknown as ReadStream };
}

async function refusal(given: readonly string[], input: ReturnType<typeof stdin>): Promise<string> {
  try {
    await readMessage(given, input);
  } catch (error) {
    assert.instance(error, UsageError);
    return (error as UsageError).message;
  }
  return 'nothing';
}

describe('readMessage', (it) => {
  it('joins arguments, and leaves stdin alone', async () => {
    assert.is(await readMessage(['cannot', 'clone'], stdin('other')), 'cannot clone');
  });

  it('reads stdin when it is a pipe, or when asked to', async () => {
    assert.is(await readMessage([], stdin('a\nb\n')), 'a\nb\n');
    assert.is(await readMessage(['-'], stdin('a\n', true)), 'a\n');
  });

  it('keeps the end of what is long', async () => {
    const text = await readMessage([], stdin(`${'x'.repeat(400_000)}end`));
    assert.is(text.length, 256 * 1024);
    assert.match(text, /end$/u);
  });

  it('refuses nothing at all', async () => {
    assert.match(await refusal([], stdin('', true)), 'needs an error message');
    assert.match(await refusal([], stdin(' \n')), 'is empty');
    assert.match(await refusal([''], stdin('a')), 'is empty');
  });
});
