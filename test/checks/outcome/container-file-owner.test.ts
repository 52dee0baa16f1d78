import { containerFileOwner } from '../../../checks/outcome/container-file-owner.ts';
import { absent } from '../../../src/model/fact.ts';
import { parseSubids } from '../../../src/parse/subid.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { NOTHING_RUNS, outcomesOf } from '../../helpers/outcomes.ts';

const alice = {
  name: 'alice',
  uid: 1000,
  gid: 1000,
  home: '/home/alice',
  shell: '/bin/sh',
  groups: [],
};
const user = alice as never;
const subuid = parseSubids('alice:165536:10\nalice:100000:65536\n');
const none = absent('/etc/subuid does not exist');

testCheck(containerFileOwner, {
  pass: [
    { name: 'the lowest subordinate uid', facts: { outcomes: outcomesOf(), user, subuid } },
    {
      name: 'delegated by the name service',
      facts: { outcomes: outcomesOf(), user, subuid: none },
    },
  ],
  fail: [
    {
      name: 'uid 1 does not exist',
      facts: {
        outcomes: outcomesOf({ owner: ['exit 125', 'said Error: setresuid: invalid argument'] }),
        user,
        subuid,
      },
      findings: [
        {
          messageId: 'notRun',
          data: { exit: 125, said: 'Error: setresuid: invalid argument', user: 'alice' },
        },
      ],
    },
    {
      name: 'an older map is in use',
      facts: { outcomes: outcomesOf({ owner: ['exit 0', 'uid 231072'] }), user, subuid },
      findings: [{ messageId: 'wrong', data: { uid: 231_072, user: 'alice', expected: 100_000 } }],
    },
    {
      name: 'the user’s own uid, with no ranges in the file',
      facts: { outcomes: outcomesOf({ owner: ['exit 0', 'uid 1000'] }), user, subuid: none },
      findings: [{ messageId: 'wrong' }],
    },
  ],
  notApplicable: [
    {
      name: 'root',
      facts: { outcomes: outcomesOf(), user: { ...alice, name: 'root', uid: 0 }, subuid },
      because: /root/u,
    },
    {
      name: 'no container runs',
      facts: { outcomes: outcomesOf(NOTHING_RUNS), user, subuid },
      because: /container-run/u,
    },
  ],
  unknown: [
    { name: 'no owner', facts: { outcomes: outcomesOf({ owner: ['exit 0'] }), user, subuid } },
  ],
});
