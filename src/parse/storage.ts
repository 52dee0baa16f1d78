/** A directory on the way to the graph root. */
export interface StorageDirectory {
  readonly path: string;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** `directory`, or what else stands there. */
  readonly type: string;
}

/** Room of the file system on which a path lies, as statfs(2) tells an unprivileged user. */
export interface Space {
  readonly path: string;
  /** Name that stat(1) has for the file system: `ext2/ext3`, `nfs`, `tmpfs`, … */
  readonly type: string;
  readonly totalBytes: number;
  readonly freeBytes: number;
  /** 0 where the file system does not count inodes, such as btrfs. */
  readonly totalInodes: number;
  readonly freeInodes: number;
}

/** What Podman wrote down when it made the store. */
export interface StorageDatabase {
  readonly kind: 'sqlite' | 'bolt';
  /** Empty if it was written before a driver was chosen; null when it cannot be told. */
  readonly driver: string | null;
  readonly graphRoot: string | null;
  readonly runRoot: string | null;
  /** Whether the recorded graph root is the one of now, links followed; null when it cannot be told. */
  readonly sameGraphRoot: boolean | null;
}

/** Shared memory in which each container, pod and volume has a lock. */
export interface LockMemory {
  readonly path: string;
  readonly bytes: number;
  /** Whether there is a lock for another container; null when it cannot be told. */
  readonly hasFree: boolean | null;
}

/** An OCI runtime that a container was made with. */
export interface RecordedRuntime {
  readonly name: string;
  /** Where Podman looks for it before the PATH; null when it is nowhere there. */
  readonly path: string | null;
}

/** The store of the target user. */
export interface Storage {
  readonly graphRoot: string;
  readonly runRoot: string;
  /** Where images are unpacked while they are pulled. */
  readonly tmpDir: string;
  /** Whether the graph root is there. */
  readonly exists: boolean;
  /** The graph root, or the nearest directory above it that exists; links resolved. */
  readonly place: string | null;
  /** Whether the user may write there: permissions, and a mount that is not read-only. */
  readonly writable: boolean;
  readonly tmpWritable: boolean;
  /** From `/` down to the graph root, as far as it exists. */
  readonly directories: readonly StorageDirectory[];
  /** A directory that hides what is below it from the user. */
  readonly hiddenBy: string | null;
  readonly graphSpace: Space | null;
  readonly tmpSpace: Space | null;
  /** Whether directories where the graph root is are known to keep no types of files, as an XFS with ftype=0. */
  readonly lacksFileTypes: boolean;
  /** Of /run/user/UID. */
  readonly runSpace: Space | null;
  /** Files and directories of Podman's own in the graph root that the user may not write. */
  readonly foreign: readonly string[];
  /** Files of layers of the overlay driver that should name a layer, and are empty. */
  readonly emptyLinks: readonly string[];
  /** Whether the user may use /dev/fuse. */
  readonly fuse: 'ok' | 'denied' | 'absent' | null;
  /** Permission bits of /dev/fuse where the user may not use it. */
  readonly fuseMode: number | null;
  /** What the graph root holds: `overlay`, `vfs-images`, `db.sql`, `libpod/bolt_state.db`, … */
  readonly entries: readonly string[];
  readonly database: StorageDatabase | null;
  /** Whether the store holds containers of Podman, running or not. */
  readonly hasContainers: boolean;
  /** Named by the containers in the database; of some that were removed, the text is still in the file. */
  readonly runtimes: readonly RecordedRuntime[];
  /** Boot id that Podman wrote into its runtime directory; null when it has not. */
  readonly recordedBootId: string | null;
  readonly bootId: string | null;
  /** Podman's shared memory of locks. */
  readonly locks: LockMemory | null;
  /** Runtime directories below /tmp: made when there was no /run/user/UID. */
  readonly fallbackRunDirs: readonly string[];
}

/** Reads what the probe of the fact `storage` printed; undefined when there is no graph root in it. */
export function parseStorage(text: string): Storage | undefined {
  const lines = linesByWord(text);
  const all = (word: string): readonly string[] => lines.get(word) ?? [];
  const first = (word: string): string | null => all(word)[0] ?? null;
  const graphRoot = first('graphroot') ?? '';
  if (!graphRoot.startsWith('/') || graphRoot.includes('$')) return undefined;
  const directories = all('dir').flatMap(parseDirectory);
  return {
    graphRoot,
    runRoot: first('runroot') ?? '',
    exists: directories.some(({ path }) => path === graphRoot),
    place: first('place'),
    writable: all('writable').includes(directories.at(-1)?.path ?? ''),
    directories,
    hiddenBy: first('hidden'),
    ...parseSpaces(all('space').flatMap(parseSpace), first('tmp') ?? '/var/tmp', all('writable')),
    lacksFileTypes: first('types') === 'missing',
    foreign: all('foreign'),
    emptyLinks: all('empty'),
    ...parseFuse(first('fuse') ?? ''),
    entries: all('entry'),
    database: parseDatabase(lines, graphRoot),
    hasContainers: lines.has('containers'),
    runtimes: all('runtime').map((line) => {
      const [name = '', path = null] = line.split(' ');
      return { name, path };
    }),
    recordedBootId: first('alive'),
    bootId: first('boot'),
    locks: parseLocks(first('locks'), first('taken')),
    fallbackRunDirs: all('fallback'),
  };
}

/** `ok`, `absent`, or `denied` and the mode. */
function parseFuse(line: string): Pick<Storage, 'fuse' | 'fuseMode'> {
  const [word, mode = ''] = line.split(' ');
  return {
    fuse: FUSE.find((state) => state === word) ?? null,
    fuseMode: /^[0-7]{1,4}$/u.test(mode) ? Number.parseInt(mode, 8) : null,
  };
}

/** The first is that of the graph root. */
function parseSpaces(
  [graphSpace, ...others]: readonly Space[],
  tmpDir: string,
  writable: readonly string[],
): Pick<Storage, 'graphSpace' | 'tmpSpace' | 'runSpace' | 'tmpDir' | 'tmpWritable'> {
  return {
    graphSpace: graphSpace ?? null,
    tmpSpace: others.find(({ path }) => path === tmpDir) ?? null,
    runSpace: others.find(({ path }) => path.startsWith('/run/user/')) ?? null,
    tmpDir,
    tmpWritable: writable.includes(tmpDir),
  };
}

const FUSE = ['ok', 'denied', 'absent'] as const;

function linesByWord(text: string): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const at = line.indexOf(' ');
    if (at <= 0) continue;
    const list = lines.get(line.slice(0, at)) ?? [];
    list.push(line.slice(at + 1));
    lines.set(line.slice(0, at), list);
  }
  return lines;
}

function parseDirectory(line: string): StorageDirectory[] {
  const groups = /^(?<mode>[0-7]+) (?<uid>\d+) (?<gid>\d+) (?<type>[^:]+):(?<path>\/.*)$/u.exec(
    line,
  )?.groups;
  if (groups === undefined) return [];
  const { mode = '', uid, gid, type = '', path = '' } = groups;
  return [{ path, mode: Number.parseInt(mode, 8), uid: Number(uid), gid: Number(gid), type }];
}

function parseSpace(line: string): Space[] {
  const groups =
    /^(?<size>\d+) (?<blocks>\d+) (?<free>\d+) (?<inodes>\d+) (?<freeInodes>\d+) (?<type>[^:]*):(?<path>\/.*)$/u.exec(
      line,
    )?.groups;
  if (groups === undefined) return [];
  const number = (name: string): number => Number(groups[name]);
  return [
    {
      path: groups['path'] ?? '',
      type: groups['type'] ?? '',
      totalBytes: number('blocks') * number('size'),
      freeBytes: number('free') * number('size'),
      totalInodes: number('inodes'),
      freeInodes: number('freeInodes'),
    },
  ];
}

/** `taken` has a word of 32 bits for each group of locks. */
function parseLocks(line: string | null, taken: string | null): LockMemory | null {
  const groups = /^(?<bytes>\d+) (?<path>\/.*)$/u.exec(line ?? '')?.groups;
  if (groups === undefined) return null;
  const words = taken?.split(' ') ?? [];
  const isRead = words.length > 0 && words.every((word) => /^[0-9a-f]{8}$/u.test(word));
  return {
    path: groups['path'] ?? '',
    bytes: Number(groups['bytes']),
    hasFree: isRead ? words.some((word) => word !== 'ffffffff') : null,
  };
}

function parseDatabase(
  lines: ReadonlyMap<string, readonly string[]>,
  graphRoot: string,
): StorageDatabase | null {
  const entries = lines.get('entry') ?? [];
  const unreadableRow = { driver: null, graphRoot: null, runRoot: null, sameGraphRoot: null };
  if (entries.includes('db.sql')) {
    const row = parseSqliteRow(lines.get('sqlite')?.[0] ?? '');
    if (row === undefined) return { kind: 'sqlite', ...unreadableRow };
    const sameGraphRoot = row.graphRoot === graphRoot || lines.has('recorded');
    return { kind: 'sqlite', ...row, sameGraphRoot };
  }
  if (!entries.includes('libpod/bolt_state.db')) return null;
  return { kind: 'bolt', ...parseBoltRows(lines.get('bolt') ?? []) };
}

/**
 * The one row of table DBConfig (libpod/sqlite_state_internal.go). SQLite stores the columns of a row
 * one after the other without a separator: os, static dir, tmp dir, graph root, run root, driver,
 * volume dir. The static dir is `libpod` in the graph root, so it says where the others begin.
 */
function parseSqliteRow(row: string): Omit<StorageDatabase, 'kind' | 'sameGraphRoot'> | undefined {
  const graphRoot = /^linux(?<graph>\/.*?)\/libpod\//u.exec(row)?.groups?.['graph'];
  if (graphRoot === undefined) return undefined;
  const rest = row.slice(`linux${graphRoot}/libpod`.length);
  const at = rest.indexOf(graphRoot);
  if (at < 0) return undefined;
  const tail = rest.slice(at + graphRoot.length);
  const volumes = `${graphRoot}/volumes`;
  // With a volume_path of its own, nothing tells where the driver ends.
  if (!tail.endsWith(volumes)) return { driver: null, graphRoot, runRoot: null };
  const { run = '', driver = '' } =
    /^(?<run>\/.*?)(?<driver>overlay|vfs|btrfs|zfs|)$/u.exec(tail.slice(0, -volumes.length))
      ?.groups ?? {};
  return { driver, graphRoot, runRoot: run === '' ? null : run };
}

/** The bucket of libpod/boltdb_state.go holds its keys in alphabetical order; old pages may be left. */
function parseBoltRows(rows: readonly string[]): Omit<StorageDatabase, 'kind'> {
  const found = rows.flatMap((row) => {
    const groups =
      /^graph-driver-name(?<driver>overlay|vfs|btrfs|zfs|)graph-root(?<graph>\/.*?)oslinuxrun-root(?<run>\/.*?)static-dir\//u.exec(
        row,
      )?.groups;
    return groups === undefined ? [] : [groups];
  });
  const agreed = (name: string): string | null => {
    const values = new Set(found.map((groups) => groups[name] ?? ''));
    const [value = null] = values.size === 1 ? [...values] : [];
    return value;
  };
  const [driver, graphRoot, runRoot] = [agreed('driver'), agreed('graph'), agreed('run')];
  return { driver, graphRoot, runRoot, sameGraphRoot: null };
}
