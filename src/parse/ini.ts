import ini from 'ini';

/** One `KEY = VALUE` line. */
export interface IniEntry {
  /** The section that it stands in; empty before the first one. */
  readonly section: string;
  readonly key: string;
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

/** The head of a section. */
export interface IniSection {
  readonly name: string;
  readonly line: number;
}

export interface IniDocument {
  readonly sections: readonly IniSection[];
  /** In the order of the file. Keys are data: nothing is an object of JavaScript yet. */
  readonly entries: readonly IniEntry[];
  /** Lines that are none of all that, and why. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

type Line =
  | { readonly kind: 'section'; readonly name: string }
  | { readonly kind: 'entry'; readonly key: string; readonly value: string }
  | { readonly kind: 'problem'; readonly message: string };

/**
 * Reads an INI file. The package `ini` decodes each line; of a whole file it would lose the lines, skip what
 * it cannot read, and cut values at `;` and `#`: here that is a problem which is told.
 */
export function parseIni(text: string): IniDocument {
  const sections: IniSection[] = [];
  const entries: IniEntry[] = [];
  const problems: { line: number; message: string }[] = [];
  let section = '';
  for (const [at, raw] of text
    .replace(/^\uFEFF/u, '')
    .split(/\r\n|\n|\r/u)
    .entries()) {
    const read = readLine(raw.trim());
    const line = at + 1;
    if (read?.kind === 'problem') problems.push({ line, message: read.message });
    if (read?.kind === 'entry') entries.push({ section, line, key: read.key, value: read.value });
    if (read?.kind === 'section') sections.push({ name: (section = read.name), line });
  }
  return { sections, entries, problems };
}

function readLine(line: string): Line | undefined {
  if (line === '' || line.startsWith(';') || line.startsWith('#')) return undefined;
  if (line.startsWith('[')) {
    const name = /^\[(?<name>[^[\]]+)\]$/u.exec(line)?.groups?.['name']?.trim();
    return name === undefined || name === '' ? problem(SHAPE) : { kind: 'section', name };
  }
  return readEntry(line);
}

function readEntry(line: string): Line {
  const raw = line.slice(line.indexOf('=') + 1).trim();
  const isQuoted = /^(?<quote>["']).*\k<quote>$/u.test(raw) && raw.length > 1;
  if (!isQuoted && /[;#]/u.test(line)) {
    return problem(
      "';' and '#' begin a comment: put it on a line of its own, or the value in double quotes",
    );
  }
  const decoded: readonly (readonly [string, unknown])[] = Object.entries(ini.decode(line));
  const [key, value] = decoded[0] ?? [];
  if (key === undefined || key === '' || decoded.length > 1) return problem(SHAPE);
  // `true`, `false` and `null` are decoded too, and so is a key without a value.
  const text = typeof value === 'boolean' || value === null ? String(value) : value;
  return typeof text !== 'string' || /^["']/u.test(text)
    ? problem('expected text: lists have commas, and double quotes hold what JSON does')
    : { kind: 'entry', key, value: text };
}

const SHAPE = 'expected KEY = VALUE, or [SECTION]';

function problem(message: string): Line {
  return { kind: 'problem', message };
}
