import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';

const KEY = 'net.ipv4.ip_unprivileged_port_start';

/** A distribution's default is no fault: only a port that somebody wants to publish makes it one. */
export const unprivilegedPorts = defineCheck({
  meta: {
    id: 'unprivileged-ports',
    area: 'network',
    title: 'Users may bind the ports to be published',
    failureTitle: 'Users may not bind a port to be published',
    description:
      'A rootless container cannot publish a port below the first that the kernel leaves to ordinary users.',
    severity: 'error',
    needs: ['publish'],
    covers: ['F101'],
    since: '0.1.0',
    references: [
      'https://docs.kernel.org/networking/ip-sysctl.html',
      'https://github.com/containers/podman/blob/main/rootless.md',
    ],
    messages: {
      closed: `Port {{port}} is below {{start}}, the value of ${KEY}: rootless containers cannot publish it.`,
    },
    commands: {
      closed: [
        `echo ${KEY}={{lowest}} | sudo tee /etc/sysctl.d/90-podman-ports.conf`,
        'sudo sysctl -p /etc/sysctl.d/90-podman-ports.conf',
      ],
    },
    fixes: ['unprivileged-ports-sysctl'],
  },
  requires: ['sysctls', 'user'],
  evaluate({ sysctls, user }, { ports }) {
    if (ports.length === 0) return notApplicable('no port is to be published');
    if (user.state === 'known' && user.value.uid === 0) {
      return notApplicable('the target user is root, who may bind every port');
    }
    const value = sysctls.state === 'known' ? sysctls.value.get(KEY) : null;
    if (value === undefined) return unknown(`${KEY} is not readable by this user`);
    // Kernels before 4.11 do not have the key, and close everything below 1024.
    const start = value === null ? 1024 : Number(value);
    if (Number.isNaN(start)) return unknown(`${KEY} holds “${value ?? ''}”`);
    const closed = ports.filter((port) => port < start);
    // One value opens them all.
    const lowest = Math.min(...closed);
    return verdictOf(
      closed.map((port) => ({
        messageId: 'closed' as const,
        data: { port, start, lowest },
        evidence: [
          { kind: 'kernel', where: KEY, found: String(start), expected: `at most ${port}` },
        ],
      })),
    );
  },
});
