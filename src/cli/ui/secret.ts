import type { ReadStream, WriteStream } from 'node:tty';

/** Reads one line from a terminal without showing it. */
export function readSecret(
  prompt: string,
  input: ReadStream,
  output: WriteStream,
): Promise<string> {
  return new Promise((resolve) => {
    let typed = '';
    const finish = (value: string): void => {
      input.off('data', onData);
      input.setRawMode(false);
      input.pause();
      output.write('\n');
      resolve(value);
    };
    const onData = (data: Buffer): void => {
      const edited = edit(typed, data.toString('utf8'));
      if (edited.interrupted) {
        finish('');
        // In raw mode the terminal sends a character where it would send the signal.
        process.kill(process.pid, 'SIGINT');
      } else if (edited.complete) finish(edited.text);
      else typed = edited.text;
    };
    output.write(prompt);
    input.setRawMode(true);
    input.on('data', onData);
    input.resume();
  });
}

/** What a line is after these keys. */
export interface EditedLine {
  readonly text: string;
  readonly complete: boolean;
  readonly interrupted: boolean;
}

/** Applies keys as a terminal in raw mode sends them: Enter, Ctrl-C, Ctrl-D, Backspace, Ctrl-U. */
export function edit(line: string, keys: string): EditedLine {
  let text = line;
  for (const key of keys) {
    if (key === '\u0003') return { text, complete: false, interrupted: true };
    if (key === '\r' || key === '\n' || key === '\u0004') {
      return { text, complete: true, interrupted: false };
    }
    if (key === '\u007F' || key === '\b') text = Array.from(text).slice(0, -1).join('');
    else if (key === '\u0015') text = '';
    else text += key;
  }
  return { text, complete: false, interrupted: false };
}
