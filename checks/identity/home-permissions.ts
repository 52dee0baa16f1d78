import { unreadableBelow } from '../../src/domain/user-configuration.ts';
import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';
import type { Ability } from '../../src/parse/account.ts';

const MESSAGES = {
  owner: 'notOwned',
  search: 'closed',
  read: 'unreadable',
  write: 'notWritable',
} as const satisfies Readonly<Record<Ability, string>>;

const EXPECTED: Readonly<Record<Ability, string>> = {
  owner: 'owned by the user',
  search: 'a directory that the user may enter',
  read: 'a file that the user may read',
  write: 'a directory that the user may write',
};

/**
 * A command with sudo leaves files of root in a home. Podman 5.4 then says `path "/home/alice/.config"
 * exists and it is not owned by the current user`, or `decode configuration …: permission denied`.
 */
export const homePermissions = defineCheck({
  meta: {
    id: 'home-permissions',
    area: 'identity',
    title: 'The user may use the own configuration and data directories',
    failureTitle: 'The user may not use the own configuration or data directories',
    description:
      'Podman stops when a file of its configuration below the home cannot be read, or when it cannot make its store there. A command once run with sudo is the usual cause.',
    severity: 'error',
    needs: ['run'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://docs.podman.io/en/latest/markdown/podman.1.html#files',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      notOwned: '{{path}} belongs to uid {{owner}}; Podman insists that it is the own of {{user}}.',
      closed: '{{user}} may not enter {{path}} (mode {{mode}}, owner uid {{owner}}).',
      unreadable: '{{user}} may not read {{path}} (mode {{mode}}, owner uid {{owner}}).',
      notWritable:
        '{{user}} may not write in {{path}} (mode {{mode}}, owner uid {{owner}}), where the store has to be made.',
    },
    commands: {
      notOwned: ['ls -ld {{path}}', 'sudo chown -R {{user}}: {{path}}'],
      closed: ['ls -ld {{path}}', 'sudo chown {{user}}: {{path}}', 'sudo chmod u+rwx {{path}}'],
      unreadable: ['ls -l {{path}}', 'sudo chown {{user}}: {{path}}', 'sudo chmod u+rw {{path}}'],
      notWritable: [
        'ls -ld {{path}}',
        'sudo chown {{user}}: {{path}}',
        'sudo chmod u+rwx {{path}}',
      ],
    },
    fixes: [],
  },
  requires: ['user', 'account'],
  evaluate({ user, account }) {
    if (user.state !== 'known') return unknown(user.because);
    if (account.state !== 'known') return unknown(account.because);
    if (user.value.uid === 0) return notApplicable('root may use every directory');
    const { unusable, homeStatus } = account.value;
    if (homeStatus === 'absent') return notApplicable('there is no home: user-account says so');
    return verdictOf(
      unusable.map(({ path, lacks, mode, uid }) => {
        const shown = mode?.toString(8).padStart(4, '0') ?? 'unknown';
        const owner = uid ?? 'unknown';
        return {
          messageId: MESSAGES[lacks],
          data: { path, user: user.value.name, mode: shown, owner },
          evidence: [
            {
              kind: 'file' as const,
              where: path,
              found: `mode ${shown}, owner uid ${owner}`,
              expected: EXPECTED[lacks],
            },
          ] as const,
        };
      }),
    );
  },
  explains: (_, { messageId, data }) =>
    messageId === 'unreadable' || messageId === 'closed' ? unreadableBelow(data?.['path']) : [],
});
