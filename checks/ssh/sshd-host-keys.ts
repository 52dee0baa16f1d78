import {
  type Consequence,
  defineCheck,
  fail,
  notApplicable,
  pass,
  unknown,
} from '../../src/model/check.ts';

/** Images that are cloned often come without host keys, and sshd ends at once: "no hostkeys available". */
export const sshdHostKeys = defineCheck({
  meta: {
    id: 'sshd-host-keys',
    area: 'ssh',
    title: 'sshd has host keys',
    failureTitle: 'sshd has no host keys',
    description: 'Without a host key sshd does not start, or refuses every connection.',
    severity: 'error',
    needs: ['remote'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man8/sshd.8.html',
      'https://man7.org/linux/man-pages/man1/ssh-keygen.1.html',
    ],
    messages: { missing: 'No host key is in /etc/ssh, and sshd_config names no other.' },
    commands: {
      missing: [
        'sudo ssh-keygen -A',
        'sudo systemctl restart ssh   # Fedora, RHEL, Arch, SUSE: sshd',
      ],
    },
    fixes: [],
  },
  requires: ['sshServer'],
  consults: ['sshdConfig', 'connection'],
  evaluate({ sshServer, sshdConfig, connection }) {
    if (connection.state === 'known' && connection.value.overSsh) return pass;
    if (sshServer.state === 'absent') return notApplicable(sshServer.because);
    const { binaries, hostKeys } = sshServer.value;
    if (!binaries.some((path) => path.endsWith('/sshd')))
      return notApplicable('sshd is not installed');
    if (hostKeys === null) return unknown('/etc/ssh is not readable by this user');
    if (hostKeys.length > 0) return pass;
    if (sshdConfig.state === 'unreadable') return unknown(sshdConfig.because);
    const named =
      sshdConfig.state === 'known' &&
      sshdConfig.value.directives.some(
        ({ keyword }) => keyword === 'hostkey' || keyword === 'hostkeyagent',
      );
    if (named) return unknown('sshd_config names host keys in other places');
    return fail(
      'missing',
      {},
      {
        kind: 'file',
        where: '/etc/ssh/ssh_host_*_key',
        found: 'no such file',
        expected: 'a host key',
      },
    );
  },
  explains: (): readonly Consequence[] => [
    { check: 'sshd-available', messageId: 'failed' },
    { check: 'sshd-available', messageId: 'stopped' },
    { check: 'sshd-available', messageId: 'noProcess' },
  ],
});
