import type { PastaProfile, ProfileLine } from '../parse/pasta-profile.ts';
import { toExpression } from './apparmor.ts';

/** A rule about files: apparmor.d(5), FILE RULES. */
export interface FileRule extends ProfileLine {
  readonly file: string;
  readonly denies: boolean;
  /** It only counts for files of the user who runs the program. */
  readonly owner: boolean;
  readonly pattern: string;
  readonly access: string;
}

/** All rules of a profile, with those that it includes. */
export interface ProfileRules {
  readonly rules: readonly FileRule[];
  /** Includes whose text is not known, and that may allow something. */
  readonly unread: readonly string[];
}

/** Includes of packages of AppArmor itself: nothing in them is about /run/user. */
const BASIC = /^(?:tunables\/.*|abstractions\/(?:base|nameservice|user-tmp|openssl|ssl_certs))$/u;

const INCLUDE = /^#?include\s+(?<optional>if exists\s+)?[<"](?<path>[^>"]+)[>"]/u;

/** The rules of the profile in a file; `asked` are the files whose text is known if they exist. */
export function rulesIn(
  file: string,
  files: PastaProfile['files'],
  asked: readonly string[],
): ProfileRules {
  const rules: FileRule[] = [];
  const unread: string[] = [];
  const seen = new Set<string>();
  const visit = (path: string): void => {
    seen.add(path);
    for (const row of files.get(path) ?? []) {
      const include = INCLUDE.exec(row.text)?.groups?.['path'];
      if (include === undefined) {
        rules.push(...readRule(path, row));
        continue;
      }
      const target = include.startsWith('/') ? include : `/etc/apparmor.d/${include}`;
      if (asked.includes(target) && !seen.has(target)) visit(target);
      else if (!asked.includes(target) && !BASIC.test(include)) unread.push(target);
    }
  };
  visit(file);
  return { rules, unread };
}

/** Whether the rule is about the path; `null` when it has a variable that is not known here. */
export function isAbout({ pattern }: FileRule, path: string): boolean | null {
  const names = [...pattern.matchAll(VARIABLE)].map(({ groups }) => groups?.['name'] ?? '');
  if (names.some((name) => VARIABLES[name] === undefined)) return null;
  const glob = pattern.replaceAll(VARIABLE, (_whole, name: string) => VARIABLES[name] ?? '');
  return toExpression(glob)?.test(path) ?? null;
}

const VARIABLE = /@\{(?<name>\w+)\}/gu;

/** Variables of /etc/apparmor.d/tunables, as far as rules about /run use them. */
const VARIABLES: Readonly<Record<string, string>> = {
  run: '{,/var}/run',
  uid: '*',
  PROC: '/proc',
  pid: '*',
  pids: '*',
  HOME: '{/home/*,/root}',
  HOMEDIRS: '/home',
  etc_ro: '{,/usr}/etc',
  etc_rw: '/etc',
  sys: '/sys',
};

const RULE =
  /^(?:audit\s+)?(?:priority=-?\d+\s+)?(?<verb>(?:allow|deny)\s+)?(?<owner>owner\s+)?(?:file\s+)?(?:(?<before>[a-zA-Z]+)\s+)?"?(?<pattern>[/@][^\s"]*)"?(?:\s+(?<after>[a-zA-Z]+))?\s*(?:->.*)?,/u;

function readRule(file: string, row: ProfileLine): readonly FileRule[] {
  const common = { ...row, file };
  if (/^(?:allow\s+)?(?:file|all)\s*,/u.test(row.text)) {
    return [{ ...common, denies: false, owner: false, pattern: '/**', access: 'rwaklmx' }];
  }
  const groups = RULE.exec(row.text)?.groups;
  const access = groups?.['before'] ?? groups?.['after'] ?? '';
  // `mount`, `umount`, `pivot_root` and `change_profile` are about something else.
  if (groups === undefined || !/^[rwaklmxuipcdUPCDI]+$/u.test(access)) return [];
  return [
    {
      ...common,
      denies: groups['verb']?.startsWith('deny') === true,
      owner: groups['owner'] !== undefined,
      pattern: groups['pattern'] ?? '',
      access,
    },
  ];
}
