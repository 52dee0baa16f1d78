import { subidOverlap } from '../../../checks/subid/subid-overlap.ts';
import { absent, unreadable } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { FILES_ONLY, FROM_SSS, IN_USE, SUBIDS, subids } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const healthy = {
  user: ALICE,
  nsswitch: FILES_ONLY,
  subuid: SUBIDS,
  subgid: SUBIDS,
  idsInUse: IN_USE,
};

testCheck(subidOverlap, {
  pass: [
    { name: 'neighbours', facts: healthy },
    { name: 'no files', facts: { ...healthy, subuid: absent('none'), subgid: absent('none') } },
    { name: 'others may overlap', facts: { ...healthy, subuid: subids('bob:1:9', 'eve:1:9') } },
    {
      name: 'another name of the same uid',
      facts: {
        ...healthy,
        subuid: subids('alice:100000:65536', 'operator2:100000:65536'),
        subgid: subids('alice:100000:65536', 'operator2:100000:65536'),
        idsInUse: { ...IN_USE, uids: [...IN_USE.uids, { name: 'operator2', id: 1000 }] },
      },
    },
    {
      name: 'accounts cannot be listed',
      facts: { ...healthy, idsInUse: unreadable('truncated', 'too many') },
    },
  ],
  fail: [
    {
      name: 'bob has the range of alice',
      facts: { ...healthy, subuid: subids('alice:100000:65536', 'bob:150000:65536') },
      findings: [
        {
          messageId: 'other',
          data: {
            file: '/etc/subuid',
            user: 'alice',
            line: 1,
            other: 'bob',
            otherLine: 2,
            shared: '150000-165535',
          },
          evidence: [{ line: 1 }, { line: 2, found: 'bob: 150000-215535' }],
        },
      ],
    },
    {
      name: 'the range swallows accounts',
      facts: { ...healthy, subuid: subids('alice:10000:65536') },
      findings: [
        {
          messageId: 'account',
          data: {
            file: '/etc/subuid',
            line: 1,
            user: 'alice',
            range: '10000-75535',
            other: 'nobody',
            shared: 65_534,
          },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...healthy, user: ROOT } },
    { name: 'a directory', facts: { ...healthy, nsswitch: FROM_SSS } },
  ],
});
