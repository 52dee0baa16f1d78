import { printable } from '../../src/parse/printable.ts';

/**
 * Text that is only text in Markdown, in one line. Of the ASCII punctuation that CommonMark lets a backslash
 * escape (2.4) those characters are escaped that begin something within a line, there or on GitHub, or a block.
 */
export function plain(text: string): string {
  return printable(text)
    .trim()
    .replaceAll(/[\\`*_~[\]<>&#|$@!]/gu, String.raw`\$&`)
    .replaceAll(/:(?=\/\/)|(?<=\bwww)\.|^[-+=]|(?<=^\d{1,9})[.)]/giu, String.raw`\$&`);
}

/** A code span: it begins and ends with more backticks than stand in the text side by side (6.1). */
export function code(text: string): string {
  const safe = printable(text);
  if (safe.trim() === '') return '` `';
  const fence = '`'.repeat(longestRun(safe) + 1);
  // One space on either side is taken away, if both are there.
  const needsSpace = /^[` ]|[` ]$/u.test(safe);
  return needsSpace ? `${fence} ${safe} ${fence}` : `${fence}${safe}${fence}`;
}

/** A fenced block of shell commands, a line each. */
export function commandBlock(commands: readonly string[]): readonly string[] {
  const lines = commands.map(printable);
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}sh`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/gu) ?? []).map(({ length }) => length));
}
