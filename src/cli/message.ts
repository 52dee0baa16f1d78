import { UsageError } from '../model/usage-error.ts';
import type { Terminal } from './ui/terminal.ts';

/** The error message that was given: as arguments, or on stdin. Throws a `UsageError` when there is none. */
export async function readMessage(
  argumentsGiven: readonly string[],
  { input }: Pick<Terminal, 'input'>,
): Promise<string> {
  const isOnStdin = argumentsGiven.length === 0 || argumentsGiven.join() === '-';
  if (argumentsGiven.length === 0 && isTerminal(input)) {
    throw new UsageError(
      "why needs an error message: podready why 'MESSAGE', or podman run … 2>&1 | podready why",
    );
  }
  const message = isOnStdin ? await readAll(input) : argumentsGiven.join(' ');
  if (message.trim() === '') throw new UsageError('the error message is empty');
  return message;
}

/** `isTTY` is true or missing, whatever its type says. */
function isTerminal({ isTTY }: { readonly isTTY?: boolean }): boolean {
  return isTTY === true;
}

/** The end of what comes: a program says last why it stops, and its output may be endless. */
async function readAll(input: Terminal['input']): Promise<string> {
  let text = '';
  for await (const chunk of input.setEncoding('utf8')) {
    text = (text + String(chunk)).slice(-KEPT);
  }
  return text;
}

const KEPT = 256 * 1024;
