import { userBus } from '../../../checks/session/user-bus.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ALICE,
  gone,
  loginEnv,
  pathRecord,
  sockets,
  socketUnit,
  SYSTEMD,
  unit,
  units,
} from '../../helpers/session-facts.ts';

const BUS = '/run/user/1000/bus';
const base = { init: SYSTEMD, user: ALICE, apiSockets: sockets(), userUnits: units(socketUnit()) };
const noBus = sockets([gone(BUS)], { listening: new Set() });
const noManager = absent('no user manager runs for this user');

testCheck(userBus, {
  pass: [
    { name: 'it listens', facts: base },
    {
      name: 'listeners are hidden',
      facts: { ...base, apiSockets: sockets([], { listening: null }) },
    },
  ],
  fail: [
    {
      name: 'no socket while the manager runs',
      facts: { ...base, apiSockets: noBus },
      findings: [{ messageId: 'missing', data: { user: 'alice', path: BUS } }],
      explains: [{ check: 'session-variables', messageId: 'noBus' }],
    },
    {
      name: 'logged in without a manager',
      facts: { ...base, apiSockets: noBus, userUnits: noManager, loginEnv: loginEnv() },
      findings: [{ messageId: 'missing' }],
    },
    {
      name: 'a file without a listener',
      facts: { ...base, apiSockets: sockets([], { listening: new Set() }) },
      findings: [{ messageId: 'deaf', evidence: [{ where: '/proc/net/unix' }] }],
    },
  ],
  notApplicable: [
    {
      name: 'nobody is logged in',
      facts: {
        ...base,
        apiSockets: noBus,
        userUnits: noManager,
        systemUnits: units(unit('user@1000.service', { active: 'inactive' })),
        loginEnv: loginEnv({}, { uid: 0 }),
      },
    },
  ],
  unknown: [
    {
      name: 'the directory is closed',
      facts: { ...base, apiSockets: sockets([pathRecord(BUS, { status: 'denied' })]) },
    },
  ],
});
