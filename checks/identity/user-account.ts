import { unreadableBelow } from '../../src/domain/user-configuration.ts';
import type { User } from '../../src/facts/user.ts';
import { defineCheck, fail, pass, unknown, type Verdict } from '../../src/model/check.ts';
import type { Account } from '../../src/parse/account.ts';

/** Podman keeps its images, its containers and its configuration below the home. */
export const userAccount = defineCheck({
  meta: {
    id: 'user-account',
    area: 'identity',
    title: 'The user has a home',
    failureTitle: 'The user has no home that can be used',
    description:
      'Rootless Podman keeps images, containers and configuration below the home of the user, and cannot work without it.',
    severity: 'error',
    needs: ['run', 'rootful'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/passwd.5.html',
      'https://docs.podman.io/en/latest/markdown/podman.1.html#files',
    ],
    messages: {
      noUser: 'There is no user {{user}} on this host.',
      missing: 'The home of {{user}}, {{home}}, does not exist.',
      notDirectory: 'The home of {{user}}, {{home}}, is not a directory.',
      closed: '{{user}} may not enter the home {{home}} (mode {{mode}}, owner uid {{owner}}).',
    },
    commands: {
      noUser: ['getent passwd {{user}}', 'podready bootstrap --user {{user}} root@HOST'],
      missing: ['getent passwd {{user}}', 'sudo mkhomedir_helper {{user}}'],
      notDirectory: ['getent passwd {{user}}', 'ls -ld {{home}}'],
      closed: ['ls -ld {{home}}', 'sudo chown {{user}}: {{home}}', 'sudo chmod u+rwx {{home}}'],
    },
    fixes: ['service-account'],
  },
  requires: [],
  consults: ['targetAccount', 'user', 'account'],
  evaluate({ targetAccount, user, account }) {
    if (targetAccount.state === 'known' && !targetAccount.value.exists) {
      return fail(
        'noUser',
        { user: targetAccount.value.name },
        { kind: 'command', where: 'getent passwd', found: 'no entry', expected: 'the user' },
      );
    }
    if (user.state !== 'known') return unknown(user.because);
    if (account.state !== 'known') return unknown(account.because);
    return judgeHome(user.value, account.value);
  },
  explains: (_, { data }) => [
    { check: 'home-permissions' },
    { check: 'storage-owner' },
    { check: 'ssh-login', messageId: 'noKeys' },
    { check: 'ssh-login', messageId: 'strictModes' },
    { check: 'podman-socket-enabled' },
    ...unreadableBelow(data?.['home']),
  ],
});

function judgeHome(user: User, account: Account): Verdict<'missing' | 'notDirectory' | 'closed'> {
  const { home, homeStatus, homeMode, homeOwner, isDirectory, searchable } = account;
  const mode = homeMode?.toString(8).padStart(4, '0') ?? 'unknown';
  const owner = homeOwner ?? 'unknown';
  const data = { user: user.name, home: home || '(none)', mode, owner };
  const where = home || 'passwd(5)';
  const evidence = (found: string) =>
    ({ kind: 'file', where, found, expected: `a directory of uid ${user.uid}` }) as const;
  if (homeStatus === 'absent') return fail('missing', data, evidence('does not exist'));
  if (homeStatus === 'denied') return fail('closed', data, evidence('permission denied'));
  if (!isDirectory) return fail('notDirectory', data, evidence('no directory'));
  if (!searchable) return fail('closed', data, evidence(`mode ${mode}, owner ${owner}`));
  return pass;
}
