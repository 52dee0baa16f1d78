import type { FileRecord } from './records.ts';

/** One line of sshd_config(5). */
export interface SshdDirective {
  /** Lower case. */
  readonly keyword: string;
  /** As written, for messages. */
  readonly name: string;
  readonly args: readonly string[];
  readonly file: string;
  readonly line: number;
  /** Conditions that must all hold: those of the Match block, and of one around an Include. */
  readonly match: readonly SshdMatch[];
}

/** The criteria of one Match line: pairs of a lower-case name and its pattern list. */
export interface SshdMatch {
  readonly criteria: readonly (readonly [name: string, patterns: string])[];
}

/** One pattern of an Include line. */
export interface SshdInclude {
  /** Absolute, with `*` and `?`. */
  readonly pattern: string;
  readonly file: string;
  readonly line: number;
  readonly match: readonly SshdMatch[];
}

export interface SshdConfig {
  /** In the order in which sshd reads them, files of Include in their place. */
  readonly directives: readonly SshdDirective[];
  /** The Include lines, one for each pattern. */
  readonly includes: readonly SshdInclude[];
  /** Lines whose quotes do not close. */
  readonly unbalanced: readonly { readonly file: string; readonly line: number }[];
  /** Files and directories that are part of it and could not be read. */
  readonly unread: readonly string[];
}

/** `SERVCONF_MAX_DEPTH` of servconf.c. */
const MAX_DEPTH = 16;

/** Reads sshd_config and the files that it includes; `hidden` are directories that cannot be listed. */
export function parseSshdConfig(
  main: FileRecord,
  included: readonly FileRecord[],
  hidden: readonly string[],
): SshdConfig {
  const found: Omit<Reader, 'included'> = {
    ...{ directives: [], includes: [], unbalanced: [], unread: [...hidden] },
  };
  readFile({ included, ...found }, main, [], 0);
  return found;
}

interface Reader {
  readonly included: readonly FileRecord[];
  readonly directives: SshdDirective[];
  readonly includes: SshdInclude[];
  readonly unbalanced: { file: string; line: number }[];
  readonly unread: string[];
}

function readFile(
  reader: Reader,
  file: FileRecord,
  around: readonly SshdMatch[],
  depth: number,
): void {
  let match = around;
  for (const [index, text] of file.text.split('\n').entries()) {
    const words = splitWords(text);
    const at = { file: file.path, line: index + 1 };
    if (words === null) {
      reader.unbalanced.push(at);
      continue;
    }
    const [name = '', ...args] = words;
    if (name === '') continue;
    const keyword = name.toLowerCase();
    if (keyword === 'match') match = [...around, toMatch(args)];
    if (keyword === 'include') readIncludes(reader, args, { match, ...at }, depth);
    else reader.directives.push({ keyword, name, args, match, ...at });
  }
}

function readIncludes(
  reader: Reader,
  patterns: readonly string[],
  at: Omit<SshdInclude, 'pattern'>,
  depth: number,
): void {
  for (const pattern of patterns) {
    const path = pattern.startsWith('/') ? pattern : `/etc/ssh/${pattern}`;
    reader.includes.push({ pattern: path, ...at });
    const files = reader.included
      .filter((file) => toGlob(path).test(file.path))
      .toSorted((one, other) => (one.path < other.path ? -1 : 1));
    // The probe follows the includes of the main file only.
    if (files.length === 0 && depth > 0) reader.unread.push(path);
    for (const file of files) {
      if (file.status !== 'ok' || depth >= MAX_DEPTH) reader.unread.push(file.path);
      else readFile(reader, file, at.match, depth + 1);
    }
  }
}

function toMatch(args: readonly string[]): SshdMatch {
  const criteria: [string, string][] = [];
  // Since OpenSSH 9.9 `user=alice` is the same as `user alice`.
  const words = args.flatMap((arg) => {
    const at = arg.indexOf('=');
    return at > 0 ? [arg.slice(0, at), arg.slice(at + 1)] : [arg];
  });
  for (let index = 0; index < words.length; index += 1) {
    const name = (words[index] ?? '').toLowerCase();
    if (name === 'all' || name === 'invalid-user') {
      criteria.push([name, '']);
    } else {
      criteria.push([name, words[index + 1] ?? '']);
      index += 1;
    }
  }
  return { criteria };
}

/** Words of a line, quotes taken off; `null` when a quote does not close. A `#` before a word ends it. */
function splitWords(line: string): readonly string[] | null {
  const [, name, args] = /^\s*([^\s"'=#]+)(?:\s*=\s*|\s+|$)(.*)$/su.exec(line) ?? [];
  if (name === undefined) return /^\s*(?:#|$)/u.test(line) ? [] : null;
  const words = [name];
  let rest = (args ?? '').trim();
  while (rest !== '' && !rest.startsWith('#')) {
    const [, word, after = ''] = /^((?:[^\s"']|"[^"]*"|'[^']*')+)(.*)$/su.exec(rest) ?? [];
    if (word === undefined || /^["']/u.test(after)) return null;
    words.push(word.replaceAll(/["']/gu, ''));
    rest = after.trimStart();
  }
  return words;
}

/** `*` and `?` of glob(7), which do not match a slash. */
function toGlob(pattern: string): RegExp {
  const source = pattern.replaceAll(/[\\^$.|+()[\]{}*?]/gu, (char) => {
    if (char === '*') return '[^/]*';
    return char === '?' ? '[^/]' : `\\${char}`;
  });
  return new RegExp(`^${source}$`, 'u');
}
