import type { Firewall } from '../facts/firewall.ts';
import type { HostNetwork } from '../facts/host-network.ts';
import type { Versions } from '../facts/versions.ts';
import { type FactState, type Readable, valueOr } from '../model/fact.ts';
import type { TomlSettings } from '../parse/toml.ts';
import { netavarkDriver } from './firewall-driver.ts';
import type { Bridge } from './packet.ts';
import { isActive } from './packet-filter.ts';
import { liveBridges } from './rootful-bridges.ts';

/** What decides which bridges can be judged now. */
export interface BridgeFacts {
  readonly firewall: Readable<Firewall>;
  readonly hostNetwork: Readable<HostNetwork>;
  readonly versions: FactState<Versions>;
  readonly containersConf: FactState<{ readonly settings: TomlSettings }>;
}

/**
 * The bridges whose packets can be walked. Without one that is up, only where starting a container adds
 * nothing that would let its packets pass: netavark with nftables has a table of its own. With iptables it
 * adds rules to the chains that are there, and firewalld is told to trust the network (all measured).
 */
export function bridgesToWalk(facts: BridgeFacts, expected: Bridge): readonly Bridge[] {
  const live = liveBridges(facts.hostNetwork);
  if (live.length > 0) return live;
  const netavark =
    facts.versions.state === 'known' ? facts.versions.value['netavark']?.version : undefined;
  const settings: TomlSettings =
    facts.containersConf.state === 'known' ? facts.containersConf.value.settings : new Map();
  const firewall = valueOr(facts.firewall, undefined);
  if (netavark === undefined || firewall === undefined || isActive(firewall, 'firewalld'))
    return [];
  return netavarkDriver(netavark, settings).name === 'nftables' ? [expected] : [];
}
