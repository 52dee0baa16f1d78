import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

const KEY = 'net.ipv4.ping_group_range';

/** Root in a container is the user's own group on the host, as far as the kernel's ping is concerned. */
export const pingRange = defineCheck({
  meta: {
    id: 'ping-range',
    area: 'network',
    title: 'Containers of the user may ping',
    failureTitle: 'Containers of the user may not ping',
    description:
      'ping in a rootless container ends with “permission denied”, and health checks that use it fail.',
    severity: 'warning',
    needs: ['ping'],
    covers: ['F109'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man7/icmp.7.html',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      closed: `${KEY} is “{{value}}”, which does not contain {{gid}}, the group of {{user}}.`,
    },
    commands: {
      closed: [
        `echo '${KEY}=0 2147483647' | sudo tee /etc/sysctl.d/90-ping.conf`,
        'sudo sysctl -p /etc/sysctl.d/90-ping.conf',
      ],
    },
    fixes: ['ping-range-sysctl'],
  },
  requires: ['sysctls', 'user'],
  evaluate({ sysctls, user }) {
    if (user.state === 'absent') return notApplicable(user.because);
    const { uid, gid, name } = user.value;
    if (uid === 0) return notApplicable('the target user is root, who may always ping');
    const value = sysctls.state === 'known' ? sysctls.value.get(KEY) : null;
    if (value === null) return notApplicable(`the kernel has no ${KEY}`);
    const range = /^(?<low>\d+)\s+(?<high>\d+)$/u.exec(value?.trim() ?? '')?.groups;
    if (value === undefined || range === undefined) return unknown(`${KEY} cannot be read`);
    const [low, high] = [Number(range['low']), Number(range['high'])];
    if (low <= gid && gid <= high) return pass;
    const shown = `${low} ${high}`;
    return fail(
      'closed',
      { value: shown, gid, user: name },
      { kind: 'kernel', where: KEY, found: shown, expected: '0 2147483647' },
    );
  },
});
