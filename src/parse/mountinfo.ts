/** One mount, see proc_pid_mountinfo(5). */
export interface Mount {
  readonly id: number;
  readonly parent: number;
  /** Path within the file system that forms the root of this mount. */
  readonly root: string;
  readonly mountPoint: string;
  /** Options of this mount: `rw`, `nosuid`, `nodev`, `noexec`, … */
  readonly options: readonly string[];
  /** Optional fields: `shared:1`, `master:2`, `unbindable`. */
  readonly propagation: readonly string[];
  /** `ext4`, `nfs4`, `fuse.sshfs`, … */
  readonly type: string;
  readonly source: string;
  /** Options of the file system itself: `rw`, `lowerdir=…`, `prjquota`, … */
  readonly superOptions: readonly string[];
}

const LINE =
  /^(?<id>\d{1,10}) (?<parent>\d{1,10}) \d+:\d+ (?<root>\S+) (?<point>\S+) (?<options>\S+)(?<optional>(?: \S+)*?) - (?<type>\S+) (?<source>\S*) ?(?<super>\S*)$/u;

/** Reads mountinfo; lines that are none are skipped. */
export function parseMountinfo(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const groups = LINE.exec(line)?.groups;
    if (groups === undefined) return [];
    const field = (name: string): string => unescape(groups[name] ?? '');
    return [
      {
        id: Number(groups['id']),
        parent: Number(groups['parent']),
        root: field('root'),
        mountPoint: field('point'),
        options: field('options').split(','),
        propagation: field('optional')
          .trim()
          .split(' ')
          .filter((tag) => tag !== ''),
        type: field('type'),
        source: field('source'),
        superOptions: field('super')
          .split(',')
          .filter((option) => option !== ''),
      },
    ];
  });
}

/** The mount on which an absolute path without symbolic links lies; the last one mounted there wins. */
export function mountOf(mounts: readonly Mount[], path: string): Mount | undefined {
  const inside = (point: string): boolean =>
    point === '/' || path === point || path.startsWith(`${point}/`);
  let best: Mount | undefined;
  for (const mount of mounts) {
    if (!inside(mount.mountPoint)) continue;
    if (best === undefined || mount.mountPoint.length >= best.mountPoint.length) best = mount;
  }
  return best;
}

/** Space, tab, line feed and backslash are written as octal numbers. */
function unescape(field: string): string {
  return field.replaceAll(/\\(?<octal>[0-7]{3})/gu, (_, octal: string) =>
    String.fromCharCode(Number.parseInt(octal, 8)),
  );
}
