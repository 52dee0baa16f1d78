import type { FactId } from '../facts/index.ts';
import type { FactState } from '../model/fact.ts';

/** A value of which only text, numbers, lists and objects are left. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainObject;
export interface PlainObject {
  readonly [key: string]: Plain;
}

/**
 * What a fact says of the state of the host: without what differs between two looks at the same state, such as times,
 * process ids, free space and the session that looked. Sets are sorted, and maps by key.
 */
export function steady(fact: FactId, state: FactState<unknown>): Plain {
  switch (state.state) {
    case 'known':
      return plain(state.value, VOLATILE_OF[fact] ?? NOTHING);
    case 'absent':
      return null;
    case 'unreadable':
      return { unreadable: state.reason };
  }
}

/** Members that are volatile in whatever fact they are. */
const VOLATILE: ReadonlySet<string> = new Set([
  'mtime',
  'pid',
  'enteredAt',
  'startedAt',
  'freeBytes',
  'freeInodes',
  'freeKiB',
  // Some file systems make them as they are needed.
  'totalInodes',
]);

const NOTHING: ReadonlySet<string> = new Set();

/** Those of one fact; keys of maps as well. */
const VOLATILE_OF: Readonly<Partial<Record<FactId, ReadonlySet<string>>>> = {
  // Another boot of the same state.
  sysctls: new Set(['kernel.random.boot_id']),
  storage: new Set(['bootId', 'recordedBootId']),
  // The session of this run, and not of the host.
  loginSession: new Set(['id']),
  loginEnv: new Set(['XDG_SESSION_ID', 'SSH_AUTH_SOCK', 'SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY']),
  closingSessions: new Set(['id']),
  // How much of what is allowed is in use.
  limits: new Set(['tasks', 'keys', 'bytes']),
  clock: new Set(['now']),
  // Numbers that the kernel gives out in the order of mounting.
  mounts: new Set(['id', 'parent']),
};

function plain(value: unknown, volatile: ReadonlySet<string>): Plain {
  if (value === null || value === undefined) return null;
  // The number of a peer group of mounts is one of those, too (proc_pid_mountinfo(5)).
  if (typeof value === 'string') return value.replace(/^(?<kind>shared|master):\d+$/u, '$<kind>');
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map((one) => plain(one, volatile));
  if (value instanceof Set) {
    const all = [...value].map((one) => plain(one, volatile));
    return all.toSorted((a, b) => order(JSON.stringify(a), JSON.stringify(b)));
  }
  if (typeof value !== 'object') return '';
  const entries = value instanceof Map ? [...value.entries()] : Object.entries(value);
  return Object.fromEntries(
    entries
      .map(([key, one]): [string, unknown] => [String(key), one])
      .filter(([key, one]) => one !== undefined && !VOLATILE.has(key) && !volatile.has(key))
      .toSorted(([a], [b]) => order(a, b))
      .map(([key, one]) => [key, plain(one, volatile)]),
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** One line for each value, with the way to it: `entries[].start = 100000`. */
export function linesOf(value: Plain, path = ''): readonly string[] {
  if (isList(value)) {
    return value.length === 0
      ? [`${path} = none`]
      : value.flatMap((one) => linesOf(one, `${path}[]`));
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    if (entries.length === 0) return [`${path} = none`];
    return entries.flatMap(([key, one]) => linesOf(one, path === '' ? key : `${path}.${key}`));
  }
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return [path === '' ? text : `${path} = ${text}`];
}

function isList(value: Plain): value is readonly Plain[] {
  return Array.isArray(value);
}
