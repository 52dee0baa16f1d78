import { sessionVariables } from '../../../checks/session/session-variables.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, loginEnv, runtimeDir, SYSTEMD } from '../../helpers/session-facts.ts';

const base = { init: SYSTEMD, user: ALICE, loginEnv: loginEnv(), runtimeDir: runtimeDir() };
const unset = loginEnv(
  { XDG_RUNTIME_DIR: '', DBUS_SESSION_BUS_ADDRESS: '' },
  { runtimeDirStatus: 'unset', runtimeDirOwner: null },
);

testCheck(sessionVariables, {
  pass: [
    { name: 'as pam_systemd sets them', facts: base },
    {
      name: 'another kind of bus address',
      facts: { ...base, loginEnv: loginEnv({ DBUS_SESSION_BUS_ADDRESS: 'unix:abstract=/tmp/x' }) },
    },
    {
      name: 'unset, and there is no directory',
      facts: { ...base, loginEnv: unset, runtimeDir: absent('/run/user/1000 does not exist') },
    },
  ],
  fail: [
    {
      name: 'sudo -u alice env -i',
      facts: { ...base, loginEnv: unset },
      findings: [{ messageId: 'noRuntimeDir', data: { path: '/run/user/1000' } }],
    },
    {
      name: 'an address without a socket',
      facts: { ...base, loginEnv: loginEnv({}, { sockets: new Set() }) },
      findings: [{ messageId: 'noBus', data: { value: 'unix:path=/run/user/1000/bus' } }],
    },
  ],
  notApplicable: [
    { name: 'root looks at alice', facts: { ...base, loginEnv: loginEnv({}, { uid: 0 }) } },
  ],
});
