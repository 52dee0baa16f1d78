import type { ApparmorProfile, ApparmorProfiles, LoadedProfile } from '../parse/apparmor.ts';
import { attachesTo } from './apparmor.ts';

/** Whether AppArmor lets podman make user namespaces, and what is in the way. */
export type UsernsByApparmor =
  | { readonly kind: 'allowed' | 'noProfile' }
  | { readonly kind: 'denies' | 'notLoaded'; readonly profile: ApparmorProfile }
  | { readonly kind: 'unknown'; readonly because: string };

export interface UsernsCase {
  /** The program, links followed. */
  readonly podman: string;
  readonly facts: ApparmorProfiles;
  /** The kernel lets nobody make them but who has a profile that says so; not root. */
  readonly restricted: boolean;
  /** Profiles that the kernel has; `null` when they are not known. */
  readonly loaded: readonly LoadedProfile[] | null;
}

export const RESTRICTION = 'kernel.apparmor_restrict_unprivileged_userns';

export function usernsByApparmor(one: UsernsCase): UsernsByApparmor {
  const { podman, facts, restricted, loaded } = one;
  const isLoaded = ({ name }: ApparmorProfile): boolean | null =>
    loaded?.some((profile) => profile.name === name) ?? null;
  const active = facts.profiles.filter(({ disabled }) => !disabled);
  const own = active.filter((profile) => attachesTo(profile, podman) === true);
  const confining = own.find(
    (profile) => confines(profile, restricted) && isLoaded(profile) !== false,
  );
  const allowing = own.find(({ allowsUserns }) => allowsUserns);
  if (confining !== undefined && allowing === undefined) {
    return { kind: 'denies', profile: confining };
  }
  if (!restricted) return { kind: 'allowed' };
  if (allowing !== undefined) {
    return isLoaded(allowing) === false
      ? { kind: 'notLoaded', profile: allowing }
      : { kind: 'allowed' };
  }
  return withoutProfile(active, one);
}

function withoutProfile(
  active: readonly ApparmorProfile[],
  { podman, facts }: UsernsCase,
): UsernsByApparmor {
  const dark = active.find((profile) => attachesTo(profile, podman) === null);
  if (dark !== undefined) {
    const because = `${dark.path} attaches by a variable that podready does not know: ${dark.attachment}`;
    return { kind: 'unknown', because };
  }
  const [closed] = facts.denied;
  return closed === undefined
    ? { kind: 'noProfile' }
    : { kind: 'unknown', because: `${closed} may not be read; root may` };
}

/** Whether the profile keeps its program from making user namespaces. */
function confines(
  { allowsUserns, mediatesUserns, flags }: ApparmorProfile,
  restricted: boolean,
): boolean {
  const lenient = flags.includes('complain') || (flags.includes('unconfined') && !restricted);
  return !allowsUserns && mediatesUserns && !lenient;
}
