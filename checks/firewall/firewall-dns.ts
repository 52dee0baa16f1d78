import { toBridgeDns } from '../../src/domain/packet.ts';
import { DROP_MESSAGES, knownChains, walkAll } from '../../src/domain/packet-filter.ts';
import { FIRST_OWN_BRIDGE } from '../../src/domain/rootful-bridges.ts';
import { bridgesToWalk } from '../../src/domain/rootful-walk.ts';
import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';

/**
 * aardvark-dns listens on the bridge, so queries of rootful containers are input of the host. For
 * rootless ones it runs in a network namespace of its own, which the host's firewall does not see.
 */
export const firewallDns = defineCheck({
  meta: {
    id: 'firewall-dns',
    area: 'firewall',
    title: 'The firewall lets rootful containers ask for names',
    failureTitle: 'The firewall drops the DNS queries of rootful containers',
    description:
      'Containers on a network of their own resolve all names through aardvark-dns on the bridge; without it they find neither each other nor anything outside.',
    severity: 'warning',
    needs: ['rootful'],
    covers: ['F082'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/netavark/issues/742',
      'https://github.com/containers/aardvark-dns/issues/453',
    ],
    messages: DROP_MESSAGES,
    commands: {
      byUfw: ['sudo ufw allow in on {{bridge}} to any port 53 proto udp'],
      byFirewalld: ['sudo podman network reload --all'],
      byNft: [
        'sudo nft -a list chain {{family}} {{table}} {{chain}}',
        'sudo nft insert rule {{family}} {{table}} {{chain}} iifname {{bridge}} udp dport 53 accept',
      ],
      byIptables: [
        'sudo {{tool}} -t {{table}} -S {{chain}}',
        'sudo {{tool}} -t {{table}} -I {{chain}} -i {{bridge}} -p udp --dport 53 -j ACCEPT',
      ],
    },
    fixes: [],
  },
  requires: ['firewall', 'hostNetwork'],
  consults: ['packetRules', 'versions', 'containersConf'],
  evaluate(facts) {
    const rules = knownChains(facts.firewall, facts.packetRules);
    if ('because' in rules) return unknown(rules.because);
    // The default network has no DNS of its own since Podman 4.
    const bridges = bridgesToWalk(facts, FIRST_OWN_BRIDGE).filter(
      ({ name }) => !name.endsWith('podman0'),
    );
    if (bridges.length === 0) {
      return notApplicable('no rootful container is on a network with a DNS of its own');
    }
    const { drops, unclear } = walkAll(
      bridges.map((bridge) => ({ journey: toBridgeDns(bridge), data: { bridge: bridge.name } })),
      rules.chains,
    );
    if (drops.length > 0) return verdictOf(drops);
    return unclear === undefined ? verdictOf([]) : unknown(unclear);
  },
});
