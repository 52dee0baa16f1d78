import { subidOwnerName } from '../../../checks/subid/subid-owner-name.ts';
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
const NONE = subids('bob:165536:65536');

testCheck(subidOwnerName, {
  pass: [
    { name: 'by name', facts: healthy },
    { name: 'by uid', facts: { ...healthy, subuid: subids('1000:100000:65536') } },
    { name: 'nothing at all is another fault', facts: { ...healthy, subuid: NONE } },
    {
      name: 'another spelling that is an account of its own',
      facts: {
        ...healthy,
        subuid: subids('ALICE:1:9'),
        idsInUse: { ...IN_USE, uids: [{ name: 'ALICE', id: 2000 }] },
      },
    },
  ],
  fail: [
    {
      name: 'with a domain, and with a realm',
      facts: {
        ...healthy,
        subuid: subids(String.raw`EXAMPLE\Alice:100000:65536`),
        subgid: subids('alice@example.org:100000:65536'),
      },
      findings: [
        {
          messageId: 'spelling',
          data: {
            file: '/etc/subuid',
            line: 1,
            owner: String.raw`EXAMPLE\Alice`,
            user: 'alice',
            uid: 1000,
          },
        },
        { messageId: 'spelling' },
      ],
      explains: [
        { check: 'subuid-range', messageId: 'missing' },
        { check: 'subgid-range', messageId: 'missing' },
      ],
    },
    {
      name: 'another name of the uid',
      facts: {
        ...healthy,
        subuid: subids('operator2:100000:65536'),
        idsInUse: { ...IN_USE, uids: [...IN_USE.uids, { name: 'operator2', id: 1000 }] },
      },
      findings: [{ messageId: 'sameUid' }],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...healthy, user: ROOT } },
    { name: 'a directory', facts: { ...healthy, nsswitch: FROM_SSS } },
  ],
});
