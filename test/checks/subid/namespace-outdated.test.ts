import { namespaceOutdated } from '../../../checks/subid/namespace-outdated.ts';
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

testCheck(namespaceOutdated, {
  pass: [
    { name: 'the maps are those of the files', facts: healthy },
    { name: 'too small is another fault', facts: tooSmall },
  ],
  fail: [
    {
      name: 'the block of the user was moved',
      facts: moved,
      findings: [
        {
          messageId: 'differs',
          data: {
            pid: 778,
            command: 'catatonit',
            map: 'uid_map',
            found: '0 1000 1, 1 100000 65536',
            wanted: '0 1000 1, 1 300000 65536',
          },
          evidence: [{ where: '/proc/778/uid_map' }],
        },
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
