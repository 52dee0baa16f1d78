import { sshLogin } from '../../../checks/ssh/ssh-login.ts';
import { absent, unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ALICE,
  loginEnv,
  OVER_SSH,
  SSHD_CONFIG,
  sshAccount,
  sshdConfig,
  sshFiles,
} from '../../helpers/session-facts.ts';

const DEBIAN = {
  id: 'debian',
  like: [],
  versionId: '13',
  codename: 'trixie',
  prettyName: 'Debian',
};
const FEDORA = { ...DEBIAN, id: 'fedora' };
// root logged in, and asks about alice.
const base = {
  user: ALICE,
  sshAccount: sshAccount(),
  sshFiles: sshFiles(),
  connection: OVER_SSH,
  loginEnv: loginEnv({}, { uid: 0 }),
  sshdConfig: sshdConfig(),
  osRelease: DEBIAN,
};
const file = '/home/alice/.ssh/authorized_keys';
const HOME = '/home/alice';
const groupWritable = (...members: readonly string[]) =>
  sshFiles({ members: new Map([[1000, members]]) }, { [HOME]: { mode: 0o775 } });
const expiry = { expires: null, expired: false, mustChange: false, password: 'P' };
const noKeys = sshFiles({ keys: [] });
const keys = (...types: readonly string[]) =>
  sshFiles({ keys: types.map((type, at) => ({ file, line: at + 1, options: [], type })) });
const authority = sshFiles({
  keys: [{ file, line: 1, options: ['cert-authority'], type: 'ssh-rsa' }],
});
const ONLY_ED25519 = sshdConfig('PubkeyAcceptedAlgorithms ssh-ed25519,sk-*');

testCheck(sshLogin, {
  pass: [
    { name: 'nothing is in the way', facts: base },
    {
      name: 'alice is here herself',
      facts: {
        ...base,
        loginEnv: loginEnv(),
        sshAccount: sshAccount({ nologin: ['/run/nologin'] }),
      },
    },
    {
      name: "Debian: the user's own group may write",
      facts: { ...base, sshFiles: groupWritable('alice') },
    },
    {
      name: 'members cannot be listed',
      facts: { ...base, sshFiles: sshFiles({}, { [HOME]: { mode: 0o775 } }) },
    },
    {
      name: 'StrictModes no',
      facts: {
        ...base,
        sshFiles: sshFiles({}, { [HOME]: { mode: 0o777 } }),
        sshdConfig: sshdConfig('StrictModes no'),
      },
    },
    {
      name: 'locked password with PAM',
      facts: { ...base, accountExpiry: { ...expiry, password: 'L' } },
    },
    { name: 'listed by name', facts: { ...base, sshdConfig: sshdConfig('AllowUsers bob al*') } },
    {
      name: 'listed with a host',
      facts: {
        ...base,
        sshdConfig: sshdConfig('AllowUsers alice@10.0.0.1', 'DenyUsers alice@10.0.0.2'),
      },
    },
    { name: 'no key, but passwords', facts: { ...base, sshFiles: noKeys } },
    ...[
      'AuthorizedKeysFile %h/.ssh/authorized_keys /etc/ssh/authorized_keys.d/%u',
      'TrustedUserCAKeys /etc/ssh/ca.pub',
      'GSSAPIAuthentication yes',
      'HostbasedAuthentication yes',
    ].map((line) => ({
      name: `no key, and ${line}`,
      facts: {
        ...base,
        sshFiles: noKeys,
        sshdConfig: sshdConfig('PasswordAuthentication no', line),
      },
    })),
    {
      name: 'keys of a command',
      facts: {
        ...base,
        sshFiles: noKeys,
        sshdConfig: sshdConfig('PasswordAuthentication no', 'AuthorizedKeysCommand /usr/bin/keys'),
      },
    },
    ...[
      { name: 'one of several types', sshFiles: keys('ssh-rsa', 'ssh-ed25519') },
      { name: 'a pattern', sshFiles: keys('sk-ssh-ed25519@openssh.com') },
      { name: 'a type that is not known', sshFiles: keys('ssh-ed448') },
      { name: 'a snapshot without types', sshFiles: keys('') },
      { name: 'the authority of certificates', sshFiles: authority },
      {
        name: 'RSA keys sign with SHA-2',
        sshFiles: keys('ssh-rsa'),
        sshdConfig: sshdConfig('PubkeyAcceptedKeyTypes rsa-sha2-*'),
      },
      {
        name: 'a type beside the default',
        sshFiles: keys('ssh-dss'),
        sshdConfig: sshdConfig('PubkeyAcceptedAlgorithms +ssh-dss'),
      },
      {
        name: 'the default, without another type',
        sshFiles: keys('ssh-ed25519'),
        sshdConfig: sshdConfig('PubkeyAcceptedAlgorithms -ssh-rsa,rsa-*'),
      },
      {
        name: 'a type left out, and keys of a command',
        sshFiles: keys('ssh-rsa'),
        sshdConfig: sshdConfig(
          'PubkeyAcceptedAlgorithms ssh-ed25519',
          'AuthorizedKeysCommand /usr/bin/keys',
        ),
      },
    ].map(({ name, ...changed }) => ({
      name,
      facts: { ...base, sshdConfig: ONLY_ED25519, ...changed },
    })),
    {
      name: 'an unlisted shell without pam_shells',
      facts: { ...base, sshAccount: sshAccount({ shellListed: false }) },
    },
  ],
  fail: [
    {
      name: 'nologin',
      facts: { ...base, sshAccount: sshAccount({ nologin: ['/run/nologin'] }) },
      findings: [{ messageId: 'nologin', data: { path: '/run/nologin' } }],
    },
    {
      name: 'the shell is gone',
      facts: { ...base, sshAccount: sshAccount({ shell: '/usr/bin/fish', shellStatus: 'absent' }) },
      findings: [{ messageId: 'shellMissing', data: { user: 'alice', shell: '/usr/bin/fish' } }],
    },
    {
      name: 'no shell',
      facts: { ...base, sshAccount: sshAccount({ shell: '/usr/sbin/nologin' }) },
      findings: [{ messageId: 'noShell' }],
    },
    {
      name: 'pam_shells refuses',
      facts: {
        ...base,
        sshAccount: sshAccount({ shellListed: false, pamShells: ['/etc/pam.d/sshd'] }),
      },
      findings: [{ messageId: 'shellNotListed' }],
    },
    {
      name: 'expired, and the password too',
      facts: {
        ...base,
        accountExpiry: { ...expiry, expires: '1970-01-02', expired: true, mustChange: true },
      },
      findings: [
        { messageId: 'expired', data: { user: 'alice', date: '1970-01-02' } },
        { messageId: 'passwordExpired' },
      ],
    },
    {
      name: 'locked without PAM',
      facts: {
        ...base,
        accountExpiry: { ...expiry, password: 'L' },
        sshdConfig: sshdConfig('Match User alice', 'UsePAM no'),
      },
      findings: [{ messageId: 'locked' }],
    },
    {
      name: 'not in AllowUsers',
      facts: { ...base, sshdConfig: sshdConfig('AllowUsers root bob') },
      findings: [
        {
          messageId: 'refused',
          data: {
            where: `${SSHD_CONFIG} line 4`,
            directive: 'AllowUsers',
            value: 'root bob',
            user: 'alice',
          },
        },
      ],
    },
    {
      name: 'a group in DenyGroups',
      facts: { ...base, sshdConfig: sshdConfig('DenyGroups users') },
      findings: [{ messageId: 'refused' }],
    },
    {
      name: 'a forced command',
      facts: { ...base, sshdConfig: sshdConfig('Match Group users', 'ForceCommand internal-sftp') },
      findings: [{ messageId: 'command', evidence: [{ line: 5 }] }],
    },
    {
      name: 'a home that all may write',
      facts: { ...base, sshFiles: sshFiles({}, { [HOME]: { mode: 0o777 } }) },
      findings: [
        { messageId: 'strictModes', data: { user: 'alice', path: HOME, found: 'mode 0777' } },
      ],
    },
    {
      name: 'Debian: bob is in the group',
      facts: { ...base, sshFiles: groupWritable('alice', 'bob') },
      findings: [{ messageId: 'strictModes' }],
    },
    {
      name: 'Fedora: no group may write',
      facts: { ...base, sshFiles: groupWritable('alice'), osRelease: FEDORA },
      findings: [{ messageId: 'strictModes' }],
    },
    {
      name: 'keys of somebody else',
      facts: { ...base, sshFiles: sshFiles({}, { [file]: { uid: 1001 } }) },
      findings: [
        {
          messageId: 'strictModes',
          data: { user: 'alice', path: file, found: 'owned by uid 1001' },
        },
      ],
    },
    {
      name: 'only a key for a backup',
      facts: {
        ...base,
        sshFiles: sshFiles({
          keys: [{ file, line: 1, options: ['restrict', 'command'], type: 'ssh-rsa' }],
        }),
      },
      findings: [{ messageId: 'keyCommand', data: { file, line: 1, user: 'alice' } }],
    },
    {
      name: 'a type that is left out',
      facts: { ...base, sshFiles: keys('ssh-rsa'), sshdConfig: ONLY_ED25519 },
      findings: [
        {
          messageId: 'keyType',
          data: {
            user: 'alice',
            file,
            line: 1,
            type: 'ssh-rsa',
            directive: 'PubkeyAcceptedAlgorithms',
            where: `${SSHD_CONFIG} line 4`,
          },
          evidence: [{ found: 'PubkeyAcceptedAlgorithms ssh-ed25519,sk-*', line: 4 }],
        },
      ],
    },
    {
      name: 'a type that is taken from the default',
      facts: {
        ...base,
        sshFiles: keys('ssh-rsa'),
        sshdConfig: sshdConfig('PubkeyAcceptedKeyTypes -ssh-rsa,rsa-sha2-*'),
      },
      findings: [{ messageId: 'keyType' }],
    },
    {
      name: 'a type of the past',
      facts: { ...base, sshFiles: keys('ssh-dss') },
      findings: [{ messageId: 'keyType', evidence: [{ found: 'not set', where: 'sshd -T' }] }],
    },
    {
      name: 'a policy that only sshd itself knows',
      facts: {
        ...base,
        sshFiles: keys('ssh-rsa'),
        sshdEffective: {
          binary: '/usr/sbin/sshd',
          valid: true,
          complaints: [],
          options: new Map([['pubkeyacceptedalgorithms', ['ecdsa-sha2-nistp256,ssh-ed25519']]]),
        },
      },
      findings: [{ messageId: 'keyType', evidence: [{ where: 'sshd -T' }] }],
    },
    {
      name: 'no key, and nothing else is accepted',
      facts: { ...base, sshFiles: noKeys, sshdConfig: sshdConfig('PasswordAuthentication no') },
      findings: [{ messageId: 'noKeys' }],
    },
  ],
  notApplicable: [{ name: 'no sshd', facts: { ...base, sshdConfig: absent('no sshd_config') } }],
  unknown: [
    {
      name: 'the configuration is closed',
      facts: { ...base, sshdConfig: unreadable('denied', 'not readable') },
    },
  ],
});
