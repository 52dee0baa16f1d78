import type { HostNetwork } from '../facts/host-network.ts';
import type { Readable } from '../model/fact.ts';
import { type Bridge, DEFAULT_BRIDGE } from './packet.ts';
import { podmanBridges } from './packet-filter.ts';

/** The first network that `podman network create` makes: `default_subnet_pools` of containers.conf(5). */
export const FIRST_OWN_BRIDGE: Bridge = { name: 'podman1', subnet: [0x0a_59_00_00, 0x0a_59_00_ff] };

/** Podman's bridges that are up, each with the network that is routed to it. */
export function liveBridges(network: Readable<HostNetwork>): readonly Bridge[] {
  const routes = network.state === 'known' ? network.value.routes : [];
  return podmanBridges(network).flatMap((name): Bridge[] => {
    const route = routes.find(({ device, gateway }) => device === name && gateway === 0);
    return route === undefined ? [] : [{ name, subnet: route.destination }];
  });
}

/** The default bridge as it is, or as it will be. */
export function defaultBridge(network: Readable<HostNetwork>): Bridge {
  return liveBridges(network).find(({ name }) => name.endsWith('podman0')) ?? DEFAULT_BRIDGE;
}
