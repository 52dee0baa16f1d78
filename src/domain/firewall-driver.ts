import { type TomlSettings, stringAt } from '../parse/toml.ts';
import { isAtLeast, type Version } from '../parse/version.ts';

/** How netavark writes its rules, and the program that it runs for that. */
export interface FirewallDriver {
  readonly name: string;
  /** Programs of which one must be there; none for firewalld and none. */
  readonly programs: readonly ('nft' | 'iptables')[];
  /** Whether this netavark knows the name. */
  readonly isSupported: boolean;
}

/**
 * The driver: `firewall_driver` of containers.conf, else what netavark was built with. Upstream had
 * only iptables before 1.10, both until 2.0 (the default is the packager's choice), and has no iptables
 * since (src/firewall/mod.rs of netavark). Measured: Debian's 1.4 runs iptables, its 1.14 runs nft.
 */
export function netavarkDriver(netavark: Version, settings: TomlSettings): FirewallDriver {
  const wanted = stringAt(settings, 'network.firewall_driver')?.toLowerCase();
  if (wanted !== undefined) {
    const programs = PROGRAMS[wanted];
    const isGone = wanted === 'iptables' && isAtLeast(netavark, '2.0.0');
    const isTooNew = wanted === 'nftables' && !isAtLeast(netavark, '1.10.0');
    return {
      name: wanted,
      programs: programs ?? [],
      isSupported: programs !== undefined && !isGone && !isTooNew,
    };
  }
  if (!isAtLeast(netavark, '1.10.0'))
    return { name: 'iptables', programs: ['iptables'], isSupported: true };
  if (isAtLeast(netavark, '1.14.0'))
    return { name: 'nftables', programs: ['nft'], isSupported: true };
  return { name: 'default', programs: ['nft', 'iptables'], isSupported: true };
}

const PROGRAMS: Readonly<Record<string, FirewallDriver['programs']>> = {
  iptables: ['iptables'],
  nftables: ['nft'],
  firewalld: [],
  none: [],
};
