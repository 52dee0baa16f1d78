import type { User } from '../facts/user.ts';
import type { Readable } from '../model/fact.ts';
import { isRoot, type NetworkFacts, podmanNetwork } from './podman-network.ts';
import { rootlessNetwork } from './rootless-network.ts';

/** Why the user's containers are not connected by pasta as it is by itself; `null` when they are. */
export function whyNotDefaultPasta(
  facts: NetworkFacts & { readonly user: Readable<User> },
): string | null {
  const host = podmanNetwork(facts);
  if ('because' in host) return host.because;
  if (isRoot(facts.user)) return 'the target user is root, whose containers are on a bridge';
  const network = rootlessNetwork(host.podman, host.settings);
  if (!('tool' in network) || network.tool !== 'pasta') {
    return 'rootless containers are not connected by pasta';
  }
  return host.settings.has('network.pasta_options')
    ? 'pasta_options of containers.conf may choose the interface and leave addresses out'
    : null;
}
