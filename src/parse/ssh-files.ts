/** One path that StrictModes looks at. */
export interface SshPath {
  readonly path: string;
  readonly status: 'ok' | 'absent' | 'denied';
  readonly mode: number | null;
  readonly uid: number | null;
  readonly gid: number | null;
}

/** A line of authorized_keys(5), without what makes it a key. */
export interface AuthorizedKey {
  readonly file: string;
  readonly line: number;
  /** Lower-case names of its options; `null` when the line is no key that sshd could read. */
  readonly options: readonly string[] | null;
  /** `ssh-ed25519`, `ssh-rsa`, …; empty when it was not seen. */
  readonly type: string;
}

export interface SshFiles {
  readonly home: string;
  /** The home directory, ~/.ssh, and the two default files of keys, in this order. */
  readonly paths: readonly SshPath[];
  readonly keys: readonly AuthorizedKey[];
  /** Files of keys that the user may not read. */
  readonly unreadable: readonly string[];
  /** Names of all members of a group, by its id; only asked for when a path is group-writable. */
  readonly members: ReadonlyMap<number, readonly string[]>;
}

/** Reads the lines of the `sshFiles` probe; other lines are skipped. */
export function parseSshFiles(text: string): SshFiles {
  const lines = text.split('\n');
  const home = one(lines, 'home ');
  const paths = lines.flatMap((line): SshPath[] => {
    const groups =
      /^(?<kind>absent|denied|meta) (?:(?<mode>[0-7]{3,5}) (?<uid>\d{1,10}) (?<gid>\d{1,10}) )?(?<path>\/.*)$/u.exec(
        line,
      )?.groups;
    if (groups === undefined) return [];
    const { kind = '', path = '', mode, uid, gid } = groups;
    if (kind === 'absent' || kind === 'denied') {
      return [{ path, status: kind, mode: null, uid: null, gid: null }];
    }
    if (mode === undefined) return [];
    const bits = Number.parseInt(mode, 8);
    return [{ path, status: 'ok', mode: bits, uid: Number(uid), gid: Number(gid) }];
  });
  const order = ['', '/.ssh', '/.ssh/authorized_keys', '/.ssh/authorized_keys2'];
  return {
    home,
    paths: order.flatMap((tail) => paths.find(({ path }) => path === home + tail) ?? []),
    keys: toKeys(lines),
    unreadable: lines.flatMap((line) => /^unreadable (?<path>\/.*)$/u.exec(line)?.[1] ?? []),
    members: toMembers(lines),
  };
}

function one(lines: readonly string[], head: string): string {
  return lines.find((line) => line.startsWith(`${head}/`))?.slice(head.length) ?? '';
}

function toKeys(lines: readonly string[]): readonly AuthorizedKey[] {
  let file = '';
  return lines.flatMap((line): AuthorizedKey[] => {
    const started = /^keys (?<path>\/.*)$/u.exec(line)?.groups?.['path'];
    if (started !== undefined) file = started;
    const groups =
      /^(?<kind>key|bad) (?<line>\d{1,7})(?: (?<options>[\w,@.-]*))?(?: (?<type>[\w@.-]+))?$/u.exec(
        line,
      )?.groups;
    if (groups === undefined || file === '') return [];
    const names = (groups['options'] ?? '').toLowerCase().split(',');
    return [
      {
        file,
        line: Number(groups['line']),
        options: groups['kind'] === 'bad' ? null : names.filter((name) => name !== ''),
        type: groups['type'] ?? '',
      },
    ];
  });
}

function toMembers(lines: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const members = new Map<number, readonly string[]>();
  const add = (gid: string, names: readonly string[]): void => {
    const before = members.get(Number(gid)) ?? [];
    members.set(Number(gid), [...new Set([...before, ...names])]);
  };
  for (const line of lines) {
    const group = /^group [^:]+:[^:]*:(?<gid>\d{1,10}):(?<names>.*)$/u.exec(line)?.groups;
    if (group !== undefined) {
      const names = (group['names'] ?? '').split(',');
      add(
        group['gid'] ?? '',
        names.filter((name) => name !== ''),
      );
    }
    const member = /^member (?<gid>\d{1,10}) (?<name>\S+)$/u.exec(line)?.groups;
    if (member !== undefined) add(member['gid'] ?? '', [member['name'] ?? '']);
  }
  return members;
}
