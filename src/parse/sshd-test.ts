/** A complaint of `sshd -t`. */
export interface SshdComplaint {
  /** Empty when sshd named no file. */
  readonly file: string;
  /** 0 when sshd named no line. */
  readonly line: number;
  readonly text: string;
}

/** What `sshd -t` and `sshd -T` printed. */
export interface SshdTest {
  readonly binary: string;
  /** `null` when sshd could not test it: no host keys, or no privilege separation directory. */
  readonly valid: boolean | null;
  readonly complaints: readonly SshdComplaint[];
  /** Lower-case keyword to its values, one for each line; empty when sshd refused. */
  readonly options: ReadonlyMap<string, readonly string[]>;
}

/** These stop the test before it comes to the configuration: Debian makes /run/sshd with the service. */
const NOT_ABOUT_CONFIG = /^Missing privilege separation directory|no hostkeys available/u;

/** Reads the output of the `sshdEffective` probe. */
export function parseSshdTest(text: string): SshdTest {
  // sshd ends what it says on stderr with a carriage return too.
  const lines = text.split(/\r?\n/u);
  const end = lines.findIndex((line) => /^test-exit \d+$/u.test(line));
  const tested = lines.slice(0, Math.max(end, 0)).filter((line) => line.trim() !== '');
  const binary = /^binary (?<path>\/.*)$/u.exec(tested[0] ?? '')?.groups?.['path'] ?? '';
  const said = tested.slice(binary === '' ? 0 : 1);
  return {
    binary,
    valid: verdict(end < 0 ? undefined : lines[end], said),
    complaints: said
      .filter((line) => !NOT_ABOUT_CONFIG.test(line) && !/terminating, \d+ bad/u.test(line))
      .map(toComplaint),
    options: toOptions(end < 0 ? [] : lines.slice(end + 1)),
  };
}

function verdict(exit: string | undefined, said: readonly string[]): boolean | null {
  if (exit === undefined || said.some((line) => NOT_ABOUT_CONFIG.test(line))) return null;
  return exit === 'test-exit 0';
}

function toComplaint(line: string): SshdComplaint {
  const groups = /^(?<file>\/[^:]*?):? line (?<line>\d{1,6}): (?<text>.+)$/u.exec(line)?.groups;
  return {
    file: groups?.['file'] ?? '',
    line: Number(groups?.['line'] ?? 0),
    text: (groups?.['text'] ?? line).replace(/\.$/u, ''),
  };
}

function toOptions(lines: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const options = new Map<string, string[]>();
  for (const line of lines) {
    const groups = /^(?<key>[a-z][a-z\d]*) (?<value>.*)$/u.exec(line)?.groups;
    if (groups === undefined) continue;
    const key = groups['key'] ?? '';
    options.set(key, [...(options.get(key) ?? []), groups['value'] ?? '']);
  }
  return options;
}
