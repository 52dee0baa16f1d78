import type { User } from '../facts/user.ts';
import type { FactState } from '../model/fact.ts';
import type { OsRelease } from '../parse/os-release.ts';
import type { AuthorizedKey, SshFiles, SshPath } from '../parse/ssh-files.ts';
import { matchesPattern, type SshdOption, sshdOption, type SshdSources } from './sshd-options.ts';

/** A list of sshd_config(5) that keeps the user out. */
export interface Refusal {
  readonly directive: 'AllowUsers' | 'DenyUsers' | 'AllowGroups' | 'DenyGroups';
  readonly option: SshdOption & { readonly state: 'set' };
}

/**
 * The list that refuses the user, in the order of allowed_user() in OpenSSH's auth.c. A pattern with
 * `@host` is taken as fitting: where the client is cannot be known here.
 */
export function refusal(user: User, sources: SshdSources): Refusal | undefined {
  const option = (name: string): SshdOption => sshdOption(name.toLowerCase(), user, sources);
  const fits = (pattern: string): boolean =>
    matchesPattern(user.name, pattern.replace(/@[^@]*$/u, ''));
  const fitsGroup = (pattern: string): boolean =>
    user.groups.some((group) => matchesPattern(group, pattern));
  const rules = [
    ['DenyUsers', (one: string) => !one.includes('@') && fits(one), true],
    ['AllowUsers', fits, false],
    ['DenyGroups', fitsGroup, true],
    ['AllowGroups', fitsGroup, false],
  ] as const;
  for (const [directive, matches, refuses] of rules) {
    const list = option(directive);
    if (list.state !== 'set' || list.values.length === 0) continue;
    const patterns = list.values.flatMap((value) => value.split(/[ ,]/u));
    if (patterns.some(matches) === refuses) return { directive, option: list };
  }
  return undefined;
}

/** A path that sshd's StrictModes does not accept. */
export interface StrictModesFault {
  readonly path: string;
  readonly found: string;
  readonly expected: string;
  /** What a person types to set it right. */
  readonly repair: 'owner' | 'mode';
}

/**
 * The faults that StrictModes refuses a login for: auth_secure_path() of OpenSSH's misc.c. Debian's
 * package accepts what the user's private group may write (user-group-modes.patch; measured).
 */
export function strictModesFaults(
  files: SshFiles,
  user: User,
  privateGroups: boolean,
): readonly StrictModesFault[] {
  const keys = files.paths.filter(({ path }) => path.includes('/authorized_keys'));
  if (!keys.some(({ status }) => status === 'ok')) return [];
  return files.paths.flatMap((path) => {
    const fault = pathFault(path, files, user, privateGroups);
    return fault === undefined ? [] : [fault];
  });
}

function pathFault(
  { path, status, mode, uid, gid }: SshPath,
  files: SshFiles,
  user: User,
  privateGroups: boolean,
): StrictModesFault | undefined {
  if (status !== 'ok' || mode === null) return undefined;
  if (uid !== null && uid !== 0 && uid !== user.uid) {
    const expected = `uid ${user.uid} (${user.name}) or 0`;
    return { path, found: `owned by uid ${uid}`, expected, repair: 'owner' };
  }
  const shown = `mode ${mode.toString(8).padStart(4, '0')}`;
  const expected = 'not writable by group or others';
  const [group, others] = [hasBit(mode, 0o020), hasBit(mode, 0o002)];
  if (others) return { path, found: shown, expected, repair: 'mode' };
  if (!group || (privateGroups && isPrivateGroup(files.members.get(gid ?? -1), user))) {
    return undefined;
  }
  return { path, found: `${shown}, group ${gid ?? 'unknown'}`, expected, repair: 'mode' };
}

/** Whether sshd is Debian's, which lets the private group of the user write. */
export function trustsPrivateGroups(os: FactState<OsRelease>): boolean {
  return os.state === 'known' && [os.value.id, ...os.value.like].includes('debian');
}

/** Members that could not be listed give no ground for an alarm. */
function isPrivateGroup(members: readonly string[] | undefined, user: User): boolean {
  return members === undefined || (members.length > 0 && members.every((one) => one === user.name));
}

function hasBit(mode: number, bit: number): boolean {
  return Math.floor(mode / bit) % 2 === 1;
}

/** Whether a key's options forbid forwarding: sshd(8), AUTHORIZED_KEYS FILE FORMAT. */
export function forbidsForwarding({ options }: AuthorizedKey): boolean {
  if (options === null) return false;
  // Options are applied in order; `restrict` forbids what a later option may allow again.
  return options.reduce((forbidden, option) => {
    if (option === 'restrict' || option === 'no-port-forwarding') return true;
    return option === 'port-forwarding' ? false : forbidden;
  }, false);
}
