import { toRootfulPort } from '../../src/domain/packet.ts';
import { DROP_MESSAGES, knownChains, uplinkOf, walkAll } from '../../src/domain/packet-filter.ts';
import { defaultBridge } from '../../src/domain/rootful-bridges.ts';
import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';

/**
 * Netavark and CNI send a published port on to the container, so the packet is forwarded. What they
 * accept in a table of their own, another table may still drop: ufw's and Docker's policies do.
 */
export const firewallForwardRootful = defineCheck({
  meta: {
    id: 'firewall-forward-rootful',
    area: 'firewall',
    title: 'The firewall forwards published ports to rootful containers',
    failureTitle: 'The firewall does not forward a published port to rootful containers',
    description:
      'A published port of a rootful container works from the host itself and times out from everywhere else.',
    severity: 'warning',
    needs: ['rootful'],
    covers: ['F081'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/netavark/issues/1057',
      'https://docs.docker.com/engine/network/packet-filtering-firewalls/',
    ],
    messages: DROP_MESSAGES,
    commands: {
      byUfw: ['sudo ufw route allow proto tcp to any port {{port}}'],
      byFirewalld: [
        'sudo firewall-cmd --zone=trusted --add-source=10.88.0.0/16',
        'sudo firewall-cmd --runtime-to-permanent',
      ],
      byNft: [
        'sudo nft -a list chain {{family}} {{table}} {{chain}}',
        'sudo nft insert rule {{family}} {{table}} {{chain}} ct status dnat accept',
      ],
      byIptables: [
        'sudo {{tool}} -t {{table}} -S {{chain}}',
        'sudo {{tool}} -t {{table}} -I {{chain}} -m conntrack --ctstatus DNAT -j ACCEPT',
      ],
    },
    fixes: [],
  },
  requires: ['firewall', 'hostNetwork'],
  consults: ['packetRules'],
  evaluate({ firewall, hostNetwork, packetRules }, { ports }) {
    if (ports.length === 0) return notApplicable('no port is to be published');
    const rules = knownChains(firewall, packetRules);
    if ('because' in rules) return unknown(rules.because);
    const [uplink, bridge] = [uplinkOf(hostNetwork), defaultBridge(hostNetwork)];
    const { drops, unclear } = walkAll(
      ports.map((port) => ({ journey: toRootfulPort(port, uplink, bridge), data: { port } })),
      rules.chains,
    );
    if (drops.length > 0) return verdictOf(drops);
    return unclear === undefined ? verdictOf([]) : unknown(unclear);
  },
});
