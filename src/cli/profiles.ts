import { nearest } from '../domain/nearest.ts';
import type { Needs } from '../model/need.ts';
import { UsageError } from '../model/usage-error.ts';
import { parseNeeds } from './needs.ts';

/** Sets of needs by name; each takes the place of what is asked by default. */
export type Profiles = ReadonlyMap<string, readonly string[]>;

/** Those that podready brings. `run` is in every profile. */
export const PROFILES: Profiles = new Map([
  ['ci', ['run']],
  ['server', ['run', 'boot']],
  ['desktop', ['run', 'ping', 'short-names', 'docker-clients']],
  ['remote-api', ['run', 'api', 'boot', 'remote']],
]);

/** Adds the needs of a profile. Throws a `UsageError` with the nearest name. */
export function withProfile(needs: Needs, name: string | null, profiles: Profiles): Needs {
  if (name === null) return needs;
  const profile = profiles.get(name);
  if (profile === undefined) throw unknownProfile(name, profiles);
  const { names, ports } = parseNeeds(profile);
  return {
    ...needs,
    names: new Set([...names, ...needs.names]),
    ports: [...new Set([...ports, ...needs.ports])].toSorted((a, b) => a - b),
    exact: true,
  };
}

function unknownProfile(name: string, profiles: Profiles): UsageError {
  const known = [...profiles.keys()];
  const hint = nearest(name, known);
  return new UsageError(
    hint === undefined
      ? `--profile ${name}: expected one of ${known.join(', ')}`
      : `--profile ${name}: there is no such profile; did you mean '${hint}'?`,
  );
}
