import { cgroupDelegation } from '../../../checks/cgroup/cgroup-delegation.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { CGROUP } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT, unit, units } from '../../helpers/session-facts.ts';

const MANAGER = unit('user@1000.service', { fileState: 'static' });
const DROP_INS = [
  '/usr/lib/systemd/system/user@.service.d/10-login-barrier.conf',
  '/etc/systemd/system/user@.service.d/delegate.conf',
];
const off = {
  ...CGROUP,
  delegated: null,
  configured: { controllers: [], dropIns: DROP_INS },
};

testCheck(cgroupDelegation, {
  pass: [
    { name: 'Debian 13', facts: { user: ALICE, cgroup: CGROUP } },
    {
      name: 'the manager does not run, but will have them',
      facts: {
        user: ALICE,
        cgroup: { ...off, configured: { controllers: ['pids'], dropIns: [] } },
      },
    },
  ],
  fail: [
    {
      name: 'a drop-in says no',
      facts: { user: ALICE, cgroup: off },
      findings: [
        {
          messageId: 'off',
          data: {
            unit: 'user@1000.service',
            file: '/etc/systemd/system/user@.service.d/delegate.conf',
          },
          evidence: [{ kind: 'unit', where: 'user@1000.service' }, { kind: 'file' }],
        },
      ],
    },
    {
      name: 'the unit of the distribution itself',
      facts: { user: ALICE, cgroup: { ...off, configured: { controllers: [], dropIns: [] } } },
      findings: [
        {
          messageId: 'off',
          data: {
            unit: 'user@1000.service',
            file: '/usr/lib/systemd/system/user@.service',
          },
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'root', facts: { user: ROOT, cgroup: off } },
    { name: 'version 1', facts: { user: ALICE, cgroup: { ...off, version: 'v1' } } },
    {
      name: 'a masked manager, of which systemd tells nothing',
      facts: { user: ALICE, cgroup: off, systemUnits: units({ ...MANAGER, load: 'masked' }) },
    },
    { name: 'OpenRC', facts: { user: ALICE, cgroup: { ...off, systemd: false } } },
  ],
  unknown: [
    {
      name: 'systemd did not answer',
      facts: { user: ALICE, cgroup: { ...off, configured: null } },
    },
  ],
});
