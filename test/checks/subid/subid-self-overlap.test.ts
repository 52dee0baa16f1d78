import { subidSelfOverlap } from '../../../checks/subid/subid-self-overlap.ts';
import { unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { FILES_ONLY, SUBIDS, subids } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const healthy = { user: ALICE, nsswitch: FILES_ONLY, subuid: SUBIDS, subgid: SUBIDS };

testCheck(subidSelfOverlap, {
  pass: [
    { name: 'one range', facts: healthy },
    {
      name: 'two beside each other',
      facts: { ...healthy, subuid: subids('alice:9000:10', '1000:9010:10') },
    },
  ],
  fail: [
    {
      name: 'the line was added twice, once by uid',
      facts: { ...healthy, subuid: subids('alice:100000:65536', '1000:100000:65536') },
      findings: [
        {
          messageId: 'twice',
          data: {
            file: '/etc/subuid',
            user: 'alice',
            first: 1,
            line: 2,
            shared: '100000-165535',
          },
          evidence: [{ line: 2 }],
        },
      ],
      explains: [
        { check: 'userns-attempt', messageId: 'notMapped' },
        { check: 'userns-attempt', messageId: 'otherMap' },
      ],
    },
    {
      name: 'the own gid is inside',
      facts: { ...healthy, subgid: subids('alice:900:65536') },
      findings: [
        {
          messageId: 'ownId',
          data: { file: '/etc/subgid', line: 1, user: 'alice', range: '900-66435', id: 1000 },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...healthy, user: ROOT } },
    { name: 'a closed file', facts: { ...healthy, subuid: unreadable('denied', 'denied') } },
  ],
  unknown: [
    { name: 'a cut stream', facts: { ...healthy, subgid: unreadable('truncated', 'cut') } },
  ],
});
