import type { Step } from '../model/fix.ts';
import { printable } from '../parse/printable.ts';
import { quote } from '../parse/shell.ts';
import { commandsOf } from './step-text.ts';

/** The lines that do the step in a shell of root's, new files included. Each is one line of printable text. */
export function rootCommandsOf(step: Step): readonly string[] {
  const commands = commandsOf({ ...step, as: 'user' });
  if (!('content' in step) || step.content === null) return commands;
  const text = `printf %b ${quote(escaped(step.content))}`;
  // The one command that reads the file from its stdin.
  return commands.map((one) => (one.startsWith('install ') ? `${text} | ${one}` : one));
}

/** As `%b` of printf(1) takes it: what could move the cursor or end the line is written by its bytes. */
function escaped(text: string): string {
  return Array.from(text, (character) => {
    if (character === '\\') return String.raw`\\`;
    if (character === '\n') return String.raw`\n`;
    return printable(character) === character ? character : octal(character);
  }).join('');
}

function octal(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => String.raw`\0` + byte.toString(8).padStart(3, '0')).join('');
}
