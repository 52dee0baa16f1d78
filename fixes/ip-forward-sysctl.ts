import { planSysctls } from '../src/domain/sysctl-fix.ts';
import { defineFix } from '../src/model/fix.ts';

/** Only rootful networks need it; netavark sets it itself, and something may have set it back. */
export const ipForwardSysctl = defineFix({
  meta: {
    id: 'ip-forward-sysctl',
    title: 'Let the kernel forward packets',
    description: 'Sets net.ipv4.ip_forward to 1, which bridge networks of rootful containers need.',
    effect: 'loosens',
    gains: 'The host forwards packets between all of its networks, as far as its firewall lets it.',
    after: [],
    since: '0.1.0',
    references: ['https://docs.kernel.org/networking/ip-sysctl.html'],
  },
  requires: ['sysctls'],
  consults: ['sysctlFiles'],
  plan: (facts) =>
    planSysctls(
      [{ key: 'net.ipv4.ip_forward', isEnough: (now) => now !== '0', wanted: () => '1' }],
      'loosens',
      facts,
    ),
});
