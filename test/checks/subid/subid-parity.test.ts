import { subidParity } from '../../../checks/subid/subid-parity.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { FILES_ONLY, FROM_SSS, SUBIDS, subids } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const healthy = { user: ALICE, nsswitch: FILES_ONLY, subuid: SUBIDS, subgid: SUBIDS };

testCheck(subidParity, {
  pass: [
    { name: 'the same', facts: healthy },
    {
      name: 'the same in two lines',
      facts: { ...healthy, subuid: subids('alice:100000:6', '1000:100006:65530') },
    },
  ],
  fail: [
    {
      name: 'another block',
      facts: { ...healthy, subgid: subids('alice:300000:65536') },
      findings: [
        {
          messageId: 'different',
          data: { user: 'alice', uids: '100000-165535', gids: '300000-365535' },
          evidence: [{ where: '/etc/subgid', line: 1 }],
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { ...healthy, user: ROOT } },
    { name: 'a directory', facts: { ...healthy, nsswitch: FROM_SSS } },
    { name: 'too few', facts: { ...healthy, subgid: subids('alice:100000:1') } },
  ],
});
