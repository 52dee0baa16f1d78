import type { Versions } from '../facts/versions.ts';
import type { FactState } from '../model/fact.ts';
import { isAtLeast, type Version } from '../parse/version.ts';

/** What a release of Podman expects of its host. */
export interface PodmanProfile {
  readonly version: Version;
  readonly major: number;
  /** What a rootless container without `--network` is connected by. */
  readonly rootlessNetworkTool: 'slirp4netns' | 'pasta';
  readonly networkBackends: readonly ('cni' | 'netavark')[];
  /** Database of a store that is made now. */
  readonly newDatabase: 'bolt' | 'sqlite';
  /** `frozen`: old databases are used, new ones are refused. */
  readonly boltDatabase: 'supported' | 'frozen' | 'removed';
  readonly cgroupV1: 'supported' | 'deprecated' | 'removed';
  /** Driver that a rootless user without storage.conf gets where the kernel can mount overlay. */
  readonly rootlessDriver: 'overlay' | 'vfs';
  /** Whether a boot id that differs from the recorded one stops every command. */
  readonly checksBootId: boolean;
  readonly minimumConmon: string;
  /** Lowest version of crun that reads the configuration that this Podman writes. */
  readonly minimumCrun: string | null;
  /** First number of the versions of netavark and aardvark-dns that go with it; null where any does. */
  readonly netavarkMajor: number | null;
}

/**
 * The profile of a version. Sources: the release notes of 4.0, 4.8, 5.0, 5.1 and 6.0
 * (https://github.com/containers/podman/blob/main/RELEASE_NOTES.md); conmon: `_conmonMin…Version` of
 * common/pkg/config; crun: Podman 5 writes `ociVersion` 1.2, and crun before 1.14.3 takes only 1.0
 * (https://github.com/containers/podman/issues/27272); boot id: pull request 22278. Measured on
 * Debian: 3.0.1 and 4.3.1 make vfs stores, 5.4.2 an overlay store and refuses to make a BoltDB.
 */
export function podmanProfile(version: Version): PodmanProfile {
  const from = (minimum: string): boolean => isAtLeast(version, minimum);
  return {
    version,
    major: version.numbers[0],
    rootlessNetworkTool: from('5.0') ? 'pasta' : 'slirp4netns',
    networkBackends: backends(version),
    newDatabase: from('4.8') ? 'sqlite' : 'bolt',
    boltDatabase: from('6.0') ? 'removed' : from('5.0') ? 'frozen' : 'supported',
    cgroupV1: from('6.0') ? 'removed' : from('5.0') ? 'deprecated' : 'supported',
    rootlessDriver: from('5.0') ? 'overlay' : 'vfs',
    checksBootId: from('5.1'),
    minimumConmon: '2.0.1',
    minimumCrun: from('5.0') ? '1.14.3' : null,
    netavarkMajor: from('6.0') ? 2 : null,
  };
}

/** The profile of the host's Podman; undefined when its version is not known. */
export function profileOf(versions: FactState<Versions>): PodmanProfile | undefined {
  const version = versions.state === 'known' ? versions.value.podman?.version : undefined;
  return version === undefined ? undefined : podmanProfile(version);
}

/** CNI was the only one, then the old one, then a build option, then gone. */
function backends(version: Version): PodmanProfile['networkBackends'] {
  if (isAtLeast(version, '6.0')) return ['netavark'];
  return isAtLeast(version, '4.0') ? ['netavark', 'cni'] : ['cni'];
}
