import { defineCheck, notApplicable, verdictOf } from '../../src/model/check.ts';
import { sysctlEvidence } from '../../src/domain/sysctl-evidence.ts';

/** Namespaces that every container needs, and the keys that ration them (namespaces(7)). */
const KEYS = ['user', 'mnt', 'pid', 'ipc', 'uts', 'net'].map(
  (kind) => `user.max_${kind}_namespaces`,
);

/** What the kernel itself allows is thousands; so does this suggestion of Podman's documents. */
const SUGGESTED = 28_633;

/**
 * With 0 Podman says `cannot clone: No space left on device` and `user namespaces are not enabled in
 * /proc/sys/user/max_user_namespaces`. Even 1 is enough for it to run (seen on Debian 13).
 */
export const usernsLimit = defineCheck({
  meta: {
    id: 'userns-limit',
    area: 'userns',
    title: 'The kernel leaves the user some namespaces',
    failureTitle: 'The kernel leaves the user no namespaces',
    description:
      'Hardening guides set these keys to 0, which forbids the kind of namespace to everybody but root of the host.',
    severity: 'error',
    needs: ['run'],
    covers: ['F002'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man7/namespaces.7.html',
      'https://github.com/containers/podman/issues/8463',
    ],
    messages: { none: '{{key}} is 0: nobody may make a namespace of that kind.' },
    commands: {
      none: [
        'sysctl {{key}}',
        'grep -rns {{key}} /etc/sysctl.conf /etc/sysctl.d /run/sysctl.d /usr/lib/sysctl.d',
        'echo {{key}}={{suggested}} | sudo tee /etc/sysctl.d/99-zz-podready-namespaces.conf',
        'sudo sysctl -w {{key}}={{suggested}}',
      ],
    },
    fixes: ['userns-limit-sysctl'],
  },
  requires: ['sysctls'],
  consults: ['sysctlFiles'],
  evaluate({ sysctls, sysctlFiles }) {
    if (sysctls.state !== 'known') return { status: 'unknown', because: sysctls.because };
    const values = sysctls.value;
    const unread = KEYS.find((key) => values.get(key) === undefined);
    if (unread !== undefined) return { status: 'unknown', because: `${unread} may not be read` };
    if (KEYS.every((key) => values.get(key) === null)) {
      return notApplicable('this kernel does not ration namespaces');
    }
    return verdictOf(
      KEYS.filter((key) => values.get(key)?.trim() === '0').map((key) => ({
        messageId: 'none' as const,
        data: { key, suggested: SUGGESTED },
        evidence: sysctlEvidence(key, '0', `${SUGGESTED}`, sysctlFiles),
      })),
    );
  },
  explains: (_facts, { data }) =>
    data?.['key'] === 'user.max_user_namespaces'
      ? [{ check: 'userns-attempt', messageId: 'notCreated' }]
      : [],
});
