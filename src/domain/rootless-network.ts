import { stringAt, type TomlSettings } from '../parse/toml.ts';
import type { Version } from '../parse/version.ts';

export type RootlessTool = 'pasta' | 'slirp4netns';

/** What connects a rootless container to the outside: a program, or a setting that Podman refuses. */
export type RootlessNetwork =
  { readonly tool: RootlessTool; readonly configured: boolean } | { readonly refused: string };

/**
 * The program behind the default network of rootless containers: slirp4netns before Podman 5, pasta
 * since, unless `default_rootless_network_cmd` (4.6 and newer) names the other. Podman 6 has no slirp4netns.
 */
export function rootlessNetwork(podman: Version, settings: TomlSettings): RootlessNetwork {
  const [major, minor = 0] = podman.numbers;
  const fallback: RootlessTool = major >= 5 ? 'pasta' : 'slirp4netns';
  const wanted = stringAt(settings, 'network.default_rootless_network_cmd');
  const isRead = major >= 5 || (major === 4 && minor >= 6);
  if (wanted === undefined || !isRead) return { tool: fallback, configured: false };
  if (wanted === 'pasta') return { tool: 'pasta', configured: true };
  return wanted === 'slirp4netns' && major < 6
    ? { tool: 'slirp4netns', configured: true }
    : { refused: wanted };
}
