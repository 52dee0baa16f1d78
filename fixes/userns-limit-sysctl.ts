import { planSysctls } from '../src/domain/sysctl-fix.ts';
import { defineFix } from '../src/model/fix.ts';

/** What Red Hat's documentation of rootless containers sets. */
const NAMESPACES = '28633';

/** The kinds of namespaces that every container needs (namespaces(7)). */
const KEYS = ['user', 'mnt', 'pid', 'ipc', 'uts', 'net'].map(
  (kind) => `user.max_${kind}_namespaces`,
);

/** Hardening guides set it to 0, which forbids user namespaces to everybody. */
export const usernsLimitSysctl = defineFix({
  meta: {
    id: 'userns-limit-sysctl',
    title: 'Allow namespaces again',
    description:
      'Sets the keys user.max_*_namespaces that are 0, by drop-ins that come after the file which set them.',
    effect: 'loosens',
    gains: 'Every user of the host may make user namespaces, not only the one who runs containers.',
    after: [],
    since: '0.1.0',
    references: [
      'https://docs.kernel.org/admin-guide/sysctl/user.html',
      'https://man7.org/linux/man-pages/man7/namespaces.7.html',
    ],
  },
  requires: ['sysctls'],
  consults: ['sysctlFiles'],
  plan: (facts) =>
    planSysctls(
      KEYS.map((key) => ({
        key,
        isEnough: (now) => now.trim() !== '0',
        wanted: () => NAMESPACES,
      })),
      'loosens',
      facts,
    ),
});
