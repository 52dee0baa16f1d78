import type { User } from '../facts/user.ts';
import type { AuthorizedKey } from '../parse/ssh-files.ts';
import { matchesList, type SshdOption, sshdOption, type SshdSources } from './sshd-options.ts';

/** Which types of keys sshd takes, and by which name of the option. */
export interface AcceptedTypes {
  readonly directive: 'PubkeyAcceptedAlgorithms' | 'PubkeyAcceptedKeyTypes';
  readonly option: SshdOption;
}

/** Types of which a key signs in one way, which has the name of the type. */
const PLAIN: ReadonlySet<string> = new Set([
  'ssh-dss',
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'sk-ssh-ed25519@openssh.com',
  'sk-ecdsa-sha2-nistp256@openssh.com',
]);

/** RFC 8332; the last one is with SHA-1. */
const OF_RSA = ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] as const;

/** Out of the default since OpenSSH 7.0, and of sshd itself since 10.0. */
const NOT_BY_DEFAULT = 'ssh-dss';

/** The option has had its name since OpenSSH 8.5; the older one goes on being read. */
export function acceptedTypes(user: User, sources: SshdSources): AcceptedTypes {
  const option = sshdOption('pubkeyacceptedalgorithms', user, sources);
  if (option.state !== 'default') return { directive: 'PubkeyAcceptedAlgorithms', option };
  const older = sshdOption('pubkeyacceptedkeytypes', user, sources);
  return { directive: 'PubkeyAcceptedKeyTypes', option: older };
}

/** Whether sshd takes signatures of the key. One whose type is not known here is given the benefit of the doubt. */
export function isAccepted({ type, options }: AuthorizedKey, { option }: AcceptedTypes): boolean {
  // The key of an authority does not sign logins: its certificates have types of their own.
  if (options?.includes('cert-authority') === true || option.state === 'undecided') return true;
  if (type !== 'ssh-rsa' && !PLAIN.has(type)) return true;
  const signatures = type === 'ssh-rsa' ? OF_RSA : [type];
  const list = option.state === 'set' ? option.values.join(',') : '';
  return signatures.some((one) => takes(list, one));
}

/** A list that begins with `+`, `^` or `-` changes the default: sshd_config(5). */
function takes(list: string, signature: string): boolean {
  const isDefault = signature !== NOT_BY_DEFAULT;
  const rest = list.slice(1);
  if (list === '') return isDefault;
  if (/^[+^]/u.test(list)) return isDefault || matchesList(signature, rest);
  if (list.startsWith('-')) return isDefault && !matchesList(signature, rest);
  return matchesList(signature, list);
}
