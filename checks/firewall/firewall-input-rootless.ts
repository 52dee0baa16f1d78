import { toRootlessPort } from '../../src/domain/packet.ts';
import { DROP_MESSAGES, knownChains, uplinkOf, walkAll } from '../../src/domain/packet-filter.ts';
import { defineCheck, notApplicable, unknown, verdictOf } from '../../src/model/check.ts';

/**
 * A published port of a rootless container is an ordinary listening socket of pasta or rootlessport:
 * nothing opens the host's firewall for it, unlike for a rootful one.
 */
export const firewallInputRootless = defineCheck({
  meta: {
    id: 'firewall-input-rootless',
    area: 'firewall',
    title: 'The firewall lets other hosts connect to published ports',
    failureTitle: 'The firewall drops connections from other hosts to a published port',
    description:
      'A rootless container publishes a port as an ordinary program does: the host itself reaches it, and other hosts only if the firewall lets them.',
    severity: 'warning',
    needs: ['publish'],
    covers: ['F083'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/issues/26625',
      'https://wiki.nftables.org/wiki-nftables/index.php/Netfilter_hooks',
    ],
    messages: DROP_MESSAGES,
    commands: {
      byUfw: ['sudo ufw allow {{port}}/tcp'],
      byFirewalld: [
        'sudo firewall-cmd --add-port={{port}}/tcp',
        'sudo firewall-cmd --runtime-to-permanent',
      ],
      byNft: [
        'sudo nft -a list chain {{family}} {{table}} {{chain}}',
        'sudo nft insert rule {{family}} {{table}} {{chain}} tcp dport {{port}} accept',
      ],
      byIptables: [
        'sudo {{tool}} -t {{table}} -S {{chain}}',
        'sudo {{tool}} -t {{table}} -I {{chain}} -p tcp --dport {{port}} -j ACCEPT',
      ],
    },
    fixes: ['firewall-port'],
  },
  requires: ['firewall', 'hostNetwork', 'user'],
  consults: ['packetRules'],
  evaluate({ firewall, hostNetwork, user, packetRules }, { ports }) {
    if (ports.length === 0) return notApplicable('no port is to be published');
    if (user.state === 'known' && user.value.uid === 0) {
      return notApplicable('ports of rootful containers are forwarded, not received');
    }
    const rules = knownChains(firewall, packetRules);
    if ('because' in rules) return unknown(rules.because);
    const uplink = uplinkOf(hostNetwork);
    const { drops, unclear, rewritten } = walkAll(
      ports.map((port) => ({ journey: toRootlessPort(port, uplink), data: { port } })),
      rules.chains,
    );
    if (drops.length > 0) return verdictOf(drops);
    if (unclear !== undefined) return unknown(unclear);
    return rewritten === undefined ? verdictOf([]) : notApplicable(rewritten);
  },
});
