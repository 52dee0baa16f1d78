import { whyNotDefaultPasta } from '../../src/domain/default-pasta.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/**
 * pasta copies addresses and routes of the interface behind the IPv6 default route, also those that the
 * kernel does not use because another host has them (RFC 4862, duplicate address detection).
 */
export const ipv6Address = defineCheck({
  meta: {
    id: 'ipv6-address',
    area: 'network',
    title: 'The IPv6 default route has an address to go with it',
    failureTitle: 'The IPv6 default route has no address that can be used',
    description:
      'The container believes that it has IPv6: what tries it first waits or fails, and some versions of pasta do not start.',
    severity: 'warning',
    needs: ['run'],
    covers: ['F099'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/22192',
      'https://docs.kernel.org/networking/ip-sysctl.html',
      'https://www.rfc-editor.org/rfc/rfc4862#section-5.4',
    ],
    messages: {
      duplicate:
        'Every global IPv6 address of {{device}}, which is behind the default route, belongs to another host too: {{address}}.',
    },
    commands: {
      duplicate: [
        'ip -6 addr show dev {{device}} dadfailed',
        'journalctl -k --grep "IPv6 duplicate address"',
        'podman run --network pasta:-4 IMAGE   # until then; or pasta_options = ["-4"] in containers.conf',
      ],
    },
    fixes: [],
  },
  requires: ['hostNetwork', 'tools', 'versions', 'containersConf', 'user'],
  evaluate(facts) {
    const other = whyNotDefaultPasta(facts);
    if (other !== null) return notApplicable(other);
    if (facts.hostNetwork.state === 'absent') return notApplicable(facts.hostNetwork.because);
    const { defaultDevices6, addresses6 } = facts.hostNetwork.value;
    const [device] = defaultDevices6 ?? [];
    if (device === undefined) return notApplicable('the host has no IPv6 default route');
    const own = addresses6.filter((one) => one.device === device);
    const [first] = own;
    if (first === undefined || own.some(({ duplicate }) => !duplicate)) return pass;
    const address = own.map((one) => readable(one.address)).join(', ');
    return fail(
      'duplicate',
      { device, address },
      {
        kind: 'kernel',
        where: '/proc/net/if_inet6',
        found: `dadfailed: ${address}`,
        expected: 'an address that no other host has',
      },
    );
  },
});

/** Eight groups without leading zeros; nothing is shortened to `::`. */
function readable(digits: string): string {
  const groups = digits.match(/.{4}/gu) ?? [];
  return groups.map((group) => group.replace(/^0{1,3}/u, '')).join(':');
}
