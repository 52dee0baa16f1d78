import { userManager } from '../../../checks/session/user-manager.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ALICE,
  LINGERS,
  loginEnv,
  NO_LINGER,
  OPENRC,
  SESSION,
  sshAccount,
  SYSTEMD,
  unit,
  units,
} from '../../helpers/session-facts.ts';

const manager = unit('user@1000.service', { fileState: 'static' });
const down = { ...manager, active: 'inactive', sub: 'dead' };
const noSession = absent('logind has no session for this login');
const base = { init: SYSTEMD, user: ALICE, systemUnits: units(manager), linger: LINGERS };
const lone = { ...base, systemUnits: units(down), linger: NO_LINGER, loginEnv: loginEnv() };

testCheck(userManager, {
  pass: [
    { name: 'it runs', facts: base },
    {
      name: 'it is just starting',
      facts: { ...base, systemUnits: units({ ...manager, active: 'activating' }) },
    },
  ],
  fail: [
    {
      name: 'it has failed',
      facts: {
        ...base,
        systemUnits: units({ ...down, active: 'failed', result: 'exit-code' }),
      },
      findings: [{ messageId: 'failed', data: { unit: 'user@1000.service', result: 'exit-code' } }],
      explains: [
        { check: 'runtime-dir', messageId: 'missing' },
        { check: 'user-bus' },
        { check: 'session-environment', messageId: 'missing' },
        { check: 'session-variables' },
      ],
    },
    {
      name: 'it is masked',
      facts: { ...base, systemUnits: units({ ...down, load: 'masked' }) },
      findings: [{ messageId: 'masked' }],
    },
    {
      name: 'somebody stopped it',
      facts: { ...base, systemUnits: units(down) },
      findings: [{ messageId: 'stopped', data: { unit: 'user@1000.service', user: 'alice' } }],
    },
    {
      name: 'PAM has no module for logind',
      facts: {
        ...lone,
        loginSession: noSession,
        sshAccount: sshAccount({ pamSystemdModule: '', pamSystemd: [] }),
      },
      findings: [{ messageId: 'noPamSystemd', evidence: [{ where: '/etc/pam.d' }] }],
    },
    {
      name: 'no stack of a login names the module',
      facts: {
        ...lone,
        loginSession: noSession,
        sshAccount: sshAccount({ pamSystemd: ['/etc/pam.d/runuser-l'] }),
      },
      findings: [{ messageId: 'noPamSystemd' }],
    },
    {
      name: 'su without a session',
      facts: { ...lone, loginSession: noSession, sshAccount: sshAccount() },
      findings: [{ messageId: 'noSession' }],
    },
    {
      name: 'a session that starts no manager',
      facts: { ...lone, loginSession: SESSION, sshAccount: sshAccount() },
      findings: [{ messageId: 'noSession' }],
    },
  ],
  notApplicable: [
    { name: 'OpenRC', facts: { ...base, init: OPENRC } },
    {
      name: 'root looks at a user who is not logged in',
      facts: { ...lone, loginEnv: loginEnv({}, { uid: 0 }) },
      because: /nobody is logged in as alice/u,
    },
  ],
  unknown: [{ name: 'systemctl did not name it', facts: { ...base, systemUnits: units() } }],
});
