import { MAX_BYTES, MAX_KEYS } from '../src/domain/keyring.ts';
import { planSysctls } from '../src/domain/sysctl-fix.ts';
import { defineFix } from '../src/model/fix.ts';

/** A container runtime makes a session keyring for each container, and all count for the user. */
export const keyringSysctl = defineFix({
  meta: {
    id: 'keyring-sysctl',
    title: 'Raise the quota of kernel keys',
    description:
      'Raises kernel.keys.maxkeys and kernel.keys.maxbytes, which each container takes from.',
    effect: 'safe',
    after: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man7/keyrings.7.html'],
  },
  requires: ['sysctls'],
  consults: ['sysctlFiles'],
  plan: (facts) =>
    planSysctls(
      [
        {
          key: 'kernel.keys.maxkeys',
          isEnough: (now) => Number(now) >= MAX_KEYS,
          wanted: () => String(MAX_KEYS),
        },
        {
          key: 'kernel.keys.maxbytes',
          isEnough: (now) => Number(now) >= MAX_BYTES,
          wanted: () => String(MAX_BYTES),
        },
      ],
      'safe',
      facts,
    ),
});
