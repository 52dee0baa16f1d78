import { printable } from './printable.ts';

/** Quotes a value for a POSIX shell. The only way in which data may enter a shell string. */
export function quote(value: string): string {
  if (/^[\w@%+=:,./-]+$/u.test(value)) return value;
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/**
 * The same as printable text: what could move the cursor or reorder a line is made by printf(1) when the shell
 * runs. Line breaks and tabs stay.
 */
export function quotePrintable(value: string): string {
  if (isPrintable(value)) return quote(value);
  const parts: string[] = [];
  let plain = '';
  for (const character of value) {
    if (isPrintable(character)) {
      plain += character;
      continue;
    }
    if (plain !== '') parts.push(quote(plain));
    parts.push(`"$(printf '${octal(character)}')"`);
    plain = '';
  }
  if (plain !== '') parts.push(quote(plain));
  return parts.join('');
}

function isPrintable(text: string): boolean {
  const lines = text.replaceAll(/[\n\t]/gu, '');
  return printable(lines) === lines;
}

function octal(character: string): string {
  const bytes = new TextEncoder().encode(character);
  return Array.from(bytes, (byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
}
