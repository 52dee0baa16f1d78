import { planSysctls } from '../src/domain/sysctl-fix.ts';
import { defineFix } from '../src/model/fix.ts';

const INSTANCES = 1024;
const WATCHES = 524_288;

/** conmon and systemd in containers take instances; the kernel's default is 128 for each user. */
export const inotifySysctl = defineFix({
  meta: {
    id: 'inotify-sysctl',
    title: 'Raise the limits of inotify',
    description: 'Raises fs.inotify.max_user_instances and fs.inotify.max_user_watches.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man7/inotify.7.html'],
  },
  requires: ['sysctls'],
  consults: ['sysctlFiles'],
  plan: (facts) =>
    planSysctls(
      [
        {
          key: 'fs.inotify.max_user_instances',
          isEnough: (now) => Number(now) >= INSTANCES,
          wanted: () => String(INSTANCES),
        },
        {
          key: 'fs.inotify.max_user_watches',
          isEnough: (now) => Number(now) >= WATCHES,
          wanted: () => String(WATCHES),
        },
      ],
      'safe',
      facts,
    ),
});
