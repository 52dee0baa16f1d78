import { closingSessions } from '../../../checks/session/closing-sessions.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, OPENRC, SYSTEMD } from '../../helpers/session-facts.ts';

const CONMON = { pid: 812, name: 'conmon' };
const SLEEP = { pid: 815, name: 'sleep' };
const none = { init: SYSTEMD, user: ALICE, closingSessions: [] };

testCheck(closingSessions, {
  pass: [
    { name: 'all sessions end', facts: none },
    {
      name: 'a session that something else keeps',
      facts: { ...none, closingSessions: [{ id: '4', processes: [SLEEP] }] },
    },
  ],
  fail: [
    {
      name: 'two that containers keep',
      facts: {
        ...none,
        closingSessions: [
          { id: '4', processes: [SLEEP] },
          { id: '7', processes: [CONMON, SLEEP] },
          { id: 'c2', processes: [{ pid: 901, name: 'conmon' }] },
        ],
      },
      findings: [
        {
          messageId: 'kept',
          data: { user: 'alice', count: 2, session: '7', process: 'conmon (pid 812)' },
          evidence: [{ kind: 'unit', where: 'session-7.scope' }],
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'OpenRC', facts: { ...none, init: OPENRC } },
    { name: 'no logind', facts: { ...none, closingSessions: absent('no logind') } },
  ],
});
