import type { Versions } from '../facts/versions.ts';
import type { FactState } from '../model/fact.ts';
import { isAtLeast, type Version } from '../parse/version.ts';

/** The series that the rules know. A later one is judged by the rules of the newest. */
export const OLDEST_MAJOR = 3;
export const NEWEST_MAJOR = 6;

/** What a release of Podman expects of its host. */
export interface PodmanProfile {
  readonly version: Version;
  readonly major: number;
  /** What a rootless container without `--network` is connected by. */
  readonly rootlessNetworkTool: 'slirp4netns' | 'pasta';
  /** All that a rootless container can be connected by. */
  readonly rootlessNetworkTools: readonly ('slirp4netns' | 'pasta')[];
  /** Whether a container whose network tool is missing starts all the same, without a network. */
  readonly startsWithoutNetworkTool: boolean;
  readonly networkBackends: readonly ('cni' | 'netavark')[];
  /** Database of a store that is made now. */
  readonly newDatabase: 'bolt' | 'sqlite';
  /** `frozen`: old databases are used, new ones are refused. */
  readonly boltDatabase: 'supported' | 'frozen' | 'removed';
  readonly cgroupV1: 'supported' | 'deprecated' | 'removed';
  /** Driver that a rootless user without storage.conf gets where the kernel can mount overlay. */
  readonly rootlessDriver: 'overlay' | 'vfs';
  /** Whether the file `defaultNetworkBackend` of the store decides the backend where no setting does. */
  readonly readsBackendFile: boolean;
  /** Whether a boot id that differs from the recorded one stops every command. */
  readonly checksBootId: boolean;
  readonly minimumConmon: string;
  /** Lowest version of conmon that upstream's packages allow; older ones are untested. */
  readonly packagedConmon: string;
  /** Lowest version of crun that reads the configuration that this Podman writes. */
  readonly minimumCrun: string | null;
  /** Lowest version of runc that upstream expects. */
  readonly minimumRunc: string | null;
  /** First number of the versions of netavark and aardvark-dns that go with it; null where any does. */
  readonly netavarkMajor: number | null;
  /**
   * Which main files count. `merged`: all containers.conf, and of the system's storage.conf a user takes
   * the driver only. `first`: the user's file, else that of /etc, else that of /usr/share, as a whole.
   */
  readonly mainFiles: 'merged' | 'first';
  /** Settings of containers.conf that older releases read, and this one does not. */
  readonly formerSettings: readonly string[];
  /** Settings of containers.conf that later releases read, and this one does not. */
  readonly laterSettings: readonly string[];
}

/**
 * The profile of a version: the one place that knows what changed when. Sources:
 *
 * - Release notes of 4.0, 4.8, 5.0, 5.1 and 6.0
 *   (https://github.com/podman-container-tools/podman/blob/main/RELEASE_NOTES.md): backends, databases,
 *   cgroup v1, pasta (an option since 4.4, the default since 5.0), "Netavark and Aardvark v2.0.0".
 * - A missing slirp4netns is an error since pull request 13640; 3.0.1 only printed one (measured).
 * - conmon: `_conmonMin…Version` of common/pkg/config; packages: `Requires: conmon >= 2:2.1.7-2` of
 *   rpm/podman.spec.
 * - crun: Podman 5 writes `ociVersion` 1.2, and crun before 1.14.3 takes only 1.0
 *   (https://github.com/containers/podman/issues/27272); runc:
 *   https://github.com/podman-container-tools/podman/issues/27243.
 * - Backend file: `NetworkBackend` of common/libnetwork/network/interface.go of container-libs.
 * - Boot id: pull request 22278.
 * - Configuration files: containers.conf(5) of container-libs, and
 *   https://github.com/podman-container-tools/podman/issues/29167 for storage.conf.
 *
 * Measured on Debian: 3.0.1 and 4.3.1 make vfs stores, 5.4.2 an overlay store and refuses to make a BoltDB.
 */
export function podmanProfile(version: Version): PodmanProfile {
  const from = (minimum: string): boolean => isAtLeast(version, minimum);
  return {
    version,
    major: version.numbers[0],
    rootlessNetworkTool: from('5.0') ? 'pasta' : 'slirp4netns',
    rootlessNetworkTools: rootlessTools(version),
    startsWithoutNetworkTool: !from('4.1'),
    networkBackends: backends(version),
    newDatabase: from('4.8') ? 'sqlite' : 'bolt',
    ...oldParts(version),
    rootlessDriver: from('5.0') ? 'overlay' : 'vfs',
    readsBackendFile: from('4.0') && !from('6.0'),
    checksBootId: from('5.1'),
    ...helpers(version),
    mainFiles: from('6.0') ? 'first' : 'merged',
    formerSettings: from('6.0') ? FORMER_SETTINGS : [],
    laterSettings: from('4.4') ? [] : SETTINGS_AFTER_4_3,
  };
}

/** The profile of the host's Podman; undefined when its version is not known. */
export function profileOf(versions: FactState<Versions>): PodmanProfile | undefined {
  const version = versions.state === 'known' ? versions.value.podman?.version : undefined;
  return version === undefined ? undefined : podmanProfile(version);
}

/** Of slirp4netns and of CNI: containers.conf(5) of Podman 6 no longer names them. */
const FORMER_SETTINGS = [
  'engine.network_cmd_path',
  'engine.network_cmd_options',
  'network.cni_plugin_dirs',
];

/**
 * In containers.conf(5) of common 0.60, and not in the program of 4.3.1 (looked for there). Which of the releases
 * between was the first is not said: those are believed to know them.
 */
const SETTINGS_AFTER_4_3 = [
  'containers.cgroup_conf',
  'containers.interface_name',
  'containers.label_users',
  'containers.mounts',
  'containers.oom_score_adj',
  'containers.privileged',
  'containers.read_only',
  'engine.add_compression',
  'engine.cdi_spec_dirs',
  'engine.compose_providers',
  'engine.compose_warning_logs',
  'engine.database_backend',
  'engine.events_container_create_inspect_data',
  'engine.healthcheck_events',
  'engine.kube_generate_type',
  'engine.retry',
  'engine.retry_delay',
  'network.default_rootless_network_cmd',
  'network.firewall_driver',
  'network.netavark_plugin_dirs',
  'network.pasta_options',
];

/** Parts that went in two steps: with 5.0 and with 6.0. */
function oldParts(version: Version): Pick<PodmanProfile, 'boltDatabase' | 'cgroupV1'> {
  if (isAtLeast(version, '6.0')) return { boltDatabase: 'removed', cgroupV1: 'removed' };
  return isAtLeast(version, '5.0')
    ? { boltDatabase: 'frozen', cgroupV1: 'deprecated' }
    : { boltDatabase: 'supported', cgroupV1: 'supported' };
}

type HelperVersions = Pick<
  PodmanProfile,
  'minimumConmon' | 'packagedConmon' | 'minimumCrun' | 'minimumRunc' | 'netavarkMajor'
>;

function helpers(version: Version): HelperVersions {
  const is6 = isAtLeast(version, '6.0');
  return {
    minimumConmon: '2.0.1',
    packagedConmon: is6 ? '2.1.7' : '2.0.1',
    minimumCrun: isAtLeast(version, '5.0') ? '1.14.3' : null,
    minimumRunc: is6 ? '1.1.11' : null,
    netavarkMajor: is6 ? 2 : null,
  };
}

/** CNI was the only one, then the old one, then a build option that is off (5.0), then gone (6.0). */
function backends(version: Version): PodmanProfile['networkBackends'] {
  if (isAtLeast(version, '5.0')) return ['netavark'];
  return isAtLeast(version, '4.0') ? ['netavark', 'cni'] : ['cni'];
}

function rootlessTools(version: Version): PodmanProfile['rootlessNetworkTools'] {
  if (isAtLeast(version, '6.0')) return ['pasta'];
  return isAtLeast(version, '4.4') ? ['pasta', 'slirp4netns'] : ['slirp4netns'];
}
