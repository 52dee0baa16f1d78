import { planSysctls } from '../src/domain/sysctl-fix.ts';
import { defineFix, noop } from '../src/model/fix.ts';

/** Only as far down as the lowest port that is to be published. */
export const unprivilegedPortsSysctl = defineFix({
  meta: {
    id: 'unprivileged-ports-sysctl',
    title: 'Let users bind the ports to be published',
    description:
      'Lowers net.ipv4.ip_unprivileged_port_start to the lowest port that is to be published.',
    effect: 'loosens',
    gains:
      'Every user of the host may listen on the ports from there on, also in place of a service.',
    after: [],
    since: '0.1.0',
    references: ['https://docs.kernel.org/networking/ip-sysctl.html'],
  },
  requires: ['sysctls'],
  consults: ['sysctlFiles'],
  plan(facts, { ports }) {
    const lowest = Math.min(...ports);
    if (ports.length === 0) return noop('no port is to be published: say --need publish:PORT');
    return planSysctls(
      [
        {
          key: 'net.ipv4.ip_unprivileged_port_start',
          isEnough: (now) => Number(now) <= lowest,
          wanted: () => String(lowest),
        },
      ],
      'loosens',
      facts,
    );
  },
});
