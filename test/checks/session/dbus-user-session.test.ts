import { dbusUserSession } from '../../../checks/session/dbus-user-session.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, OPENRC, SYSTEMD, unitFiles } from '../../helpers/session-facts.ts';

const base = { init: SYSTEMD, user: ALICE, userUnitFiles: unitFiles() };
const masked = { path: '/home/alice/.config/systemd/user/dbus.socket', masked: true };

testCheck(dbusUserSession, {
  pass: [{ name: 'the unit is there', facts: base }],
  fail: [
    {
      name: 'no such unit',
      facts: { ...base, userUnitFiles: unitFiles({ 'dbus.socket': { path: null } }) },
      findings: [{ messageId: 'missing', evidence: [{ where: 'dbus.socket' }] }],
      explains: [{ check: 'user-bus' }, { check: 'session-variables', messageId: 'noBus' }],
    },
    {
      name: 'a link to /dev/null',
      facts: { ...base, userUnitFiles: unitFiles({ 'dbus.socket': masked }) },
      findings: [{ messageId: 'masked', data: { path: masked.path } }],
    },
  ],
  notApplicable: [{ name: 'OpenRC', facts: { ...base, init: OPENRC } }],
});
