/** One file as `show_all` and `show_tree` of the prelude print it. */
export interface FileRecord {
  readonly path: string;
  readonly status: 'ok' | 'absent' | 'denied' | 'special';
  /** Permission bits; `null` when unknown. */
  readonly mode: number | null;
  readonly uid: number | null;
  readonly gid: number | null;
  /** Seconds since the epoch. */
  readonly mtime: number | null;
  /** Text of an `ok` file, each line ended by a newline; empty otherwise. */
  readonly text: string;
}

/** One path as `meta` of the prelude prints it. */
export interface PathRecord {
  readonly path: string;
  readonly status: 'ok' | 'absent' | 'denied';
  /** `file`, `directory`, `socket`, `char`, `link` (dangling), … as stat(1) says; `-` when unknown. */
  readonly type: string;
  readonly mode: number | null;
  readonly uid: number | null;
  readonly gid: number | null;
  readonly mtime: number | null;
}

const FILE_STATUSES = ['ok', 'absent', 'denied', 'special'] as const;
const PATH_STATUSES = ['ok', 'absent', 'denied'] as const;
const FILE_HEAD =
  /^#(?<status>ok|absent|denied|special) (?<mode>[0-7]+|-) (?<uid>\d+|-) (?<gid>\d+|-) (?<mtime>-?\d+|-) (?<path>.+)$/u;
const PATH_LINE =
  /^(?<status>ok|absent|denied) (?<mode>[0-7]+|-) (?<uid>\d+|-) (?<gid>\d+|-) (?<mtime>-?\d+|-) (?<type>[^|]*)\|(?<path>\/.*)$/u;

/** Reads the records of `show_all`, in the order of its heads; lines that are no record are skipped. */
export function parseRecords(text: string): readonly FileRecord[] {
  const heads: RegExpExecArray[] = [];
  const bodies = new Map<string, string[]>();
  let body: string[] | undefined;
  for (const line of text.split('\n')) {
    const head = FILE_HEAD.exec(line);
    if (head !== null) heads.push(head);
    else if (line.startsWith('#= ')) {
      body = [];
      bodies.set(line.slice(3), body);
    } else if (line.startsWith('|')) body?.push(line.slice(1));
  }
  return heads.map((head) => {
    const path = head.groups?.['path'] ?? '';
    const lines = bodies.get(path) ?? [];
    return {
      ...numbers(head),
      status: FILE_STATUSES.find((one) => one === head.groups?.['status']) ?? 'denied',
      path,
      text: lines.map((line) => `${line}\n`).join(''),
    };
  });
}

const TYPES: Readonly<Record<string, string>> = {
  'regular file': 'file',
  'regular empty file': 'file',
  'symbolic link': 'link',
  'character special file': 'char',
  'block special file': 'block',
};

/** Reads the lines of `meta`; lines that are no record are skipped. */
export function parseMeta(text: string): readonly PathRecord[] {
  return text.split('\n').flatMap((line) => {
    const match = PATH_LINE.exec(line);
    if (match === null) return [];
    const type = match.groups?.['type'] ?? '-';
    return [
      {
        ...numbers(match),
        status: PATH_STATUSES.find((one) => one === match.groups?.['status']) ?? 'denied',
        type: TYPES[type] ?? type,
        path: match.groups?.['path'] ?? '',
      },
    ];
  });
}

/** Reads `KEY=VALUE` lines as `kv` prints them; the last one of a key counts. */
export function parseKeyValues(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
}

function numbers({
  groups = {},
}: RegExpExecArray): Pick<FileRecord, 'mode' | 'uid' | 'gid' | 'mtime'> {
  const number = (name: string, base: number): number | null => {
    const word = groups[name] ?? '-';
    return word === '-' ? null : Number.parseInt(word, base);
  };
  return {
    mode: number('mode', 8),
    uid: number('uid', 10),
    gid: number('gid', 10),
    mtime: number('mtime', 10),
  };
}
