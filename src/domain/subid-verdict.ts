import { type FactState, type Readable, valueOr } from '../model/fact.ts';
import { type Evidence, fail, notApplicable, pass, unknown, type Verdict } from '../model/check.ts';
import type { IdsInUse } from '../parse/ids-in-use.ts';
import type { LoginDefs } from '../parse/login-defs.ts';
import type { Nsswitch } from '../parse/nsswitch.ts';
import type { Subids } from '../parse/subid.ts';
import {
  allocationFor,
  countIds,
  type Delegation,
  delegationOf,
  formatRange,
  IDS_ENOUGH,
  IDS_NEEDED,
  type SubidFileName,
  type SubidOwner,
} from './subid.ts';

/** A delegation that could be read. */
export type KnownDelegation = Exclude<Delegation, { source: 'unknown' }>;

export type RangeMessage = 'missing' | 'tooFew';

/** Facts that decide a range, and those that say which block is free. */
export interface RangeFacts {
  readonly user: Readable<SubidOwner>;
  readonly nsswitch: FactState<Nsswitch>;
  readonly subuid: FactState<Subids>;
  readonly subgid: FactState<Subids>;
  readonly idsInUse: FactState<IdsInUse>;
  readonly loginDefs: FactState<LoginDefs>;
}

/** Whether one of the two files, or the source in its place, delegates enough to the owner. */
export function rangeVerdict(which: SubidFileName, facts: RangeFacts): Verdict<RangeMessage> {
  const { [which]: file, nsswitch, user } = facts;
  if (user.state !== 'known') return unknown(user.because);
  const owner = user.value;
  const path = `/etc/${which}`;
  if (owner.uid === 0) return notApplicable('root needs no subordinate ids');
  const delegation = readableDelegation(which, file, nsswitch, owner);
  if ('status' in delegation) return delegation;
  const count = countIds(delegation.entries);
  if (count >= IDS_ENOUGH) return pass;
  const where = delegation.source === 'file' ? path : 'getsubids';
  const block = blockFor(owner, facts);
  const data = { user: owner.name, file: where, count, needed: IDS_NEEDED, block };
  const evidence: Evidence = {
    kind: delegation.source === 'file' ? 'file' : 'command',
    where: delegation.source === 'file' ? path : getsubids(which, owner),
    ...(delegation.entries[0] !== undefined && delegation.source === 'file'
      ? { line: delegation.entries[0].line }
      : {}),
    found: foundIn(delegation, file),
    expected: `${IDS_NEEDED} or more ids for ${owner.name}`,
  };
  return fail(count === 0 ? 'missing' : 'tooFew', data, evidence);
}

/** The delegation, or the verdict that nothing can be said of it here. */
export function readableDelegation(
  which: SubidFileName,
  file: FactState<Subids>,
  nsswitch: FactState<Nsswitch>,
  owner: SubidOwner,
): KnownDelegation | Verdict<never> {
  if (file.state === 'unreadable') {
    return file.reason === 'denied'
      ? notApplicable(`/etc/${which} may not be read: subid-files-readable judges that`)
      : unknown(file.because);
  }
  const delegation = delegationOf(which, file, nsswitch, owner);
  return delegation.source === 'unknown' ? unknown(delegation.because) : delegation;
}

/** The block that the fix would add, for a person to type; a placeholder where that is not known. */
function blockFor(owner: SubidOwner, { subuid, subgid, idsInUse, loginDefs }: RangeFacts): string {
  const none: Subids = { entries: [], malformed: [] };
  if (idsInUse.state !== 'known' || loginDefs.state === 'unreadable') return 'FIRST-LAST';
  if (subuid.state === 'unreadable' || subgid.state === 'unreadable') return 'FIRST-LAST';
  const allocation = allocationFor(owner, {
    subuid: valueOr(subuid, none),
    subgid: valueOr(subgid, none),
    inUse: idsInUse.value,
    bounds: valueOr(loginDefs, null),
  });
  return allocation.outcome === 'add' ? formatRange(allocation) : 'FIRST-LAST';
}

function getsubids(which: SubidFileName, { name }: SubidOwner): string {
  return which === 'subuid' ? `getsubids ${name}` : `getsubids -g ${name}`;
}

function foundIn({ entries, source }: KnownDelegation, file: FactState<Subids>): string {
  if (source === 'file' && file.state === 'absent') return 'no such file';
  return entries.length === 0 ? 'no entry' : entries.map((one) => formatRange(one)).join(', ');
}
