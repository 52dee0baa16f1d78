import { configError } from './config-error.ts';

/** One directive of an ssh_config(5) file; the keyword is in lower case, and no alias. */
export interface ConfigLine {
  readonly file: string;
  readonly line: number;
  readonly keyword: string;
  readonly args: readonly string[];
}

/** Reads the text of an ssh_config(5) file. Quotes that do not close stop the host. */
export function lexConfig(text: string, file: string): readonly ConfigLine[] {
  const lines: ConfigLine[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const match = /^\s*(?<word>[^\s="#][^\s="]*)(?:\s*=\s*|\s+|$)(?<rest>.*?)\s*$/u.exec(raw);
    const { word, rest = '' } = match?.groups ?? {};
    if (word === undefined) continue;
    const line = index + 1;
    const args = splitArguments(rest);
    if (args === undefined) {
      throw configError(
        { file, line },
        `${word} has quotes that do not close`,
        'Close the quotes.',
      );
    }
    const lower = word.toLowerCase();
    lines.push({ file, line, keyword: ALIASES[lower] ?? lower, args });
  }
  return lines;
}

/** Old names, as OpenSSH's readconf.c still takes them. */
const ALIASES: Readonly<Record<string, string>> = {
  challengeresponseauthentication: 'kbdinteractiveauthentication',
  dsaauthentication: 'pubkeyauthentication',
  hostbasedkeytypes: 'hostbasedacceptedalgorithms',
  identityfile2: 'identityfile',
  pubkeyacceptedkeytypes: 'pubkeyacceptedalgorithms',
  smartcarddevice: 'pkcs11provider',
};

/**
 * Words as OpenSSH's `argv_split` sees them: both kinds of quotes, a backslash before a quote, a
 * backslash or (outside quotes) a blank, and a comment that starts a word.
 */
function splitArguments(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let rest = text;
  while ((rest = rest.replace(/^[ \t]+/u, '')) !== '' && !rest.startsWith('#')) {
    const word = firstWord(rest);
    if (word === undefined) return undefined;
    words.push(word.value);
    rest = rest.slice(word.length);
  }
  return words;
}

function firstWord(text: string): { value: string; length: number } | undefined {
  let value = '';
  let quote = '';
  let at = 0;
  for (; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === '\\' && isEscapable(next, quote)) {
      value += next;
      at++;
    } else if (quote === '' && (character === ' ' || character === '\t')) {
      break;
    } else if (quote === '' && (character === '"' || character === "'")) {
      quote = character;
    } else if (character === quote) {
      quote = '';
    } else {
      value += character;
    }
  }
  return quote === '' ? { value, length: at } : undefined;
}

function isEscapable(character: string, quote: string): boolean {
  return (
    character === '"' ||
    character === "'" ||
    character === '\\' ||
    (quote === '' && character === ' ')
  );
}
