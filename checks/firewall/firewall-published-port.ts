import { toLoopback } from '../../src/domain/packet.ts';
import { DROP_MESSAGES, knownChains, walkAll } from '../../src/domain/packet-filter.ts';
import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';

/** Health checks and reverse proxies on the host reach a published port by 127.0.0.1. */
export const firewallPublishedPort = defineCheck({
  meta: {
    id: 'firewall-published-port',
    area: 'firewall',
    title: 'The firewall lets this host connect to published ports',
    failureTitle: 'The firewall drops connections from this host to a published port',
    description:
      'Programs on the host itself reach a container by 127.0.0.1 and its published port; a rule on the loopback stops them while the container runs well.',
    severity: 'warning',
    needs: ['publish'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://wiki.nftables.org/wiki-nftables/index.php/Netfilter_hooks',
      'https://www.netfilter.org/projects/nftables/manpage.html',
    ],
    messages: DROP_MESSAGES,
    commands: {
      byUfw: ['sudo ufw allow in on lo to any port {{port}} proto tcp'],
      byFirewalld: [
        'sudo firewall-cmd --zone=trusted --add-interface=lo',
        'sudo firewall-cmd --runtime-to-permanent',
      ],
      byNft: [
        'sudo nft -a list chain {{family}} {{table}} {{chain}}',
        'sudo nft insert rule {{family}} {{table}} {{chain}} iifname lo tcp dport {{port}} accept',
      ],
      byIptables: [
        'sudo {{tool}} -t {{table}} -S {{chain}}',
        'sudo {{tool}} -t {{table}} -I {{chain}} -i lo -p tcp --dport {{port}} -j ACCEPT',
      ],
    },
    fixes: [],
  },
  requires: ['firewall'],
  consults: ['packetRules'],
  evaluate({ firewall, packetRules }, { ports }) {
    if (ports.length === 0) return notApplicable('no port is to be published');
    const rules = knownChains(firewall, packetRules);
    if ('because' in rules) return unknown(rules.because);
    const { drops, unclear, rewritten } = walkAll(
      ports.map((port) => ({ journey: toLoopback(port), data: { port } })),
      rules.chains,
    );
    if (drops.length > 0) return verdictOf(drops);
    if (unclear !== undefined) return unknown(unclear);
    return rewritten === undefined ? verdictOf([]) : notApplicable(rewritten);
  },
});
