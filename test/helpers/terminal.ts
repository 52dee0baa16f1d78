import type { ReadStream, WriteStream } from 'node:tty';
import { PassThrough } from 'node:stream';
import type { Terminal } from '../../src/cli/ui/terminal.ts';

/** A terminal that remembers what was written, and on which answers can be typed. */
export interface FakeTerminal extends Terminal {
  readonly out: () => string;
  readonly err: () => string;
  /** Types a line as soon as something is asked. */
  readonly answer: (line: string) => void;
}

export function fakeTerminal(given: Partial<Terminal> = {}): FakeTerminal {
  let out = '';
  let err = '';
  const input = new PassThrough();
  const errors = new PassThrough();
  errors.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return {
    writeOut: (text) => {
      out += text;
      return Promise.resolve('written');
    },
    writeErr: (text) => (err += text),
    drain: () => Promise.resolve(),
    colorOfOut: () => 0,
    colorOfErr: () => 0,
    columns: 80,
    showsProgress: false,
    canAsk: true,
    input: input as unknown as ReadStream,
    errors: errors as unknown as WriteStream,
    ...given,
    out: () => out,
    err: () => err,
    answer: (line) => {
      errors.once('data', () => input.write(`${line}\n`));
    },
  };
}
