import { planSysctls } from '../src/domain/sysctl-fix.ts';
import { defineFix } from '../src/model/fix.ts';

/** What Red Hat's documentation of rootless containers sets. */
const NAMESPACES = 28_633;

/** Podman needs two namespaces for each container, and one for itself. */
const TOO_FEW = 128;

/** Hardening guides set it to 0, which forbids user namespaces to everybody. */
export const usernsLimitSysctl = defineFix({
  meta: {
    id: 'userns-limit-sysctl',
    title: 'Raise the limit of user namespaces',
    description:
      'Sets user.max_user_namespaces by a drop-in that comes after the file which lowered it.',
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
      [
        {
          key: 'user.max_user_namespaces',
          isEnough: (now) => Number(now) >= TOO_FEW,
          wanted: () => String(NAMESPACES),
        },
      ],
      'loosens',
      facts,
    ),
});
