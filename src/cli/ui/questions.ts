import { createInterface } from 'node:readline/promises';
import { printable } from '../../parse/printable.ts';
import { UsageError } from '../../model/usage-error.ts';
import { readSecret } from './secret.ts';
import type { Terminal } from './terminal.ts';

/** Asks a yes-or-no question on stderr; anything but yes is no. */
export async function confirm(question: string, terminal: Terminal): Promise<boolean> {
  requireTerminal('a question', terminal);
  const lines = createInterface({ input: terminal.input, output: terminal.errors });
  try {
    // The end of input is no consent.
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    const answer = await Promise.race([lines.question(`${question} [y/N] `), closed]);
    return /^y(?:es)?$/iu.test(answer.trim());
  } finally {
    lines.close();
  }
}

/** Asks for the password of sudo, once for each host, and for one host at a time. */
export function passwordPrompt(terminal: Terminal): (host: string) => Promise<string> {
  requireTerminal('--sudo ask', terminal);
  const asked = new Map<string, Promise<string>>();
  let last: Promise<unknown> = Promise.resolve();
  return (host) => {
    const earlier = asked.get(host);
    if (earlier !== undefined) return earlier;
    const answer = last.then(() =>
      readSecret(`Password of sudo on ${printable(host)}: `, terminal.input, terminal.errors),
    );
    last = answer.catch(() => undefined);
    asked.set(host, answer);
    return answer;
  };
}

function requireTerminal(what: string, { canAsk }: Terminal): void {
  if (!canAsk) throw new UsageError(`${what} needs a terminal to answer on`);
}
