import { DEFAULT_BRIDGE, fromRootfulContainer } from '../../src/domain/packet.ts';
import { DROP_MESSAGES, knownChains, uplinkOf, walkAll } from '../../src/domain/packet-filter.ts';
import { bridgesToWalk } from '../../src/domain/rootful-walk.ts';
import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';

/** What a rootful container sends is forwarded; rootless ones send as ordinary programs of the host. */
export const firewallContainerEgress = defineCheck({
  meta: {
    id: 'firewall-container-egress',
    area: 'firewall',
    title: 'The firewall lets rootful containers reach other hosts',
    failureTitle: 'The firewall does not let rootful containers reach other hosts',
    description: 'Rootful containers start and cannot reach anything beyond the host.',
    severity: 'warning',
    needs: ['rootful'],
    covers: ['F079', 'F081'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://docs.docker.com/engine/network/packet-filtering-firewalls/',
    ],
    messages: DROP_MESSAGES,
    commands: {
      byUfw: ['sudo ufw route allow in on {{bridge}}'],
      byFirewalld: ['sudo podman network reload --all'],
      byNft: [
        'sudo nft -a list chain {{family}} {{table}} {{chain}}',
        'sudo nft insert rule {{family}} {{table}} {{chain}} iifname {{bridge}} accept',
      ],
      byIptables: [
        'sudo {{tool}} -t {{table}} -S {{chain}}',
        'sudo {{tool}} -t {{table}} -I {{chain}} -i {{bridge}} -j ACCEPT',
      ],
    },
    fixes: [],
  },
  requires: ['firewall', 'hostNetwork'],
  consults: ['packetRules', 'versions', 'containersConf'],
  evaluate(facts) {
    const rules = knownChains(facts.firewall, facts.packetRules);
    if ('because' in rules) return unknown(rules.because);
    const bridges = bridgesToWalk(facts, DEFAULT_BRIDGE);
    if (bridges.length === 0) {
      return notApplicable('no rootful container is connected now, and Podman adds rules for it');
    }
    const uplink = uplinkOf(facts.hostNetwork);
    const { drops, unclear } = walkAll(
      bridges.map((bridge) => ({
        journey: fromRootfulContainer(uplink, bridge),
        data: { bridge: bridge.name },
      })),
      rules.chains,
    );
    if (drops.length > 0) return verdictOf(drops);
    return unclear === undefined ? verdictOf([]) : unknown(unclear);
  },
});
