import type { ConfiguredPaths } from '../facts/configured-paths.ts';
import type { NetworkConfig } from '../facts/network-config.ts';
import type { Tools } from '../facts/tools.ts';
import type { User } from '../facts/user.ts';
import type { Versions } from '../facts/versions.ts';
import type { FactState, Readable } from '../model/fact.ts';
import { stringAt, type TomlSettings } from '../parse/toml.ts';
import type { Version } from '../parse/version.ts';
import {
  type BackendChoice,
  backendOf,
  chooseBackend,
  type NetworkBackend,
} from './network-backend.ts';
import type { RootlessTool } from './rootless-network.ts';

/** The facts behind every check of container networks. */
export interface NetworkFacts {
  readonly versions: Readable<Versions>;
  readonly tools: Readable<Tools>;
  readonly containersConf: Readable<{ readonly settings: TomlSettings }>;
}

/** Podman and its settings, or why there is nothing to judge. */
export type PodmanNetwork =
  | { readonly podman: Version; readonly settings: TomlSettings; readonly tools: Tools }
  | { readonly because: string };

/** Podman's version, its configuration and its helpers; checks of a missing Podman say the rest. */
export function podmanNetwork({ versions, tools, containersConf }: NetworkFacts): PodmanNetwork {
  const podman = versions.state === 'known' ? versions.value['podman']?.version : undefined;
  if (podman === undefined || tools.state !== 'known') return { because: 'podman is not there' };
  const settings: TomlSettings =
    containersConf.state === 'known' ? containersConf.value.settings : new Map();
  return { podman, settings, tools: tools.value };
}

/** The backend and who chose it. */
export interface UsedBackend {
  readonly choice: BackendChoice;
  /** Undefined when Podman refuses the choice. */
  readonly backend: NetworkBackend | undefined;
}

/** Which backend Podman uses for the target user. */
export function usedBackend(
  { podman, settings, tools }: Exclude<PodmanNetwork, { readonly because: string }>,
  { backendFile }: NetworkConfig,
): UsedBackend {
  const choice = chooseBackend({
    podman,
    settings,
    backendFile,
    hasNetavark: tools.paths.netavark !== undefined,
  });
  return { choice, backend: backendOf(choice, podman) };
}

/**
 * Whether Podman finds a helper: in its own directories or on the PATH, or where `helper_binaries_dir`
 * points (`FindHelperBinary` of common/pkg/config). `null` when that setting could not be followed, or when
 * the paths are in Podman itself.
 */
export function hasHelper(
  name: 'netavark' | 'aardvark-dns' | 'pasta' | 'slirp4netns',
  { settings, tools }: Exclude<PodmanNetwork, { readonly because: string }>,
  configuredPaths: FactState<ConfiguredPaths>,
): boolean | null {
  if (tools.paths[name] !== undefined) return true;
  if (tools.store !== null) return null;
  if (!settings.has('engine.helper_binaries_dir')) return false;
  if (configuredPaths.state !== 'known') return null;
  return [...configuredPaths.value].some(
    ([path, kind]) => path.endsWith(`/${name}`) && kind === 'program',
  );
}

/**
 * Whether Podman finds what connects rootless containers. `network_cmd_path` names slirp4netns itself, and then
 * nothing else is looked for (`Setup` of common/libnetwork/slirp4netns).
 */
export function hasRootlessTool(
  tool: RootlessTool,
  host: Exclude<PodmanNetwork, { readonly because: string }>,
  configuredPaths: FactState<ConfiguredPaths>,
): boolean | null {
  const named = tool === 'slirp4netns' ? stringAt(host.settings, 'engine.network_cmd_path') : '';
  if (named === undefined || named === '') return hasHelper(tool, host, configuredPaths);
  const kind = configuredPaths.state === 'known' ? configuredPaths.value.get(named) : undefined;
  return kind === undefined || kind === 'denied' ? null : kind === 'program';
}

/** Whether root's containers are meant: they are on a bridge, and need none of the rootless helpers. */
export function isRoot(user: Readable<User>): boolean {
  return user.state === 'known' && user.value.uid === 0;
}
