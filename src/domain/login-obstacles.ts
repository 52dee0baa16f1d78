import type { SshAccount } from '../facts/ssh-account.ts';
import type { User } from '../facts/user.ts';
import type { Evidence, Finding } from '../model/check.ts';
import type { AccountExpiry } from '../parse/account-expiry.ts';
import type { SshFiles } from '../parse/ssh-files.ts';
import { refusal, strictModesFaults } from './ssh-access.ts';
import { acceptedTypes, isAccepted } from './ssh-key-types.ts';
import { type SshdOption, sshdOption, type SshdSources, sshdWord } from './sshd-options.ts';

export type LoginObstacle = Finding<
  | 'nologin'
  | 'shellMissing'
  | 'noShell'
  | 'shellNotListed'
  | 'expired'
  | 'passwordExpired'
  | 'locked'
  | 'refused'
  | 'command'
  | 'strictModes'
  | 'keyCommand'
  | 'keyType'
  | 'noKeys'
>;

export interface LoginFacts {
  readonly user: User;
  readonly account: SshAccount;
  readonly files: SshFiles;
  /** Only root can ask; `undefined` when nobody could. */
  readonly expiry: AccountExpiry | undefined;
  readonly sources: SshdSources;
  /** Debian's sshd lets the private group of the user write. */
  readonly debian: boolean;
}

/** What keeps the user from logging in with a key, in the order in which sshd would come upon it. */
export function loginObstacles(facts: LoginFacts): readonly LoginObstacle[] {
  return [
    ...refused(facts),
    ...keyFiles(facts),
    ...nologin(facts),
    ...shell(facts),
    ...expiry(facts),
    ...replaced(facts),
  ];
}

const PAM_STACK =
  /\/(?:sshd|common-(?:auth|account)|system-auth|password-auth|system-remote-login)$/u;
const NO_SHELLS = /\/(?:nologin|false|true)$/u;

function option(keyword: string, { user, sources }: LoginFacts): SshdOption {
  return sshdOption(keyword, user, sources);
}

/** Where a value is set, for a message and as evidence. */
function placeOf(option: SshdOption & { readonly state: 'set' }): {
  readonly shown: string;
  readonly evidence: Pick<Evidence, 'kind' | 'where' | 'line'>;
} {
  const { where, line } = option;
  return line === undefined
    ? { shown: where, evidence: { kind: 'command', where } }
    : { shown: `${where} line ${line}`, evidence: { kind: 'file', where, line } };
}

function nologin({ user, account }: LoginFacts): readonly LoginObstacle[] {
  const [path] = account.nologin;
  if (path === undefined || user.uid === 0) return [];
  const evidence: Evidence = {
    kind: 'file',
    where: path,
    found: 'it exists',
    expected: 'no such file',
  };
  return [{ messageId: 'nologin', data: { path }, evidence: [evidence] }];
}

function shell({ user, account }: LoginFacts): readonly LoginObstacle[] {
  const data = { user: user.name, shell: account.shell || 'empty' };
  const evidence = {
    kind: 'command',
    where: `getent passwd ${user.name}`,
    found: data.shell,
    expected: 'an executable shell',
  } as const;
  if (account.shellStatus !== 'ok')
    return [{ messageId: 'shellMissing', data, evidence: [evidence] }];
  if (NO_SHELLS.test(account.shell)) return [{ messageId: 'noShell', data, evidence: [evidence] }];
  const file = account.pamShells.find((path) => PAM_STACK.test(path));
  if (account.shellListed || file === undefined) return [];
  const expected = 'a line of /etc/shells';
  return [
    { messageId: 'shellNotListed', data: { ...data, file }, evidence: [{ ...evidence, expected }] },
  ];
}

function expiry(facts: LoginFacts): readonly LoginObstacle[] {
  const { user, expiry: account } = facts;
  if (account === undefined) return [];
  const evidence = { kind: 'command', where: `chage -l ${user.name}` } as const;
  const found: LoginObstacle[] = [];
  if (account.expired) {
    const date = account.expires ?? 'an unknown day';
    const seen = { ...evidence, found: `Account expires: ${date}`, expected: 'never' };
    found.push({ messageId: 'expired', data: { user: user.name, date }, evidence: [seen] });
  }
  const pam = option('usepam', facts);
  if (account.mustChange && sshdWord(pam, 'no') !== 'no') {
    const seen = { ...evidence, found: 'password must be changed', expected: 'a day to come' };
    found.push({ messageId: 'passwordExpired', data: { user: user.name }, evidence: [seen] });
  }
  if (account.password === 'L' && pam.state === 'set' && sshdWord(pam, 'no') === 'no') {
    const place = placeOf(pam);
    const seen = { ...place.evidence, found: 'UsePAM no, password locked', expected: 'UsePAM yes' };
    found.push({
      messageId: 'locked',
      data: { user: user.name, where: place.shown },
      evidence: [seen],
    });
  }
  return found;
}

function refused({ user, sources }: LoginFacts): readonly LoginObstacle[] {
  const found = refusal(user, sources);
  if (found === undefined) return [];
  const place = placeOf(found.option);
  const value = found.option.values.join(' ');
  const who = found.directive.endsWith('Users') ? user.name : `a group of ${user.name}`;
  const expected = found.directive.startsWith('Deny')
    ? `a list without ${who}`
    : `a list with ${who}`;
  return [
    {
      messageId: 'refused',
      data: { where: place.shown, directive: found.directive, value, user: user.name },
      evidence: [{ ...place.evidence, found: `${found.directive} ${value}`, expected }],
    },
  ];
}

function replaced(facts: LoginFacts): readonly LoginObstacle[] {
  const names = [
    ['ForceCommand', 'forcecommand'],
    ['ChrootDirectory', 'chrootdirectory'],
  ] as const;
  return names.flatMap(([directive, keyword]): LoginObstacle[] => {
    const set = option(keyword, facts);
    if (set.state !== 'set' || sshdWord(set, 'none') === 'none') return [];
    const place = placeOf(set);
    const value = set.values.join(' ');
    return [
      {
        messageId: 'command',
        data: { where: place.shown, directive, value, user: facts.user.name },
        evidence: [
          { ...place.evidence, found: `${directive} ${value}`, expected: `${directive} none` },
        ],
      },
    ];
  });
}

/** The default places of the keys, and no other: those cannot be looked at from here. */
function hasDefaultKeyFile(facts: LoginFacts): boolean {
  const set = option('authorizedkeysfile', facts);
  if (set.state !== 'set') return set.state === 'default';
  const words = set.values.flatMap((value) => value.split(/\s+/u)).filter((word) => word !== '');
  return words.every((word) => /^(?:%h\/)?\.ssh\/authorized_keys2?$/u.test(word));
}

function keyFiles(facts: LoginFacts): readonly LoginObstacle[] {
  if (!hasDefaultKeyFile(facts)) return [];
  const { user, files, debian } = facts;
  const strict = sshdWord(option('strictmodes', facts), 'yes') !== 'no';
  const faults = strict ? strictModesFaults(files, user, debian) : [];
  if (faults.length > 0) {
    return faults.map(({ path, found, expected }) => ({
      messageId: 'strictModes',
      data: { user: user.name, path, found },
      evidence: [{ kind: 'file', where: path, found, expected }],
    }));
  }
  return [...forced(facts), ...wrongTypes(facts), ...noKeys(facts)];
}

function forced({ user, files }: LoginFacts): readonly LoginObstacle[] {
  const keys = files.keys.filter(({ options }) => options !== null);
  const [only] = keys;
  if (only === undefined || keys.some(({ options }) => options?.includes('command') !== true)) {
    return [];
  }
  const { file, line } = only;
  return [
    {
      messageId: 'keyCommand',
      data: { file, line, user: user.name },
      evidence: [{ kind: 'file', where: file, line, found: 'command=', expected: 'no command=' }],
    },
  ];
}

/** Only when no key is left: of several, the client may have the one that is accepted. */
function wrongTypes(facts: LoginFacts): readonly LoginObstacle[] {
  const { user, files, sources } = facts;
  const keys = files.keys.filter(({ options }) => options !== null);
  const [first] = keys;
  const accepted = acceptedTypes(user, sources);
  if (first === undefined || keys.some((key) => isAccepted(key, accepted))) return [];
  if (files.unreadable.length > 0 || mayHaveOtherKeys(facts)) return [];
  const { directive, option: set } = accepted;
  const [place, value] =
    set.state === 'set'
      ? [placeOf(set), set.values.join(',')]
      : [{ shown: 'by default', evidence: { kind: 'command', where: 'sshd -T' } } as const, ''];
  const { file, line, type } = first;
  const data = { user: user.name, file, line, type, directive, where: place.shown };
  const found = value === '' ? 'not set' : `${directive} ${value}`;
  return [
    {
      messageId: 'keyType',
      data,
      evidence: [{ ...place.evidence, found, expected: `a list with the type ${type}` }],
    },
  ];
}

/** A command may print more keys than the files have, and certificates and Kerberos need none. */
function mayHaveOtherKeys(facts: LoginFacts): boolean {
  return OTHER_WAYS.some(([keyword, off]) => {
    const set = option(keyword, facts);
    return set.state === 'undecided' || sshdWord(set, off) !== off;
  });
}

/** Options that let a user in without a line in authorized_keys, and what they are when they do not. */
const OTHER_WAYS = [
  ['authorizedkeyscommand', 'none'],
  ['trustedusercakeys', 'none'],
  ['gssapiauthentication', 'no'],
  ['hostbasedauthentication', 'no'],
] as const;

/** Without keys a password may still do, so this is only said where sshd accepts none. */
function noKeys(facts: LoginFacts): readonly LoginObstacle[] {
  const { user, files } = facts;
  const [path] = files.paths.filter((one) => one.path.endsWith('/authorized_keys'));
  const usable = files.keys.some(({ options }) => options !== null) || files.unreadable.length > 0;
  if (path === undefined || path.status === 'denied' || usable) return [];
  const password = option('passwordauthentication', facts);
  const prompts = option('kbdinteractiveauthentication', facts);
  const onlyKeys = [password, prompts].every(
    (one) => one.state === 'set' && sshdWord(one, 'yes') === 'no',
  );
  if (!onlyKeys || password.state !== 'set' || mayHaveOtherKeys(facts)) return [];
  return [
    {
      messageId: 'noKeys',
      data: { user: user.name, path: path.path, where: placeOf(password).shown },
      evidence: [
        {
          kind: 'file',
          where: path.path,
          found: path.status === 'ok' ? 'no usable key' : 'no such file',
          expected: 'a public key',
        },
      ],
    },
  ];
}
