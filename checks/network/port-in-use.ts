import type { Listener } from '../../src/parse/proc-net.ts';
import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';

/** A listener of the user's own is most likely the container that publishes the port already. */
export const portInUse = defineCheck({
  meta: {
    id: 'port-in-use',
    area: 'network',
    title: 'No other program listens on the ports to be published',
    failureTitle: 'Another program listens on a port to be published',
    description: 'Podman cannot bind the port, and the container does not start.',
    severity: 'error',
    needs: ['publish'],
    covers: ['F102'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man8/ss.8.html',
      'https://docs.podman.io/en/latest/markdown/podman-run.1.html',
    ],
    messages: { taken: 'A program of uid {{uid}} listens on {{address}} port {{port}} already.' },
    commands: {
      taken: ['sudo ss -Hltnp sport = :{{port}}', 'podman port --all', 'sudo podman port --all'],
    },
    fixes: [],
  },
  requires: ['hostNetwork', 'user'],
  evaluate({ hostNetwork, user }, { ports, names }) {
    if (ports.length === 0) return notApplicable('no port is to be published');
    const listeners = hostNetwork.state === 'known' ? hostNetwork.value.listeners : undefined;
    if (listeners === undefined) return unknown('/proc/net/tcp is not readable by this user');
    const own = user.state === 'known' ? user.value.uid : 0;
    const isOurs = ({ uid }: Listener): boolean =>
      uid === own || (uid === 0 && names.has('rootful'));
    return verdictOf(
      ports.flatMap((port) => {
        const taken = listeners.find((one) => one.port === port && !isOurs(one));
        if (taken === undefined) return [];
        const address = addressText(taken.address);
        return [
          {
            messageId: 'taken' as const,
            data: { port, uid: taken.uid, address },
            evidence: [
              {
                kind: 'kernel',
                where: taken.address.length > 8 ? '/proc/net/tcp6' : '/proc/net/tcp',
                found: `${address} port ${port}, uid ${taken.uid}`,
                expected: 'no listener, or one of the target user',
              },
            ],
          },
        ];
      }),
    );
  },
});

/** IPv4 addresses in the kernel's byte order; of IPv6 ones only those that everybody knows. */
function addressText(hex: string): string {
  if (hex.length === 8) {
    const bytes = hex.match(/../gu) ?? [];
    return bytes
      .toReversed()
      .map((byte) => Number.parseInt(byte, 16))
      .join('.');
  }
  if (/^0+$/u.test(hex)) return '[::]';
  return hex === '00000000000000000000000001000000' ? '[::1]' : 'an IPv6 address';
}
