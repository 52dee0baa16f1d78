import type { FactState, Readable } from '../model/fact.ts';
import type { IdsInUse } from '../parse/ids-in-use.ts';
import { type IdBounds, LOGIN_DEFS_DEFAULTS, type LoginDefs } from '../parse/login-defs.ts';
import type { Nsswitch } from '../parse/nsswitch.ts';
import { LAST_ID, type SubidEntry, type Subids } from '../parse/subid.ts';

/** How many useradd(8) delegates (login.defs(5)). */
export const IDS_NEEDED = 65_536;

/** Ids of an image go up to 65534 (`nobody`), and 0 is the user. Podman's own image has no more for its user. */
export const IDS_ENOUGH = 65_534;

export type SubidFileName = 'subuid' | 'subgid';

/** A run of ids. */
export interface IdRange {
  readonly start: number;
  readonly count: number;
}

/** Who asks: shadow takes an entry by login name, or by uid in decimal, in both files. */
export interface SubidOwner {
  readonly name: string;
  readonly uid: number;
}

/** The entries that are the owner's. */
export function entriesOf(
  entries: readonly SubidEntry[],
  { name, uid }: SubidOwner,
): readonly SubidEntry[] {
  return entries.filter(({ owner }) => owner === name || owner === String(uid));
}

/** How many different ids the ranges hold. */
export function countIds(ranges: readonly IdRange[]): number {
  return mergeRanges(ranges).reduce((sum, { count }) => sum + count, 0);
}

/** The same ids in ascending runs that neither touch nor overlap. */
export function mergeRanges(ranges: readonly IdRange[]): readonly IdRange[] {
  const merged: { start: number; count: number }[] = [];
  for (const { start, count } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && start <= last.start + last.count) {
      last.count = Math.max(last.count, start + count - last.start);
    } else merged.push({ start, count });
  }
  return merged;
}

/** The ids that both have, or `null`. */
export function intersection(a: IdRange, b: IdRange): IdRange | null {
  const start = Math.max(a.start, b.start);
  const end = Math.min(a.start + a.count, b.start + b.count);
  return end > start ? { start, count: end - start } : null;
}

/** `100000-165535`, as usermod(8) takes it. */
export function formatRange({ start, count }: IdRange): string {
  return `${start}-${start + count - 1}`;
}

/** What a host delegates to the target user in one of the two files, or the source in their place. */
export type Delegation =
  | { readonly source: 'file'; readonly entries: readonly SubidEntry[] }
  | { readonly source: 'getsubids'; readonly entries: readonly SubidEntry[] }
  | { readonly source: 'unknown'; readonly because: string };

/**
 * What counts for the owner: the file, or what getsubids(1) says where nsswitch.conf names another
 * source than files.
 */
export function delegationOf(
  which: SubidFileName,
  file: Readable<Subids>,
  nsswitch: FactState<Nsswitch>,
  owner: SubidOwner,
): Delegation {
  const lookup = nsswitch.state === 'known' ? nsswitch.value.lookup : null;
  if (nsswitch.state === 'unreadable') return { source: 'unknown', because: nsswitch.because };
  if (lookup?.outcome === 'missing-tool') {
    const because = 'nsswitch.conf takes subordinate ids from elsewhere, and getsubids is missing';
    return { source: 'unknown', because };
  }
  if (lookup !== null) {
    return { source: 'getsubids', entries: which === 'subuid' ? lookup.uids : lookup.gids };
  }
  const entries = file.state === 'known' ? file.value.entries : [];
  return { source: 'file', entries: entriesOf(entries, owner) };
}

/** Everything that says which ids are taken. */
export interface IdSpace {
  readonly subuid: Subids;
  readonly subgid: Subids;
  readonly inUse: IdsInUse;
  /** `null` where the host has no login.defs. */
  readonly bounds: LoginDefs | null;
}

/**
 * The first block of ids that nobody has: outside every range of both files (also those that a
 * malformed line means), outside every account and group, and within the bounds of login.defs(5).
 */
export function findFreeBlock(space: IdSpace, count: number): IdRange | null {
  const { subUids, subGids, uids, gids } = space.bounds ?? LOGIN_DEFS_DEFAULTS;
  const within: IdBounds = {
    min: Math.max(subUids.min, subGids.min),
    max: Math.min(subUids.max, subGids.max, LAST_ID),
  };
  const taken = mergeRanges([
    ...takenIn(space.subuid),
    ...takenIn(space.subgid),
    ...[...space.inUse.uids, ...space.inUse.gids].map(({ id }) => ({ start: id, count: 1 })),
    // Ids that useradd(8) will give to accounts to come.
    rangeOf(uids),
    rangeOf(gids),
  ]);
  let start = within.min;
  for (const range of taken) {
    if (range.start >= start + count) break;
    start = Math.max(start, range.start + range.count);
  }
  return start + count - 1 <= within.max ? { start, count } : null;
}

/** Lines to add so that the owner has enough in both files. */
export type Allocation =
  | { readonly outcome: 'enough' }
  | ({ readonly outcome: 'add'; readonly files: readonly SubidFileName[] } & IdRange)
  | { readonly outcome: 'none-free'; readonly because: string };

/**
 * What to add for the owner. A file that alone falls short receives the block that the other one has,
 * if it is free there; otherwise both receive a new one.
 */
export function allocationFor(owner: SubidOwner, space: IdSpace): Allocation {
  const [uids, gids] = [
    entriesOf(space.subuid.entries, owner),
    entriesOf(space.subgid.entries, owner),
  ];
  const [uidsShort, gidsShort] = [countIds(uids) < IDS_ENOUGH, countIds(gids) < IDS_ENOUGH];
  if (!uidsShort && !gidsShort) return { outcome: 'enough' };
  const lacking: SubidFileName = uidsShort ? 'subuid' : 'subgid';
  const mirrored =
    uidsShort === gidsShort ? undefined : mirrorable(lacking, uidsShort ? gids : uids, space);
  if (mirrored !== undefined) {
    const { start, count } = mirrored;
    return { outcome: 'add', files: [lacking], start, count };
  }
  const block = findFreeBlock(space, IDS_NEEDED);
  if (block === null) {
    const because = `no ${IDS_NEEDED} consecutive ids are free within the bounds of /etc/login.defs`;
    return { outcome: 'none-free', because };
  }
  return { outcome: 'add', files: ['subuid', 'subgid'], ...block };
}

/** The first of the other file's blocks that is large enough, and free in the file that lacks one. */
function mirrorable(
  lacking: SubidFileName,
  others: readonly SubidEntry[],
  { [lacking]: file, inUse }: IdSpace,
): IdRange | undefined {
  const accounts = lacking === 'subuid' ? inUse.uids : inUse.gids;
  const taken = [...takenIn(file), ...accounts.map(({ id }) => ({ start: id, count: 1 }))];
  return others.find(
    (block) =>
      block.count >= IDS_NEEDED && taken.every((range) => intersection(range, block) === null),
  );
}

function takenIn({ entries, malformed }: Subids): readonly IdRange[] {
  return [...entries, ...malformed.flatMap(({ meant }) => (meant === null ? [] : [meant]))];
}

function rangeOf({ min, max }: IdBounds): IdRange {
  return { start: min, count: Math.max(0, max - min + 1) };
}
