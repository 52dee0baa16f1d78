import type { Firewall } from '../facts/firewall.ts';
import type { HostNetwork } from '../facts/host-network.ts';
import type { PacketRules } from '../facts/packet-rules.ts';
import type { Evidence, Finding, MessageData } from '../model/check.ts';
import type { FactState, Readable } from '../model/fact.ts';
import type { Chain } from '../parse/packet-rules.ts';
import type { Journey } from './packet.ts';
import { type PacketEnd, walk } from './packet-walk.ts';

/** The rules to walk, or why nobody can tell. */
export type KnownChains = { readonly chains: readonly Chain[] } | { readonly because: string };

/**
 * The rules of the kernel. Without root they are known in one case only: the kernel has neither
 * nf_tables nor a table of iptables-legacy, so there are none.
 */
export function knownChains(
  firewall: Readable<Firewall>,
  rules: FactState<PacketRules>,
): KnownChains {
  if (rules.state === 'known') {
    const [missing] = rules.value.missing;
    return missing === undefined
      ? { chains: rules.value.chains }
      : { because: `not all rules of the packet filter could be read: ${missing}` };
  }
  if (firewall.state === 'known' && hasNoRules(firewall.value)) return { chains: [] };
  const manager = firewall.state === 'known' ? managerOf(firewall.value) : undefined;
  const who = manager === undefined ? '' : `; ${manager} is in use`;
  return { because: `only root can read the rules of the packet filter${who} (${rules.because})` };
}

/** The message ids of every check that walks a packet: who owns the rule decides what to type. */
export type DropMessage = 'byUfw' | 'byFirewalld' | 'byNft' | 'byIptables';

/** What became of the packets: the drops, and why the first that is not decided is not. */
export interface WalkResult {
  readonly drops: readonly Finding<DropMessage>[];
  readonly unclear: string | undefined;
  /** A rule that gives the packet another destination. */
  readonly rewritten: string | undefined;
}

/** Walks every journey; `data` is added to what a drop's message says. */
export function walkAll(
  journeys: readonly { readonly journey: Journey; readonly data: MessageData }[],
  chains: readonly Chain[],
): WalkResult {
  const drops: Finding<DropMessage>[] = [];
  let unclear: string | undefined;
  let rewritten: string | undefined;
  for (const { journey, data } of journeys) {
    const fate = walk(journey, chains);
    if (fate.outcome === 'dropped') drops.push(findingOf(journey, fate.by, chains, data));
    else if (fate.outcome === 'unknown') unclear ??= `${journey.title}: ${fate.because}`;
    else if (fate.outcome === 'rewritten') {
      rewritten ??= `${journey.title} is sent elsewhere by “${fate.by.rule}” in ${fate.by.table} ${fate.by.chain}`;
    }
  }
  return { drops, unclear, rewritten };
}

/** The messages of a check that walks packets; `what` names the packet in its data. */
export const DROP_MESSAGES: Readonly<Record<DropMessage, string>> = {
  byUfw: '{{what}} is dropped by ufw: “{{rule}}” in chain {{chain}} of {{table}}.',
  byFirewalld: '{{what}} is refused by firewalld: “{{rule}}” in chain {{chain}} of {{table}}.',
  byNft:
    '{{what}} is dropped by “{{rule}}” in chain {{chain}} of nftables table {{family}} {{table}}.',
  byIptables: '{{what}} is dropped by “{{rule}}” in chain {{chain}} of {{tool}} table {{table}}.',
};

function findingOf(
  journey: Journey,
  { table, chain, rule }: PacketEnd,
  chains: readonly Chain[],
  data: MessageData,
): Finding<DropMessage> {
  const [family = '', name = ''] = table.split(' ');
  const evidence: Evidence = {
    kind: 'kernel',
    where: `${table} ${chain}`,
    found: rule,
    expected: 'a rule that accepts it, or no rule that drops it',
  };
  const said = { ...data, what: capital(journey.title), rule, chain };
  const isUfw = chains.some((one) => one.table === table && one.name.startsWith('ufw-'));
  if (isUfw) return { messageId: 'byUfw', data: { ...said, table }, evidence: [evidence] };
  if (name === 'firewalld' || name.startsWith('firewalld_')) {
    return { messageId: 'byFirewalld', data: { ...said, table }, evidence: [evidence] };
  }
  return family.startsWith('iptables-')
    ? {
        messageId: 'byIptables',
        data: { ...said, tool: family, table: name },
        evidence: [evidence],
      }
    : { messageId: 'byNft', data: { ...said, family, table: name }, evidence: [evidence] };
}

/** Podman's bridges of rootful containers, `podman0` by netavark and `cni-podman0` by CNI. */
export function podmanBridges(network: Readable<HostNetwork>): readonly string[] {
  return network.state === 'known'
    ? network.value.bridges.filter((name) => /^(?:cni-)?podman\d+$/u.test(name))
    : [];
}

/** The card with the IPv4 default route. */
export function uplinkOf(network: Readable<HostNetwork>): string | undefined {
  return network.state === 'known'
    ? network.value.routes.find(({ isDefault }) => isDefault)?.device
    : undefined;
}

/** Whether a unit runs; one that was not asked for is not active. */
export function isActive({ units }: Firewall, name: string): boolean {
  return units.some((unit) => unit.name === name && unit.active === 'active');
}

function hasNoRules({ nfTables, legacyTables }: Firewall): boolean {
  return nfTables === false && legacyTables.length === 0;
}

function managerOf(firewall: Firewall): string | undefined {
  if (isActive(firewall, 'firewalld')) return 'firewalld';
  return firewall.lines.some(
    ({ file, text }) => file === '/etc/ufw/ufw.conf' && /^ENABLED=["']?yes/iu.test(text),
  )
    ? 'ufw'
    : undefined;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
