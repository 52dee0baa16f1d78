import { defineCheck, type Evidence, notApplicable, verdictOf } from '../../src/model/check.ts';

/**
 * Podman reads both files as the user. Where it may not, Podman 5.4 logs `cannot find UID/GID for user
 * alice: cannot read subids` and maps a single id (seen on Debian 13).
 */
export const subidFilesReadable = defineCheck({
  meta: {
    id: 'subid-files-readable',
    area: 'subid',
    title: 'The user may read /etc/subuid and /etc/subgid',
    failureTitle: 'The user may not read /etc/subuid or /etc/subgid',
    description:
      'Podman reads both files as the user. If one is closed, containers get one single id, as if no range were delegated.',
    severity: 'error',
    needs: ['run'],
    covers: ['F016'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/subuid.5.html',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: { denied: '{{user}} may not read {{file}}.' },
    commands: {
      denied: ['ls -l {{file}}', 'sudo chmod 0644 {{file}}', 'podman system migrate'],
    },
    fixes: ['subid-files-mode'],
  },
  requires: ['user'],
  consults: ['subuid', 'subgid'],
  evaluate({ user, subuid, subgid }) {
    if (user.state !== 'known') return { status: 'unknown', because: user.because };
    if (user.value.uid === 0) return notApplicable('root needs no subordinate ids');
    const files = [
      { path: '/etc/subuid', fact: subuid },
      { path: '/etc/subgid', fact: subgid },
    ];
    const denied = files.filter(
      ({ fact }) => fact.state === 'unreadable' && fact.reason === 'denied',
    );
    for (const { fact } of files) {
      if (fact.state === 'unreadable' && fact.reason !== 'denied' && denied.length === 0) {
        return { status: 'unknown', because: fact.because };
      }
    }
    const { name } = user.value;
    return verdictOf(
      denied.map(({ path }) => {
        const evidence: Evidence = {
          kind: 'file',
          where: path,
          found: 'permission denied',
          expected: 'mode 0644, owned by root',
        };
        return {
          messageId: 'denied' as const,
          data: { user: name, file: path },
          evidence: [evidence],
        };
      }),
    );
  },
});
