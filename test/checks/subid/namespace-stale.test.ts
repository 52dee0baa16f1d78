import { namespaceStale } from '../../../checks/subid/namespace-stale.ts';
import { absent, unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { FILES_ONLY, ONE_ID, PAUSE, SUBIDS, subids } from '../../helpers/kernel-facts.ts';
import { ALICE } from '../../helpers/session-facts.ts';

const healthy = {
  user: ALICE,
  nsswitch: FILES_ONLY,
  podmanNamespace: PAUSE,
  subuid: SUBIDS,
  subgid: SUBIDS,
};
const moved = { ...healthy, subuid: subids('alice:300000:65536') };
const tooSmall = { ...healthy, podmanNamespace: { ...PAUSE, uids: ONE_ID, gids: ONE_ID } };

testCheck(namespaceStale, {
  pass: [
    { name: 'the maps are those of the files', facts: healthy },
    { name: 'other ids, but enough', facts: moved },
  ],
  fail: [
    {
      name: 'one id',
      facts: tooSmall,
      findings: [
        {
          messageId: 'tooSmall',
          data: {
            pid: 778,
            command: 'catatonit',
            map: 'uid_map',
            user: 'alice',
            count: 1,
            wanted: 65_537,
          },
          evidence: [{ where: '/proc/778/uid_map', found: '0 1000 1' }],
        },
        { messageId: 'tooSmall' },
      ],
    },
  ],
  notApplicable: [
    { name: 'no pause process', facts: { ...healthy, podmanNamespace: absent('none') } },
    { name: 'a closed file', facts: { ...healthy, subuid: unreadable('denied', 'denied') } },
    { name: 'a closed group file', facts: { ...healthy, subgid: unreadable('denied', 'denied') } },
    { name: 'the files have too few', facts: { ...healthy, subuid: subids('alice:100000:9') } },
  ],
});
