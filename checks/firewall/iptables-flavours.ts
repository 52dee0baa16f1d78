import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** The kernel asks both: a rule of one flavour drops what the other accepted, and its listing hides it. */
export const iptablesFlavours = defineCheck({
  meta: {
    id: 'iptables-flavours',
    area: 'firewall',
    title: 'Only one flavour of iptables has rules',
    failureTitle: 'Rules of iptables-legacy and of nftables are in force together',
    description:
      'A packet must pass the rules of both. Who lists one flavour only does not see why it is dropped, and Podman adds its own rules to one of them.',
    severity: 'warning',
    needs: ['rootful'],
    covers: ['F086'],
    since: '0.1.0',
    references: [
      'https://wiki.nftables.org/wiki-nftables/index.php/Legacy_xtables_tools',
      'https://manpages.debian.org/stable/iptables/xtables-nft.8.en.html',
    ],
    messages: {
      both: 'iptables-legacy has rules in table {{legacy}}, and nftables has rules in {{nft}}.',
    },
    commands: {
      both: [
        'sudo iptables-legacy-save',
        'sudo nft list ruleset',
        'sudo iptables-legacy-save | sudo iptables-nft-restore --test',
      ],
    },
    fixes: [],
  },
  requires: ['firewall'],
  consults: ['packetRules'],
  evaluate({ firewall, packetRules }) {
    const tables = firewall.state === 'known' ? firewall.value.legacyTables : [];
    if (packetRules.state !== 'known') {
      return firewall.state === 'known' && tables.length === 0
        ? pass
        : unknown(`only root can see whether iptables-legacy has rules (${packetRules.because})`);
    }
    const { iptablesLegacy, chains, missing } = packetRules.value;
    const unread = missing.find((problem) => /^iptables-(?:legacy|save)/u.test(problem));
    if (unread !== undefined) return unknown(unread);
    if (iptablesLegacy.length === 0) return pass;
    const [problem] = missing;
    if (problem !== undefined) return unknown(problem);
    const used = chains.filter(
      ({ table, rules, base }) =>
        !table.startsWith('iptables-legacy') && (rules.length > 0 || base?.policy === 'drop'),
    );
    const nft = [...new Set(used.map(({ table }) => table))];
    if (nft.length === 0) return notApplicable('only iptables-legacy has rules');
    const legacy = iptablesLegacy.join(', ');
    return fail(
      'both',
      { legacy, nft: nft.join(', ') },
      {
        kind: 'kernel',
        where: '/proc/net/ip_tables_names',
        found: legacy,
        expected: 'no table in use beside those of nftables',
      },
    );
  },
});
