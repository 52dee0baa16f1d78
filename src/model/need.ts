/** What the host is to do. A check judges against these (see docs/needs.md). */
export type NeedName =
  'run' | 'api' | 'boot' | 'remote' | 'rootful' | 'publish' | 'short-names' | 'docker-clients';

export const NEED_NAMES: readonly NeedName[] = [
  'run',
  'api',
  'boot',
  'remote',
  'rootful',
  'publish',
  'short-names',
  'docker-clients',
];

/** The needs asked for in one run. `ports` holds the host ports of every `publish:PORT`. */
export interface Needs {
  readonly names: ReadonlySet<NeedName>;
  readonly ports: readonly number[];
}
