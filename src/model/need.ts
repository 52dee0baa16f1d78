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
] as const;

export type NeedName = (typeof NEED_NAMES)[number];

/** The needs asked for in one run. `ports` holds the host ports of every `publish:PORT`. */
export interface Needs {
  readonly names: ReadonlySet<NeedName>;
  readonly ports: readonly number[];
}
