import { toRootlessPort } from '../src/domain/packet.ts';
import { type DropMessage, knownChains, uplinkOf, walkAll } from '../src/domain/packet-filter.ts';
import type { Finding } from '../src/model/check.ts';
import type { Chain } from '../src/parse/packet-rules.ts';
import {
  blocked,
  change,
  defineFix,
  manual,
  noop,
  type Plan,
  type RunStep,
} from '../src/model/fix.ts';

/**
 * By the program that owns the rule: a rule beside its own would be gone with its next reload. Where nobody but
 * the administrator owns the rules, only the administrator knows the file that they come from.
 */
export const firewallPort = defineFix({
  meta: {
    id: 'firewall-port',
    title: 'Open published ports in the firewall',
    description:
      'Lets firewalld, or ufw, accept connections from other hosts to the ports that rootless containers publish.',
    effect: 'loosens',
    gains: 'every host that reaches this one can connect to the published ports',
    after: [],
    since: '0.1.0',
    references: [
      'https://firewalld.org/documentation/man-pages/firewall-cmd.html',
      'https://manpages.debian.org/trixie/ufw/ufw.8.en.html',
    ],
  },
  requires: ['firewall', 'hostNetwork', 'packetRules', 'systemUnits'],
  plan({ firewall, hostNetwork, packetRules, systemUnits }, { ports }) {
    if (ports.length === 0) return noop('no port is to be published');
    const rules = knownChains(firewall, packetRules);
    if ('because' in rules) return blocked(rules.because);
    const uplink = uplinkOf(hostNetwork);
    const drops = ports.flatMap((port) => {
      const journeys = [{ journey: toRootlessPort(port, uplink), data: { port } }];
      return walkAll(journeys, rules.chains).drops.map((drop) => ({ port, drop }));
    });
    if (drops.length === 0) return noop('the firewall drops nothing that is to arrive');
    if (systemUnits.state === 'absent') {
      return manual(`${systemUnits.because}: nothing could take it back`);
    }
    return planDrops(drops, rules.chains);
  },
});

interface Dropped {
  readonly port: number;
  readonly drop: Finding<DropMessage>;
}

function planDrops(drops: readonly Dropped[], chains: readonly Chain[]): Plan {
  const opened = drops.map((one) => openingOf(one, chains));
  const other = opened.find((one) => 'because' in one);
  if (other !== undefined && 'because' in other) return manual(other.because, ...other.commands);
  const [first, ...rest] = opened.flatMap((one) => ('steps' in one ? one.steps : []));
  return first === undefined
    ? noop('there is nothing to open')
    : change([first, ...rest], { notes: [NOTE] });
}

const NOTE =
  'After each rule a new connection over the same route has to confirm it within 60 s; else the host takes it back by itself.';

type Opening =
  | { readonly steps: readonly RunStep[] }
  | { readonly because: string; readonly commands: readonly string[] };

function openingOf(
  { port, drop: { messageId, data = {} } }: Dropped,
  chains: readonly Chain[],
): Opening {
  const chain = String(data['chain']);
  const because = `port ${port} is dropped by “${String(data['rule'])}” in chain ${chain}, which somebody wrote`;
  if (messageId === 'byUfw') {
    // A rule of its own for this port would be replaced, and nobody could put it back.
    if (chain.startsWith('ufw-user-')) return { because, commands: ['sudo ufw status numbered'] };
    return { steps: [ufwStep(port)] };
  }
  const zone = zoneOf(chain, String(data['rule']), chains);
  if (messageId === 'byFirewalld' && zone !== undefined)
    return { steps: firewalldSteps(port, zone) };
  const list =
    messageId === 'byFirewalld' ? 'sudo firewall-cmd --list-all-zones' : 'sudo nft list ruleset';
  return { because, commands: [list] };
}

/**
 * The zone whose rules refused the packet. Up to firewalld 1 that is done in the zone's own chain; since 2.0 in the
 * chain that calls it, by the rule after the call.
 */
function zoneOf(chain: string, rule: string, chains: readonly Chain[]): string | undefined {
  const own = ZONE.exec(chain)?.groups?.['zone'];
  if (own !== undefined) return own;
  const { rules = [] } =
    chains.find(({ table, name }) => table === 'inet firewalld' && name === chain) ?? {};
  const before = rules[rules.findIndex(({ text }) => text === rule) - 1];
  const [call] = before?.steps.flatMap((one) => (one.kind === 'jump' ? [one.chain] : [])) ?? [];
  return ZONE.exec(call ?? '')?.groups?.['zone'];
}

/** Not the chains within a zone, such as filter_IN_public_deny, nor those of policies. */
const ZONE = /^filter_IN_(?<zone>[A-Za-z\d-]+)$/u;

const BASE = { kind: 'run', as: 'root', effect: 'loosens' } as const;

function ufwStep(port: number): RunStep {
  return {
    ...BASE,
    guard: 'firewall',
    undo: 'equivalent',
    summary: `Let ufw accept connections to port ${port}`,
    argv: ['ufw', 'allow', `${port}/tcp`],
    undoArgv: ['ufw', 'delete', 'allow', `${port}/tcp`],
  };
}

/** First what runs: only what is proven there is made to last. */
function firewalldSteps(port: number, zone: string): readonly RunStep[] {
  const add = [`--zone=${zone}`, `--add-port=${port}/tcp`] as const;
  const remove = [`--zone=${zone}`, `--remove-port=${port}/tcp`] as const;
  return [
    {
      ...BASE,
      guard: 'firewall',
      undo: 'exact',
      summary: `Let firewalld accept connections to port ${port} in zone ${zone}`,
      argv: ['firewall-cmd', ...add],
      undoArgv: ['firewall-cmd', ...remove],
    },
    {
      ...BASE,
      undo: 'equivalent',
      summary: `Let it do so from the next start on`,
      argv: ['firewall-cmd', '--permanent', ...add],
      undoArgv: ['firewall-cmd', '--permanent', ...remove],
    },
  ];
}
