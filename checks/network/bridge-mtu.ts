import { podmanBridges, uplinkOf } from '../../src/domain/packet-filter.ts';
import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';

/**
 * A container on a bridge tells its peers the MTU of the bridge. Netavark takes it from the default route
 * since 1.16; older ones and CNI make it 1500. pasta and slirp4netns end connections on the host: rootless
 * containers do not have this.
 */
export const bridgeMtu = defineCheck({
  meta: {
    id: 'bridge-mtu',
    area: 'network',
    title: 'Bridges of rootful containers send no larger packets than the host',
    failureTitle: 'A bridge of rootful containers sends larger packets than the host',
    description:
      'Small packets pass and large ones get lost, as in a VPN or a cloud network: connections open and then hang, TLS first of all.',
    severity: 'warning',
    needs: ['rootful'],
    covers: ['F108'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/netavark/pull/1281',
      'https://docs.podman.io/en/latest/markdown/podman-network-create.1.html',
    ],
    messages: {
      larger:
        'The bridge {{bridge}} has MTU {{mtu}}, and {{device}}, behind the default route, has {{uplink}}.',
    },
    commands: {
      larger: [
        'ip link show {{bridge}}; ip link show {{device}}',
        'sudo podman network create --opt mtu={{uplink}} NAME',
        'sudo podman run --network NAME IMAGE',
      ],
    },
    fixes: [],
  },
  requires: ['hostNetwork'],
  evaluate({ hostNetwork }) {
    const bridges = podmanBridges(hostNetwork);
    if (hostNetwork.state === 'absent' || bridges.length === 0) {
      return notApplicable('no bridge of rootful containers is up');
    }
    const device = uplinkOf(hostNetwork);
    if (device === undefined) return notApplicable('the host has no default route');
    const { mtus } = hostNetwork.value;
    const uplink = mtus.get(device);
    if (uplink === undefined) return unknown(`the MTU of ${device} is not known`);
    const larger = bridges.filter((bridge) => (mtus.get(bridge) ?? 0) > uplink);
    return verdictOf(
      larger.map((bridge) => {
        const mtu = mtus.get(bridge) ?? 0;
        return {
          messageId: 'larger',
          data: { bridge, mtu, device, uplink },
          evidence: [
            {
              kind: 'kernel',
              where: `/sys/class/net/${bridge}/mtu`,
              found: String(mtu),
              expected: `at most ${uplink}`,
            },
          ],
        };
      }),
    );
  },
});
