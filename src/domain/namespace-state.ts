import type { Readable } from '../model/fact.ts';
import { type FactState } from '../model/fact.ts';
import { notApplicable, unknown, type Verdict } from '../model/check.ts';
import type { IdMapping } from '../parse/id-map.ts';
import type { Nsswitch } from '../parse/nsswitch.ts';
import type { PodmanNamespace } from '../parse/podman-namespace.ts';
import type { Subids } from '../parse/subid.ts';
import { countIds, IDS_ENOUGH, type SubidOwner } from './subid.ts';
import { wantedMap } from './podman-namespace.ts';
import { readableDelegation } from './subid-verdict.ts';

/** One of the two maps of Podman's namespace, beside the one that it would have if it began now. */
export interface ComparedMap {
  readonly name: 'uid_map' | 'gid_map';
  readonly found: readonly IdMapping[];
  readonly wanted: readonly IdMapping[];
}

export interface NamespaceFacts {
  readonly user: Readable<SubidOwner & { readonly gid: number }>;
  readonly nsswitch: Readable<Nsswitch>;
  readonly podmanNamespace: Readable<PodmanNamespace>;
  readonly subuid: FactState<Subids>;
  readonly subgid: FactState<Subids>;
}

/** Both maps of the namespace that Podman joins now, or the verdict that there is nothing to compare. */
export function compareNamespace(
  facts: NamespaceFacts,
): { readonly live: PodmanNamespace; readonly maps: readonly ComparedMap[] } | Verdict<never> {
  const { user, nsswitch, podmanNamespace } = facts;
  if (user.state !== 'known') return unknown(user.because);
  if (podmanNamespace.state === 'absent') {
    return notApplicable(
      'no pause process of Podman is alive: the next command makes the namespace',
    );
  }
  const owner = user.value;
  const uids = readableDelegation('subuid', facts.subuid, nsswitch, owner);
  const gids = readableDelegation('subgid', facts.subgid, nsswitch, owner);
  if ('status' in uids) return uids;
  if ('status' in gids) return gids;
  if (countIds(uids.entries) < IDS_ENOUGH || countIds(gids.entries) < IDS_ENOUGH) {
    return notApplicable(
      'the ranges themselves are too small: subuid-range and subgid-range say so',
    );
  }
  const live = podmanNamespace.value;
  return {
    live,
    maps: [
      { name: 'uid_map', found: live.uids, wanted: wantedMap(owner.uid, uids.entries) },
      { name: 'gid_map', found: live.gids, wanted: wantedMap(owner.gid, gids.entries) },
    ],
  };
}
