import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';
import { sysctlEvidence } from '../../src/domain/sysctl-evidence.ts';

/** The kernel's own defaults for a small host (inotify(7)); less is somebody's choice. */
const KEYS = [
  { key: 'fs.inotify.max_user_instances', atLeast: 128, suggested: 1024 },
  { key: 'fs.inotify.max_user_watches', atLeast: 8192, suggested: 524_288 },
] as const;

/** All containers of a user share one quota, and so does the user's manager. */
export const inotifyLimit = defineCheck({
  meta: {
    id: 'inotify-limit',
    area: 'limit',
    title: 'The user may watch enough files',
    failureTitle: 'The user may not watch enough files',
    description:
      'Programs in all containers of a user share one inotify quota. Below the default of the kernel, some fail with "too many open files" or "no space left on device".',
    severity: 'warning',
    needs: ['run'],
    covers: ['F161'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man7/inotify.7.html',
      'https://kind.sigs.k8s.io/docs/user/known-issues/',
    ],
    messages: { low: '{{key}} is {{value}}; the default of the kernel is {{atLeast}} or more.' },
    commands: {
      low: [
        'sysctl {{key}}',
        'grep -rns {{key}} /etc/sysctl.conf /etc/sysctl.d /run/sysctl.d /usr/lib/sysctl.d',
        'echo {{key}}={{suggested}} | sudo tee /etc/sysctl.d/99-zz-podready-inotify.conf',
        'sudo sysctl -w {{key}}={{suggested}}',
      ],
    },
    fixes: ['inotify-sysctl'],
  },
  requires: ['sysctls'],
  consults: ['sysctlFiles'],
  evaluate({ sysctls, sysctlFiles }) {
    if (sysctls.state !== 'known') return unknown(sysctls.because);
    const values = sysctls.value;
    if (KEYS.every(({ key }) => values.get(key) === null)) {
      return notApplicable('this kernel has no inotify');
    }
    const low = KEYS.flatMap(({ key, atLeast, suggested }) => {
      const value = values.get(key)?.trim() ?? '';
      if (!/^\d+$/u.test(value) || Number(value) >= atLeast) return [];
      return [
        {
          messageId: 'low' as const,
          data: { key, value, atLeast, suggested },
          evidence: sysctlEvidence(key, value, `${atLeast} or more`, sysctlFiles),
        },
      ];
    });
    const unread = KEYS.find(({ key }) => values.get(key) === undefined);
    if (low.length === 0 && unread !== undefined) return unknown(`${unread.key} may not be read`);
    return verdictOf(low);
  },
});
