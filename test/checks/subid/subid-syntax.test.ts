import { subidSyntax } from '../../../checks/subid/subid-syntax.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { SUBIDS, subids } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT } from '../../helpers/session-facts.ts';

const healthy = { user: ALICE, subuid: SUBIDS, subgid: SUBIDS };

testCheck(subidSyntax, {
  pass: [
    { name: 'well formed', facts: healthy },
    { name: 'comments', facts: { ...healthy, subuid: subids('# ids', '', 'alice:100000:65536') } },
    { name: 'no file', facts: { ...healthy, subgid: absent('no such file') } },
  ],
  fail: [
    {
      name: 'carriage returns take the ranges of the user away',
      facts: {
        ...healthy,
        subuid: subids('alice:100000:65536\r'),
        subgid: subids('alice:100000:65536\r'),
      },
      findings: [
        {
          messageId: 'malformed',
          data: {
            file: '/etc/subuid',
            line: 1,
            text: String.raw`"alice:100000:65536\r"`,
            complaint: 'a blank, tab or carriage return',
          },
          evidence: [{ where: '/etc/subuid', line: 1 }],
        },
        { messageId: 'malformed' },
      ],
      explains: [{ check: 'subuid-range' }, { check: 'subgid-range' }],
    },
    {
      name: "a line of somebody else, and one of alice's that would not be enough",
      facts: { ...healthy, subuid: subids('bob:1:x', 'alice:5:5 ') },
      findings: [{ messageId: 'malformed' }, { messageId: 'malformed' }],
      explains: [],
    },
  ],
  notApplicable: [{ name: 'root', facts: { ...healthy, user: ROOT } }],
});
