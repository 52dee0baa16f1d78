/**
 * Breaks text at spaces into lines of at most `width` columns, all but the first indented. A word
 * that is longer stays whole: a path that is broken can be neither copied nor searched for.
 */
export function wrap(text: string, width: number, indent: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line === '') line = word;
    else if (columns(line) + 1 + columns(word) <= width) line += ` ${word}`;
    else {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    }
  }
  return [...lines, line];
}

/** One paragraph after a lead such as a mark; what does not fit continues below the text. */
export function paragraph(
  lead: string,
  leadColumns: number,
  text: string,
  width: number,
): readonly string[] {
  const lines = wrap(text, Math.max(width - leadColumns, 20), 0);
  return lines.map((line, at) => (at === 0 ? lead : ' '.repeat(leadColumns)) + line);
}

/** Columns that text without control characters takes up, by its visible characters. */
function columns(text: string): number {
  return Array.from(text.replaceAll(/\p{Mark}/gu, '')).length;
}
