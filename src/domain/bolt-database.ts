import type { Storage } from '../parse/storage.ts';
import type { TomlSettings } from '../parse/toml.ts';
import type { PodmanProfile } from './podman-profile.ts';

/** Where a BoltDB is in the graph root. */
const BOLT = 'libpod/bolt_state.db';

/** A BoltDB that stops Podman: `beside` a database of SQLite, or `alone`. */
export interface StrayBolt {
  readonly path: string;
  readonly place: 'alone' | 'beside';
}

/** The BoltDB of a store; null when there is none. */
export function boltOf({ graphRoot, entries }: Storage): StrayBolt | null {
  if (!entries.includes(BOLT)) return null;
  const place = entries.includes('db.sql') ? 'beside' : 'alone';
  return { path: `${graphRoot}/${BOLT}`, place };
}

/**
 * The BoltDB at which a Podman without BoltDB stops. `getDBState` of libpod/runtime.go looks for the
 * file, whatever else is there, unless the configuration asks for SQLite by name.
 */
export function strayBolt(
  { boltDatabase }: PodmanProfile,
  store: Storage | null,
  settings: TomlSettings,
): StrayBolt | null {
  if (boltDatabase !== 'removed' || store === null || asksForSqlite(settings)) return null;
  return boltOf(store);
}

/** Whether `database_backend` names SQLite; then nothing looks for a BoltDB. */
export function asksForSqlite(settings: TomlSettings): boolean {
  return settings.get('engine.database_backend')?.value === 'sqlite';
}
