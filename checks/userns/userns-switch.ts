import { defineCheck, notApplicable, pass, verdictOf } from '../../src/model/check.ts';
import { sysctlEvidence } from '../../src/domain/sysctl-evidence.ts';

const KEY = 'kernel.unprivileged_userns_clone';

/**
 * A key of the kernels of Debian, Ubuntu and Arch. With 0, Podman says `cannot clone: Operation not
 * permitted` and `user namespaces are not enabled in /proc/sys/kernel/unprivileged_userns_clone`.
 */
export const usernsSwitch = defineCheck({
  meta: {
    id: 'userns-switch',
    area: 'userns',
    title: 'The kernel lets users make user namespaces',
    failureTitle: 'The kernel does not let users make user namespaces',
    description:
      'Rootless Podman begins every command in a user namespace; with this switch off none of them works.',
    severity: 'error',
    needs: ['run'],
    covers: ['F001'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man7/user_namespaces.7.html',
      'https://github.com/containers/podman/issues/3890',
    ],
    messages: { off: '{{key}} is {{value}}: only root may make user namespaces.' },
    commands: {
      off: [
        'sysctl {{key}}',
        'grep -rns unprivileged_userns_clone /etc/sysctl.conf /etc/sysctl.d /run/sysctl.d /usr/lib/sysctl.d',
        'echo {{key}}=1 | sudo tee /etc/sysctl.d/99-podready-userns.conf',
        'sudo sysctl -w {{key}}=1',
      ],
    },
    fixes: ['userns-sysctl'],
  },
  requires: ['user', 'sysctls'],
  consults: ['sysctlFiles'],
  evaluate({ user, sysctls, sysctlFiles }) {
    if (user.state === 'known' && user.value.uid === 0) {
      return notApplicable('root may always make user namespaces');
    }
    if (sysctls.state !== 'known') return { status: 'unknown', because: sysctls.because };
    const value = sysctls.value.get(KEY);
    if (value === undefined) return { status: 'unknown', because: `${KEY} may not be read` };
    if (value === null) return notApplicable('this kernel has no such switch');
    if (value.trim() !== '0') return pass;
    return verdictOf([
      {
        messageId: 'off',
        data: { key: KEY, value: value.trim() },
        evidence: sysctlEvidence(KEY, value.trim(), '1', sysctlFiles),
      },
    ]);
  },
  explains: () => [{ check: 'userns-attempt', messageId: 'notCreated' }],
});
