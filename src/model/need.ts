/** What the host is to do. A check judges against these (see docs/needs.md). */
export const NEED_NAMES = [
  'run',
  'api',
  'boot',
  'remote',
  'rootful',
  'publish',
  'ping',
  'short-names',
  'docker-clients',
  'upgrade',
] as const;

export type NeedName = (typeof NEED_NAMES)[number];

/**
 * Needs that nobody can name alone. Checks that serve no other one are left out of a run that does not
 * ask for them: they would have nothing to judge by.
 */
export const NEEDS_OF_TARGET: ReadonlySet<NeedName> = new Set(['upgrade']);

/** A version that the host is to be upgraded to. */
export interface Target {
  readonly program: 'podman';
  /** As it was asked for: `6`, or `6.1`. */
  readonly version: string;
}

/** A public key that is to be let in. */
export interface AuthorizedKey {
  /** Its type and its base64, as a line of authorized_keys begins. */
  readonly key: string;
  /** `SHA256:…`, as ssh-keygen(1) prints it. */
  readonly fingerprint: string;
}

/** The needs asked for in one run. `ports` holds the host ports of every `publish:PORT`. */
export interface Needs {
  readonly names: ReadonlySet<NeedName>;
  readonly ports: readonly number[];
  /** What `upgrade` is about; given with that need only. */
  readonly target?: Target;
  /** These are all, with `run`: a profile takes the place of what is asked by default. */
  readonly exact?: true;
  /** Keys by which somebody is to log in as the user. */
  readonly keys?: readonly AuthorizedKey[];
}
