/** A profile that the kernel has, as /sys/kernel/security/apparmor/profiles lists it. */
export interface LoadedProfile {
  readonly name: string;
  /** `enforce`, `complain`, `unconfined`, `kill`, … */
  readonly mode: string;
}

/** The head of a profile in a file of /etc/apparmor.d, and what its body says of user namespaces. */
export interface ApparmorProfile {
  readonly path: string;
  readonly line: number;
  readonly name: string;
  /** Path or pattern of the programs that it is for. */
  readonly attachment: string;
  readonly flags: readonly string[];
  /** The file asks for rules of AppArmor 4 or later, where user namespaces are mediated. */
  readonly mediatesUserns: boolean;
  /** A rule `userns` or `all` allows them. */
  readonly allowsUserns: boolean;
  /** A link in /etc/apparmor.d/disable keeps it from being loaded. */
  readonly disabled: boolean;
}

export interface ApparmorProfiles {
  /** The podman that the user's PATH finds, links followed; `null` when there is none. */
  readonly podman: string | null;
  /** Profiles in files that name podman. */
  readonly profiles: readonly ApparmorProfile[];
  /** `null` when the kernel does not show the list to the user. */
  readonly loaded: readonly LoadedProfile[] | null;
  /** Files and directories that the user may not read. */
  readonly denied: readonly string[];
}

/** Reads what the probe of the fact `apparmorProfiles` prints. */
export function parseApparmorProfiles(text: string): ApparmorProfiles {
  const lines = text.split('\n');
  const all = (word: string): readonly string[] =>
    lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1));
  const disabled = new Set(all('disabled'));
  return {
    podman: all('podman')[0] ?? null,
    profiles: parseProfiles(lines, disabled),
    loaded: lines.includes('loaded-all') ? parseLoadedProfiles(all('loaded').join('\n')) : null,
    denied: all('denied'),
  };
}

/** Reads `name (mode)` lines. */
export function parseLoadedProfiles(text: string): readonly LoadedProfile[] {
  return text.split('\n').flatMap((line) => {
    const { name, mode } = /^(?<name>.+) \((?<mode>[\w-]+)\)$/u.exec(line)?.groups ?? {};
    return name === undefined || mode === undefined ? [] : [{ name, mode }];
  });
}

interface Draft {
  head: Omit<ApparmorProfile, 'allowsUserns' | 'mediatesUserns'>;
  allows: boolean;
  depth: number;
}

/** Reads the lines of grep(1), `path:line:text`, file by file. */
function parseProfiles(
  lines: readonly string[],
  disabled: ReadonlySet<string>,
): readonly ApparmorProfile[] {
  const rows = lines.flatMap((line) => {
    const { path, number, text } =
      /^(?<path>\/[^:]+):(?<number>\d{1,6}):(?<text>.*)$/u.exec(line)?.groups ?? {};
    return path === undefined || text === undefined
      ? []
      : [{ path, line: Number(number), text: text.replace(/(?:^|\s)#(?!include).*$/u, '') }];
  });
  const paths = [...new Set(rows.map(({ path }) => path))];
  return paths.flatMap((path) => {
    const own = rows.filter((row) => row.path === path);
    const abi = own.map(
      ({ text }) => /^\s*abi\s+<abi\/(?<major>\d+)/u.exec(text)?.groups?.['major'],
    );
    const mediatesUserns = abi.some((major) => Number(major ?? 0) >= 4);
    return readFile(own, disabled).map(({ head, allows }) => ({
      ...head,
      mediatesUserns,
      allowsUserns: allows,
    }));
  });
}

function readFile(
  rows: readonly { path: string; line: number; text: string }[],
  disabled: ReadonlySet<string>,
): readonly Draft[] {
  const drafts: Draft[] = [];
  let depth = 0;
  for (const { path, line, text } of rows) {
    const head = depth === 0 ? readHead(text) : null;
    if (head !== null) {
      const off = disabled.has(path.slice(path.lastIndexOf('/') + 1));
      drafts.push({ head: { path, line, ...head, disabled: off }, allows: false, depth });
    }
    const draft = drafts.at(-1);
    // Rules of a profile inside another one do not count for the outer one.
    const inside = head !== null || depth === 1;
    const allows =
      /(?:^|[\s,{])(?:userns|all)\b[^,]*,/u.test(text) && !/\bdeny\s+userns/u.test(text);
    if (draft !== undefined && inside && allows) draft.allows = true;
    depth = Math.max(0, depth + balance(text));
  }
  return drafts;
}

/** `profile NAME ATTACHMENT flags=(…) {`, or an attachment in place of the first three words. */
function readHead(text: string): Pick<ApparmorProfile, 'name' | 'attachment' | 'flags'> | null {
  const end = text.search(/[\s)]\{/u);
  if (end < 0) return null;
  const head = text.slice(0, end + 1);
  const flags =
    /(?:^|\s)(?:flags\s*=\s*)?\((?<flags>[^()]*)\)/u.exec(head)?.groups?.['flags'] ?? '';
  const words = head
    .replaceAll(/(?:\w+\s*=\s*)?\([^()]*\)/gu, ' ')
    .replaceAll('"', '')
    .split(/\s+/u)
    .filter((word) => word !== '');
  const [name, attachment] = words[0] === 'profile' ? words.slice(1) : words;
  if (name === undefined || (words[0] !== 'profile' && !/^[/@]/u.test(name))) return null;
  return {
    name,
    attachment: attachment ?? name,
    flags: flags.split(/[\s,]+/u).filter((word) => word !== ''),
  };
}

/** Braces that open a block minus those that close one; not those of `@{var}` and `{a,b}`. */
function balance(text: string): number {
  const bare = text.replaceAll(/@?\{[^\s{}]*\}/gu, '');
  return (bare.match(/\{/gu) ?? []).length - (bare.match(/\}/gu) ?? []).length;
}
