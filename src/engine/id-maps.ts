import { delegationOf, entriesOf, type IdRange, type SubidFileName } from '../domain/subid.ts';
import type { FactState } from '../model/fact.ts';
import type { FactStates } from '../model/fact-states.ts';
import type { IdMap, IdMaps, OwnedIds } from '../model/report.ts';
import type { User } from '../facts/user.ts';
import type { NamedId } from '../parse/ids-in-use.ts';
import type { Subids } from '../parse/subid.ts';

/** A host may have thousands of users; those that matter are the neighbours. */
const MOST_OTHERS = 32;

/**
 * Which ids of the host the containers of the user run as, and who is beside them; `undefined` for root,
 * who needs no subordinate ids, and where one of the facts could not be read.
 */
export function idMapsOf(facts: FactStates): IdMaps | undefined {
  const { user } = facts;
  if (user?.state !== 'known' || user.value.uid === 0) return undefined;
  const uids = idMapOf('subuid', user.value, facts);
  const gids = idMapOf('subgid', user.value, facts);
  return uids === undefined || gids === undefined ? undefined : { uids, gids };
}

function idMapOf(which: SubidFileName, user: User, facts: FactStates): IdMap | undefined {
  const { [which]: file, nsswitch, idsInUse } = facts;
  if (file === undefined || nsswitch === undefined || file.state === 'unreadable') return undefined;
  const delegation = delegationOf(which, file, nsswitch, user);
  if (delegation.source === 'unknown') return undefined;
  const own = delegation.entries.toSorted((a, b) => a.start - b.start);
  const accounts = namesIn(idsInUse);
  const others = [
    // Where ids come from a directory service, nothing says whose the others are.
    ...(delegation.source === 'file' ? rangesOfOthers(file, user, accounts.uids) : []),
    ...accountsInside(own, which === 'subuid' ? accounts.uids : accounts.gids),
  ];
  const shown = nearest(others, own);
  return {
    map: mapped(which === 'subuid' ? user.uid : user.gid, own),
    others: shown,
    othersLeftOut: others.length - shown.length,
  };
}

/** As Podman maps them: the user is root in the container, then come the ranges, lowest first. */
function mapped(own: number, ranges: readonly IdRange[]): IdMap['map'] {
  let inside = 1;
  const rest = ranges.map(({ start, count }) => {
    const mapping = { inside, outside: start, count };
    inside += count;
    return mapping;
  });
  return [{ inside: 0, outside: own, count: 1 }, ...rest];
}

function namesIn(idsInUse: FactStates['idsInUse']): Record<'uids' | 'gids', readonly NamedId[]> {
  return idsInUse?.state === 'known' ? idsInUse.value : { uids: [], gids: [] };
}

function rangesOfOthers(
  file: FactState<Subids>,
  user: User,
  accounts: readonly NamedId[],
): readonly OwnedIds[] {
  if (file.state !== 'known') return [];
  const own = entriesOf(file.value.entries, user);
  // Another login name of the same uid is the same user.
  const aliases = new Set(accounts.filter(({ id }) => id === user.uid).map(({ name }) => name));
  return file.value.entries
    .filter((entry) => !own.includes(entry) && !aliases.has(entry.owner))
    .map(({ owner, start, count }) => ({ kind: 'range', owner, start, count }));
}

function accountsInside(
  own: readonly IdRange[],
  accounts: readonly NamedId[],
): readonly OwnedIds[] {
  return accounts
    .filter(({ id }) => own.some(({ start, count }) => id >= start && id < start + count))
    .map(({ name, id }) => ({ kind: 'account', owner: name, start: id, count: 1 }));
}

/** Those that overlap come first, then those with the smallest gap; what is kept is in ascending order. */
function nearest(others: readonly OwnedIds[], own: readonly IdRange[]): readonly OwnedIds[] {
  const gapTo = (one: OwnedIds): number =>
    own.length === 0 ? one.start : Math.min(...own.map((range) => gapBetween(one, range)));
  return others
    .map((one) => ({ one, gap: gapTo(one) }))
    .toSorted((a, b) => a.gap - b.gap)
    .slice(0, MOST_OTHERS)
    .map(({ one }) => one)
    .toSorted((a, b) => a.start - b.start);
}

function gapBetween(a: IdRange, b: IdRange): number {
  return Math.max(0, a.start - (b.start + b.count), b.start - (a.start + a.count));
}
