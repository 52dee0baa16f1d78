import { planSysctls } from '../src/domain/sysctl-fix.ts';
import { defineFix } from '../src/model/fix.ts';

/** What systemd sets by default: every gid that it takes for one (50-default.conf of systemd). */
const EVERYBODY = '0 2147483647';

/** `1 0` is the kernel's default, an empty range: ping works for root only. */
export const pingRangeSysctl = defineFix({
  meta: {
    id: 'ping-range-sysctl',
    title: 'Allow ping in rootless containers',
    description:
      'Sets net.ipv4.ping_group_range to all groups, as systemd does by default, so that containers may send ICMP echo.',
    effect: 'loosens',
    gains: 'Every user of the host may send ICMP echo requests without a privileged program.',
    after: [],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man7/icmp.7.html'],
  },
  requires: ['sysctls', 'user'],
  consults: ['sysctlFiles'],
  plan(facts) {
    const gid = facts.user.state === 'known' ? facts.user.value.gid : 0;
    return planSysctls(
      [
        {
          key: 'net.ipv4.ping_group_range',
          isEnough(now) {
            const [low = 1, high = 0] = now.trim().split(/\s+/u).map(Number);
            return low <= gid && gid <= high;
          },
          wanted: () => EVERYBODY,
        },
      ],
      'loosens',
      facts,
    );
  },
});
