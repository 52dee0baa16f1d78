import type { FactState } from '../model/fact.ts';
import type { User } from '../facts/user.ts';
import type { SshdConfig, SshdDirective, SshdMatch } from '../parse/sshd-config.ts';
import type { SshdTest } from '../parse/sshd-test.ts';

/** The value of an option for one user, and who says so. */
export type SshdOption =
  | {
      readonly state: 'set';
      readonly values: readonly string[];
      /** File of the line, or the command that printed the value. */
      readonly where: string;
      readonly line?: number;
    }
  /** Nobody sets it: sshd's default holds. */
  | { readonly state: 'default' }
  /** Files that cannot be read, or conditions on the client, decide it. */
  | { readonly state: 'undecided'; readonly because: string };

/** What is known of sshd's options: what root could ask sshd, and the files. */
export interface SshdSources {
  readonly effective: FactState<SshdTest>;
  readonly config: FactState<SshdConfig>;
}

/** Lists that sshd collects from several lines. */
const LISTS: ReadonlySet<string> = new Set([
  'allowusers',
  'denyusers',
  'allowgroups',
  'denygroups',
  'hostkey',
]);

/**
 * An option as sshd applies it to the user: what a Match block says wins over the rest, and of several
 * values the first (sshd_config(5)). The files name the line, so they are asked first.
 */
export function sshdOption(keyword: string, user: User, sources: SshdSources): SshdOption {
  const fromFiles = optionOfFiles(keyword, user, sources.config);
  if (sources.effective.state !== 'known') return fromFiles;
  const values = sources.effective.value.options.get(keyword);
  if (values === undefined) return fromFiles;
  const told = values.flatMap((value) => value.split(' ')).map((value) => value.toLowerCase());
  if (
    fromFiles.state === 'set' &&
    fromFiles.values.some((one) => told.includes(one.toLowerCase()))
  ) {
    return fromFiles;
  }
  return { state: 'set', values, where: 'sshd -T' };
}

/** The value as one lower-case word, or what holds by default. */
export function sshdWord(option: SshdOption, byDefault: string): string {
  return option.state === 'set' ? option.values.join(' ').toLowerCase() || byDefault : byDefault;
}

function optionOfFiles(keyword: string, user: User, config: FactState<SshdConfig>): SshdOption {
  if (config.state !== 'known') return { state: 'undecided', because: config.because };
  const { directives, unread } = config.value;
  const found = directives.filter((one) => one.keyword === keyword);
  const judged = found.map((one) => ({ one, holds: holds(one.match, user) }));
  const matched = judged.filter(({ one, holds: yes }) => one.match.length > 0 && yes !== 'no');
  const global = judged.filter(({ one }) => one.match.length === 0);
  const open = matched.find(({ holds: yes }) => yes === 'maybe');
  if (open !== undefined) {
    return { state: 'undecided', because: `${where(open.one)} depends on where the client is` };
  }
  const deciding = matched.length > 0 ? matched : global;
  const [first] = deciding;
  if (first === undefined || LISTS.has(keyword)) {
    const [hidden] = unread;
    if (hidden !== undefined) {
      return { state: 'undecided', because: `${hidden} is not readable by this user` };
    }
  }
  if (first === undefined) return { state: 'default' };
  const lines = LISTS.has(keyword) ? deciding : [first];
  return {
    state: 'set',
    values: lines.flatMap(({ one }) => one.args),
    where: first.one.file,
    line: first.one.line,
  };
}

function where({ file, line }: SshdDirective): string {
  return `${file} line ${line}`;
}

type Holds = 'yes' | 'no' | 'maybe';

/** Whether all Match blocks around a line apply to the user. */
function holds(blocks: readonly SshdMatch[], user: User): Holds {
  const all = blocks.flatMap(({ criteria }) => criteria.map((one) => criterion(one, user)));
  if (all.includes('no')) return 'no';
  return all.includes('maybe') ? 'maybe' : 'yes';
}

function criterion([name, patterns]: readonly [string, string], user: User): Holds {
  switch (name) {
    case 'all':
      return 'yes';
    case 'user':
      return matchesList(user.name, patterns) ? 'yes' : 'no';
    case 'group':
      return user.groups.some((group) => matchesList(group, patterns)) ? 'yes' : 'no';
    case 'invalid-user':
      return 'no';
    default:
      return 'maybe';
  }
}

/** match_pattern_list of match.c: a negated pattern that matches wins over the others. */
export function matchesList(text: string, patterns: string): boolean {
  const list = patterns.split(',').filter((one) => one !== '');
  if (list.some((one) => one.startsWith('!') && matchesPattern(text, one.slice(1)))) return false;
  return list.some((one) => !one.startsWith('!') && matchesPattern(text, one));
}

/** `*` and `?` of ssh_config(5). */
export function matchesPattern(text: string, pattern: string): boolean {
  const source = pattern.replaceAll(/[\\^$.|+()[\]{}*?]/gu, (char) => {
    if (char === '*') return '.*';
    return char === '?' ? '.' : `\\${char}`;
  });
  return new RegExp(`^${source}$`, 'su').test(text);
}
