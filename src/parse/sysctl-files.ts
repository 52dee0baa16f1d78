/** A line that sets a kernel key. */
export interface SysctlSetting {
  readonly path: string;
  readonly line: number;
  /** With dots, such as `user.max_user_namespaces`. */
  readonly key: string;
  readonly value: string;
}

export interface SysctlFiles {
  /** In the order in which they are applied: of two that set a key, the later one counts. */
  readonly settings: readonly SysctlSetting[];
  /** All files that are applied, in that order. */
  readonly files: readonly string[];
  /** Files that the user may not read. */
  readonly denied: readonly string[];
}

/** What sysctl(8) reads, whatever else there is. */
export const MAIN_FILE = '/etc/sysctl.conf';

/** Reads what the probe of the fact `sysctlFiles` prints. */
export function parseSysctlFiles(text: string): SysctlFiles {
  const lines = text.split('\n');
  const paths = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} /`)).map((line) => line.slice(word.length + 1));
  const files = inOrder(paths('file'));
  const settings = lines.flatMap((line) => readSetting(line));
  return {
    files,
    denied: paths('denied'),
    settings: files.flatMap((path) => settings.filter((one) => one.path === path)),
  };
}

/** The line that decides a key, or `undefined` when none sets it. */
export function settingOf(
  { settings }: Pick<SysctlFiles, 'settings'>,
  key: string,
): SysctlSetting | undefined {
  return settings.findLast((one) => one.key === key);
}

/**
 * sysctl.d(5): sorted by file name whatever the directory; of two files with one name only the first
 * directory's counts. procps applies /etc/sysctl.conf last; systemd reads it where a link in
 * /etc/sysctl.d names it.
 */
function inOrder(paths: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const path of paths.filter((one) => one !== MAIN_FILE)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (!byName.has(name)) byName.set(name, path);
  }
  const sorted = [...byName.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [...sorted.map(([, path]) => path), ...paths.filter((one) => one === MAIN_FILE)];
}

function readSetting(line: string): readonly SysctlSetting[] {
  const { path, number, key, value } =
    /^(?<path>\/[^:]+):(?<number>\d{1,7}):\s*-?(?<key>[\w./-]+)\s*=\s*(?<value>.*)$/u.exec(line)
      ?.groups ?? {};
  if (path === undefined || key === undefined || value === undefined) return [];
  return [{ path, line: Number(number), key: key.replaceAll('/', '.'), value: value.trim() }];
}
