import { sshdPersistent } from '../../../checks/ssh/sshd-persistent.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import type { UnitState } from '../../../src/parse/unit-properties.ts';
import { OPENRC, SYSTEMD, unit, units } from '../../helpers/session-facts.ts';

const off = { fileState: 'disabled' } as const;
const facts = (...all: readonly UnitState[]) => ({ init: SYSTEMD, systemUnits: units(...all) });

testCheck(sshdPersistent, {
  pass: [
    { name: 'the service', facts: facts(unit('ssh.service'), unit('ssh.socket', off)) },
    { name: 'the socket', facts: facts(unit('ssh.service', off), unit('ssh.socket')) },
  ],
  fail: [
    {
      name: 'neither',
      facts: facts(unit('ssh.service', off), unit('ssh.socket', off)),
      findings: [{ messageId: 'disabled', data: { unit: 'ssh.service', state: 'disabled' } }],
    },
    {
      name: 'masked',
      facts: facts(unit('sshd.service', { fileState: 'masked', load: 'masked' })),
      findings: [{ messageId: 'masked', data: { unit: 'sshd.service' } }],
    },
  ],
  notApplicable: [
    { name: 'OpenRC', facts: { ...facts(), init: OPENRC } },
    { name: 'no server', facts: facts(unit('ssh.service', { load: 'not-found' })) },
  ],
});
