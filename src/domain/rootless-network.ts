import { stringAt, type TomlSettings } from '../parse/toml.ts';
import { isAtLeast, type Version } from '../parse/version.ts';
import { podmanProfile } from './podman-profile.ts';

export type RootlessTool = 'pasta' | 'slirp4netns';

/** What connects a rootless container to the outside: a program, or a setting that Podman refuses. */
export type RootlessNetwork =
  { readonly tool: RootlessTool; readonly configured: boolean } | { readonly refused: string };

/**
 * The program behind the default network of rootless containers: slirp4netns before Podman 5, pasta
 * since, unless `default_rootless_network_cmd` (4.6 and newer) names the other. Podman 6 has no slirp4netns.
 */
export function rootlessNetwork(podman: Version, settings: TomlSettings): RootlessNetwork {
  const { rootlessNetworkTool: fallback, rootlessNetworkTools } = podmanProfile(podman);
  const wanted = stringAt(settings, 'network.default_rootless_network_cmd');
  if (wanted === undefined || !isAtLeast(podman, '4.6'))
    return { tool: fallback, configured: false };
  const tool = rootlessNetworkTools.find((one) => one === wanted);
  return tool === undefined ? { refused: wanted } : { tool, configured: true };
}
