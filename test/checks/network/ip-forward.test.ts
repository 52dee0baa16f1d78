import { ipForward } from '../../../checks/network/ip-forward.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BRIDGED, hostNetworkOf } from '../../helpers/network-facts.ts';

const KEY = 'net.ipv4.ip_forward';
const hostNetwork = hostNetworkOf(BRIDGED);

testCheck(ipForward, {
  pass: [{ name: 'as netavark set it', facts: { hostNetwork, sysctls: new Map([[KEY, '1']]) } }],
  fail: [
    {
      name: 'something set it back',
      facts: { hostNetwork, sysctls: new Map([[KEY, '0']]) },
      findings: [
        { messageId: 'off', data: { bridge: 'podman0' }, evidence: [{ where: KEY, found: '0' }] },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'nothing runs',
      facts: { hostNetwork: hostNetworkOf(), sysctls: new Map([[KEY, '0']]) },
    },
  ],
  unknown: [{ name: 'hidden', facts: { hostNetwork, sysctls: new Map() } }],
});
