import type { Versions } from '../facts/versions.ts';
import type { Readable } from '../model/fact.ts';
import type { Needs, Target } from '../model/need.ts';
import { isAtLeast, parseVersion, upstreamText, type Version } from '../parse/version.ts';
import { type PodmanProfile, podmanProfile } from './podman-profile.ts';

/** An upgrade to judge, or why there is none. */
export type Upgrade =
  | {
      /** What the Podman to come expects of the host. */
      readonly to: PodmanProfile;
      /** What it is called in messages: `Podman 6`. */
      readonly name: string;
      /** The Podman of now; undefined when there is none, or it does not say its version. */
      readonly from: Version | undefined;
    }
  | { readonly because: string };

/** The upgrade that was asked for. A host that has the target already is judged by all other checks. */
export function upgradeOf(
  { target }: Pick<Needs, 'target'>,
  versions: Readable<Versions>,
): Upgrade {
  const to = target === undefined ? undefined : targetVersion(target);
  if (target === undefined || to === undefined) return { because: 'no upgrade was asked for' };
  const from = versions.state === 'known' ? versions.value.podman?.version : undefined;
  if (from !== undefined && isAtLeast(from, to.text)) {
    return { because: `Podman ${upstreamText(from)} is installed already` };
  }
  return { to: podmanProfile(to), name: `Podman ${target.version}`, from };
}

/** A major version alone stands for its first release. */
function targetVersion({ version }: Target): Version | undefined {
  return parseVersion(version.includes('.') ? version : `${version}.0`);
}

/** The oldest netavark that a Podman goes with; undefined where any does. */
export function netavarkOf({ netavarkMajor }: PodmanProfile): Version | undefined {
  return netavarkMajor === null ? undefined : parseVersion(`${netavarkMajor}.0.0`);
}
