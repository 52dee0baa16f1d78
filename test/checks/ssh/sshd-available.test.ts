import { sshdAvailable } from '../../../checks/ssh/sshd-available.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  LOCAL,
  OPENRC,
  OVER_SSH,
  sshServer,
  SYSTEMD,
  unit,
  units,
} from '../../helpers/session-facts.ts';

const ssh = (given: Parameters<typeof unit>[1]) => units(unit('ssh.service', given));
const base = {
  init: SYSTEMD,
  connection: LOCAL,
  sshServer: sshServer({ running: false }),
  systemUnits: ssh({ active: 'inactive', sub: 'dead' }),
};

testCheck(sshdAvailable, {
  pass: [
    { name: 'we came over SSH', facts: { ...base, connection: OVER_SSH } },
    { name: 'the unit is active', facts: { ...base, systemUnits: ssh({}) } },
    {
      name: 'the socket waits',
      facts: {
        ...base,
        systemUnits: units(unit('ssh.service', { active: 'inactive' }), unit('ssh.socket')),
      },
    },
    { name: 'a process listens', facts: { ...base, init: OPENRC, sshServer: sshServer() } },
  ],
  fail: [
    {
      name: 'not installed',
      facts: {
        ...base,
        sshServer: sshServer({ binaries: [], running: false }),
        systemUnits: units(),
      },
      findings: [{ messageId: 'missing' }],
    },
    {
      name: 'failed',
      facts: { ...base, systemUnits: ssh({ active: 'failed', result: 'exit-code' }) },
      findings: [{ messageId: 'failed', data: { unit: 'ssh.service', result: 'exit-code' } }],
    },
    {
      name: 'masked',
      facts: { ...base, systemUnits: ssh({ active: 'inactive', load: 'masked' }) },
      findings: [{ messageId: 'masked' }],
    },
    {
      name: 'stopped',
      facts: base,
      findings: [{ messageId: 'stopped', data: { unit: 'ssh.service', active: 'inactive' } }],
    },
    {
      name: 'installed without systemd, and not running',
      facts: { ...base, init: OPENRC, systemUnits: units() },
      findings: [{ messageId: 'noProcess', data: { binary: '/usr/sbin/sshd' } }],
    },
  ],
  unknown: [
    {
      name: 'processes are hidden',
      facts: {
        ...base,
        init: OPENRC,
        sshServer: sshServer({ running: null }),
        systemUnits: units(),
      },
    },
  ],
});
