import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';
import { valueOr } from '../../src/model/fact.ts';
import {
  countIds,
  entriesOf,
  formatRange,
  IDS_ENOUGH,
  mergeRanges,
} from '../../src/domain/subid.ts';
import type { SubidEntry, Subids } from '../../src/parse/subid.ts';

const NO_SUBIDS: Subids = { entries: [], malformed: [] };

/** Podman works with different blocks; people who look for a file's owner on the host do not. */
export const subidParity = defineCheck({
  meta: {
    id: 'subid-parity',
    area: 'subid',
    title: '/etc/subuid and /etc/subgid give the user the same blocks',
    failureTitle: '/etc/subuid and /etc/subgid give the user different blocks',
    description:
      'With different blocks the owner and the group of one file in a container are far apart on the host, and a later allocation easily overlaps one of them.',
    severity: 'info',
    needs: ['run'],
    covers: ['F011'],
    since: '0.1.0',
    references: ['https://man7.org/linux/man-pages/man5/subgid.5.html'],
    messages: {
      different: '{{user}} has {{uids}} in /etc/subuid, but {{gids}} in /etc/subgid.',
    },
    commands: { different: ['grep -n . /etc/subuid /etc/subgid'] },
    fixes: [],
  },
  requires: ['user', 'nsswitch', 'subuid', 'subgid'],
  evaluate({ user, nsswitch, subuid, subgid }) {
    if (user.state !== 'known') return { status: 'unknown', because: user.because };
    if (user.value.uid === 0) return notApplicable('root needs no subordinate ids');
    if (nsswitch.state === 'known' && nsswitch.value.lookup !== null) {
      return notApplicable('nsswitch.conf takes subordinate ids from another source than files');
    }
    const uids = entriesOf(valueOr(subuid, NO_SUBIDS).entries, user.value);
    const gids = entriesOf(valueOr(subgid, NO_SUBIDS).entries, user.value);
    if (countIds(uids) < IDS_ENOUGH || countIds(gids) < IDS_ENOUGH) {
      return notApplicable(
        'one of the files has too few ids: subuid-range and subgid-range say so',
      );
    }
    const [inUids, inGids] = [shown(uids), shown(gids)];
    if (inUids === inGids) return pass;
    const data = { user: user.value.name, uids: inUids, gids: inGids };
    return fail('different', data, {
      kind: 'file',
      where: '/etc/subgid',
      ...(gids[0] === undefined ? {} : { line: gids[0].line }),
      found: inGids,
      expected: inUids,
    });
  },
});

function shown(entries: readonly SubidEntry[]): string {
  return mergeRanges(entries)
    .map((range) => formatRange(range))
    .join(', ');
}
