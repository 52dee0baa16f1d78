import { migrateStep, noteOnRunning, stopsNothing } from '../src/domain/migrate.ts';
import {
  allocationFor,
  countIds,
  delegationOf,
  formatRange,
  IDS_ENOUGH,
} from '../src/domain/subid.ts';
import { valueOr } from '../src/model/fact.ts';
import { blocked, change, defineFix, manual, noop, type Step } from '../src/model/fix.ts';
import { quote } from '../src/parse/shell.ts';

/** usermod(8) takes any range, also one that overlaps; so the block is chosen here, and read again after. */
export const subidAllocation = defineFix({
  meta: {
    id: 'subid-allocation',
    title: 'Allocate subordinate ids',
    description:
      'Gives the user 65536 subordinate uids and gids that nobody else has: the same block in /etc/subuid and /etc/subgid.',
    effect: 'safe',
    after: ['helper-packages', 'subid-helpers-mode', 'subid-files-mode'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man5/subuid.5.html',
      'https://man7.org/linux/man-pages/man8/usermod.8.html',
    ],
  },
  requires: ['user', 'subuid', 'subgid', 'idsInUse', 'loginDefs', 'nsswitch'],
  consults: ['podmanNamespace', 'runningContainers'],
  plan({
    user,
    subuid,
    subgid,
    idsInUse,
    loginDefs,
    nsswitch,
    podmanNamespace,
    runningContainers,
  }) {
    if (user.state === 'absent') return blocked(user.because);
    const owner = user.value;
    if (owner.uid === 0) return noop('root needs no subordinate ids');
    if (nsswitch.state === 'known' && nsswitch.value.lookup !== null) {
      const given = (['subuid', 'subgid'] as const).map((which) =>
        delegationOf(which, which === 'subuid' ? subuid : subgid, nsswitch, owner),
      );
      if (given.every((one) => one.source === 'getsubids' && countIds(one.entries) >= IDS_ENOUGH)) {
        return noop(`${owner.name} has enough subordinate ids`);
      }
      return manual(
        `/etc/nsswitch.conf takes subordinate ids from ${nsswitch.value.subid.join(' ')}: they have to be added there`,
        `getsubids ${quote(owner.name)}`,
      );
    }
    const allocation = allocationFor(owner, {
      subuid: valueOr(subuid, NONE),
      subgid: valueOr(subgid, NONE),
      inUse: valueOr(idsInUse, { uids: [], gids: [] }),
      bounds: valueOr(loginDefs, null),
    });
    if (allocation.outcome === 'enough') return noop(`${owner.name} has enough subordinate ids`);
    if (allocation.outcome === 'none-free') return blocked(allocation.because);
    const { start, count, files } = allocation;
    const allocate: Step = {
      kind: 'allocate-subids',
      summary: `Delegate ids ${formatRange(allocation)} to ${owner.name} in ${files.map((file) => `/etc/${file}`).join(' and ')}`,
      as: 'root',
      effect: 'safe',
      undo: 'equivalent',
      user: owner.name,
      start,
      count,
      files,
    };
    // Without a pause process the next command of Podman makes a namespace with the new ids.
    if (podmanNamespace.state === 'absent') return change([allocate]);
    return stopsNothing(runningContainers)
      ? change([allocate, migrateStep(runningContainers)])
      : change([allocate], {
          afterwards: ['system-migrate'],
          notes: noteOnRunning(runningContainers),
        });
  },
});

const NONE = { entries: [], malformed: [] };
