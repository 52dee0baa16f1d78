/** One word of an error message, as far as it is the same on every host. */
export interface ErrorWord {
  readonly word: string;
  /** A placeholder stood before it: any number of words may. */
  readonly isOpen: boolean;
}

/**
 * The words of a message without what differs from host to host. Numbers, versions and hexadecimal ids
 * are left out; of a path its last name stays; quotes, punctuation, colours and case do not count. What
 * the C library says about an error number is one word.
 */
export function errorWords(text: string): readonly ErrorWord[] {
  const plain = joinPhrases(
    text
      .replaceAll(ANSI, '')
      .replaceAll(/\{[a-z]+\}/gu, PLACEHOLDER)
      .replaceAll(/\\[nt]/gu, ' ')
      .toLowerCase()
      .replaceAll(/['’]/gu, '')
      .replaceAll(/\s+/gu, ' '),
  );
  const words: ErrorWord[] = [];
  let isOpen = false;
  for (const chunk of plain.split(/[\s"“”`()[\]<>,;:=|\\]+/u)) {
    for (const word of wordsOf(chunk)) {
      words.push({ word, isOpen });
      isOpen = false;
    }
    if (chunk.endsWith(PLACEHOLDER)) isOpen = true;
  }
  return words;
}

/** How much a word may say about which error it is: nothing, the kind of error, or which one. */
export function kindOf(word: string): 'common' | 'errno' | 'telling' {
  if (ERRNOS.has(word)) return 'errno';
  return COMMON.has(word) ? 'common' : 'telling';
}

const PLACEHOLDER = '\uE000';

// eslint-disable-next-line no-control-regex -- colours of a terminal that were copied with the message
const ANSI = /\u001B\[[\d;]*[A-Za-z]/gu;

/** strerror(3) of glibc, musl and Go's own, and what Go's os/exec adds. */
const PHRASES = [
  'address already in use',
  'bad file descriptor',
  'cannot assign requested address',
  'connection refused',
  'connection reset by peer',
  'device or resource busy',
  'disk quota exceeded',
  'exec format error',
  'executable file not found in $path',
  'file exists',
  'function not implemented',
  'input/output error',
  'interactive authentication required',
  'invalid argument',
  'invalid cross-device link',
  'network is unreachable',
  'no such device or address',
  'no such device',
  'no such file or directory',
  'no such process',
  'no space left on device',
  'not a directory',
  'numerical result out of range',
  'operation not permitted',
  'operation not supported',
  'permission denied',
  'read-only file system',
  'resource temporarily unavailable',
  'too many open files',
] as const;

const ERRNOS: ReadonlySet<string> = new Set(PHRASES.map(oneWord));

const COMMON: ReadonlySet<string> = new Set(
  [
    'a all an and any are as at be been but by can cannot cant could couldnt did do does dont for',
    'from had has have here how if in into is it its more must my no not of on one only or other our',
    'out please should so some than that the their them then there these they this to too use used',
    'using was we were what when where which while who will with would you your',
    'code error errors exit failed failure file files directory os path status warn warning',
    // What loggers put around a message.
    'level msg time',
  ].flatMap((line) => line.split(' ')),
);

function joinPhrases(text: string): string {
  return PHRASES.reduce((joined, phrase) => joined.replaceAll(phrase, oneWord(phrase)), text);
}

function oneWord(phrase: string): string {
  return phrase.replaceAll(/[ /]/gu, '-');
}

/** The place and the name of a path, or the word itself; nothing for what differs from host to host. */
function wordsOf(chunk: string): readonly string[] {
  const place = PLACES.find((one) => chunk.startsWith(one));
  const rest = place === undefined ? chunk : chunk.slice(place.length);
  return [place, lastName(rest)].filter((word) => word !== undefined);
}

/** Directories that say what is in them, whatever the name of the file. */
const PLACES = ['/run/user', '/var/tmp', '/sys/fs/cgroup'] as const;

function lastName(chunk: string): string | undefined {
  const names = chunk
    .split('/')
    .map((name) => name.replaceAll(/^[^a-z\d\uE000]+|[^a-z\d\uE000]+$/gu, ''));
  return names.findLast((name) => name !== '' && !isValue(name))?.replaceAll(/\d+/gu, '#');
}

function isValue(name: string): boolean {
  return name.includes(PLACEHOLDER) || /^v?\d/u.test(name) || /^[\da-f]{12,}$/u.test(name);
}
