import { planSysctls } from '../src/domain/sysctl-fix.ts';
import { defineFix } from '../src/model/fix.ts';

/** Debian's own switch; other kernels do not have the key, and then there is nothing to do. */
export const usernsSysctl = defineFix({
  meta: {
    id: 'userns-sysctl',
    title: 'Allow unprivileged user namespaces',
    description:
      'Sets kernel.unprivileged_userns_clone to 1 by a drop-in: without user namespaces there is no rootless container.',
    effect: 'loosens',
    gains: 'Every user of the host may make user namespaces, not only the one who runs containers.',
    after: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man7/user_namespaces.7.html'],
  },
  requires: ['sysctls'],
  consults: ['sysctlFiles'],
  plan: (facts) =>
    planSysctls(
      [
        {
          key: 'kernel.unprivileged_userns_clone',
          isEnough: (now) => now !== '0',
          wanted: () => '1',
        },
      ],
      'loosens',
      facts,
    ),
});
