/** Files of which the profiles of passt are made, in its packages and by administrators. */
export const PASTA_PROFILE_FILES = [
  '/etc/apparmor.d/usr.bin.pasta',
  '/etc/apparmor.d/usr.bin.passt',
  '/etc/apparmor.d/abstractions/pasta',
  '/etc/apparmor.d/abstractions/passt',
  '/etc/apparmor.d/local/usr.bin.pasta',
  '/etc/apparmor.d/local/usr.bin.passt',
  '/etc/apparmor.d/local/pasta',
  '/etc/apparmor.d/local/passt',
] as const;

/** A line of a profile that says something. */
export interface ProfileLine {
  readonly line: number;
  readonly text: string;
}

/** The files of the AppArmor profiles of pasta and passt. */
export interface PastaProfile {
  /** The pasta that the user's PATH finds. */
  readonly program: string;
  /** It is a link to passt, and AppArmor goes by the name that the link leads to. */
  readonly isLink: boolean;
  /** Names of files that a link in /etc/apparmor.d/disable keeps from being loaded. */
  readonly disabled: readonly string[];
  readonly files: ReadonlyMap<string, readonly ProfileLine[]>;
  /** Files that are there and may not be read. */
  readonly denied: readonly string[];
}

/** Reads what the probe of the fact `pastaProfile` prints; undefined when it does not name a program. */
export function parsePastaProfile(text: string): PastaProfile | undefined {
  const rows = text.split('\n');
  const all = (word: string): readonly string[] =>
    rows.filter((row) => row.startsWith(`${word} `)).map((row) => row.slice(word.length + 1));
  const [program] = all('pasta');
  if (program === undefined) return undefined;
  const files = new Map<string, ProfileLine[]>();
  let lines: ProfileLine[] | undefined;
  for (const row of rows) {
    if (row.startsWith('file ')) {
      lines = [];
      files.set(row.slice('file '.length), lines);
    }
    const { line, said = '' } = /^(?<line>\d{1,5})\|(?<said>.*)$/u.exec(row)?.groups ?? {};
    const bare = said.replace(/(?:^|\s)#(?!include).*$/u, '').trim();
    if (line !== undefined && bare !== '') lines?.push({ line: Number(line), text: bare });
  }
  return {
    program,
    isLink: rows.includes('link'),
    disabled: all('disabled'),
    files,
    denied: all('denied'),
  };
}
