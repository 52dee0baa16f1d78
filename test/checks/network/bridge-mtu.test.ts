import { bridgeMtu } from '../../../checks/network/bridge-mtu.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BRIDGED, hostNetworkOf } from '../../helpers/network-facts.ts';

const bridged = (mtus: readonly (readonly [string, number])[]) => ({
  hostNetwork: hostNetworkOf({ ...BRIDGED, mtus: new Map(mtus) }),
});

testCheck(bridgeMtu, {
  pass: [
    {
      name: 'the same',
      facts: bridged([
        ['eth0', 1500],
        ['podman0', 1500],
        ['podman1', 1400],
      ]),
    },
    { name: 'the bridge is gone again', facts: bridged([['eth0', 1280]]) },
  ],
  fail: [
    {
      name: 'a tunnel behind the default route',
      facts: bridged([
        ['eth0', 1420],
        ['podman0', 1500],
        ['podman1', 1420],
      ]),
      findings: [
        {
          messageId: 'larger',
          data: { bridge: 'podman0', mtu: 1500, device: 'eth0', uplink: 1420 },
          evidence: [{ where: '/sys/class/net/podman0/mtu', found: '1500' }],
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'no bridge', facts: { hostNetwork: hostNetworkOf() } },
    { name: 'no network', facts: { hostNetwork: absent('none') } },
    { name: 'no default route', facts: { hostNetwork: hostNetworkOf({ ...BRIDGED, routes: [] }) } },
  ],
  unknown: [{ name: 'facts of an older podready', facts: bridged([]) }],
});
