import type { NetworkConfig } from '../facts/network-config.ts';
import type { CniConfig } from '../parse/cni.ts';

/**
 * Networks of CNI that somebody made. 87-podman-bridge.conflist and 87-podman.conflist are the default
 * network of packages, which Podman has with netavark, too.
 */
export function ownCniNetworks({ cni }: Pick<NetworkConfig, 'cni'>): readonly CniConfig[] {
  return cni.filter(({ path }) => !/\/87-podman[^/]*\.conflist$/u.test(path));
}

/** What messages call networks: their names, or their files where they have none. */
export function networkNames(networks: readonly CniConfig[]): string {
  return networks.map(({ path, name }) => (name === '' ? path : name)).join(', ');
}
