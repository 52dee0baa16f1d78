import type { NetworkConfig } from '../facts/network-config.ts';
import { stringAt, type TomlSettings } from '../parse/toml.ts';
import { compareVersions, parseVersion, type Version } from '../parse/version.ts';
import { podmanProfile } from './podman-profile.ts';

export type NetworkBackend = 'cni' | 'netavark';

/** Who decided which backend Podman uses. */
export type BackendChoice =
  /** `network_backend` in containers.conf. */
  | { readonly by: 'configuration'; readonly value: string }
  /** `defaultNetworkBackend` in the graph root. */
  | { readonly by: 'file'; readonly value: string }
  /** This Podman has only one. */
  | { readonly by: 'version'; readonly value: NetworkBackend }
  /** Nobody yet: it will be netavark if that is there, else CNI. */
  | { readonly by: 'default'; readonly value: NetworkBackend };

/** What decides the backend. */
export interface BackendFacts {
  readonly podman: Version;
  readonly settings: TomlSettings;
  readonly backendFile: NetworkConfig['backendFile'];
  readonly hasNetavark: boolean;
}

/**
 * The backend as `NetworkBackend` and `defaultNetworkBackend` of libnetwork/network/interface.go choose
 * it. Podman 3 has only CNI. Podman 5 is built without CNI: it refuses `network_backend="cni"`, but takes
 * a file that says `cni` for netavark (measured with 5.4.2). Podman 6 reads no such file.
 */
export function chooseBackend(facts: BackendFacts): BackendChoice {
  const { networkBackends, readsBackendFile } = podmanProfile(facts.podman);
  if (!networkBackends.includes('netavark')) return { by: 'version', value: 'cni' };
  const configured = stringAt(facts.settings, 'network.network_backend');
  if (configured !== undefined) return { by: 'configuration', value: configured };
  if (readsBackendFile && facts.backendFile.status === 'ok') {
    return { by: 'file', value: facts.backendFile.value };
  }
  if (!networkBackends.includes('cni')) return { by: 'version', value: 'netavark' };
  return { by: 'default', value: facts.hasNetavark ? 'netavark' : 'cni' };
}

/** The backend that comes of a choice; undefined when Podman refuses it. */
export function backendOf(
  { by, value }: BackendChoice,
  podman: Version,
): NetworkBackend | undefined {
  if (value !== 'cni' && value !== 'netavark') return undefined;
  if (value === 'netavark' || podmanProfile(podman).networkBackends.includes(value)) return value;
  return by === 'file' ? 'netavark' : undefined;
}

/** The newest version in a list such as that of a CNI plugin; undefined when there is none. */
export function newestVersion(versions: readonly string[]): Version | undefined {
  return versions
    .map(parseVersion)
    .filter((version) => version !== undefined)
    .toSorted(compareVersions)
    .at(-1);
}
