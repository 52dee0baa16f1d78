import { podmanBridges } from '../../src/domain/packet-filter.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

const KEY = 'net.ipv4.ip_forward';

/** Netavark sets it when it sets up a bridge; so it is a fault only while a bridge is up. */
export const ipForward = defineCheck({
  meta: {
    id: 'ip-forward',
    area: 'network',
    title: 'The kernel forwards packets of rootful containers',
    failureTitle: 'The kernel does not forward packets of rootful containers',
    description:
      'Running rootful containers reach nothing beyond the host, and their published ports do not answer other hosts.',
    severity: 'warning',
    needs: ['rootful'],
    covers: ['F088'],
    since: '0.1.0',
    references: [
      'https://docs.kernel.org/networking/ip-sysctl.html',
      'https://github.com/containers/netavark/blob/main/src/network/bridge.rs',
    ],
    messages: {
      off: `${KEY} is 0 while the bridge {{bridge}} is up: something set it back after Podman had set it.`,
    },
    commands: {
      off: [
        `grep -rn ip_forward /etc/sysctl.conf /etc/sysctl.d /usr/lib/sysctl.d`,
        `sudo sysctl -w ${KEY}=1`,
      ],
    },
    fixes: ['ip-forward-sysctl'],
  },
  requires: ['sysctls', 'hostNetwork'],
  evaluate({ sysctls, hostNetwork }) {
    const [bridge] = podmanBridges(hostNetwork);
    if (bridge === undefined) return notApplicable('no bridge of rootful containers is up');
    const value = sysctls.state === 'known' ? sysctls.value.get(KEY) : undefined;
    if (value === undefined || value === null) return unknown(`${KEY} cannot be read`);
    if (value.trim() !== '0') return pass;
    return fail('off', { bridge }, { kind: 'kernel', where: KEY, found: '0', expected: '1' });
  },
});
