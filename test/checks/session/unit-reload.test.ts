import { unitReload } from '../../../checks/session/unit-reload.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, OPENRC, serviceUnit, SYSTEMD, unit, units } from '../../helpers/session-facts.ts';

const base = { init: SYSTEMD, user: ALICE, userUnits: units(serviceUnit()), systemUnits: units() };
const DROP_IN = '/etc/systemd/system/user@.service.d/delegate.conf';

testCheck(unitReload, {
  pass: [
    { name: 'nothing changed', facts: base },
    {
      name: 'units of Docker are not asked about',
      facts: { ...base, systemUnits: units(unit('docker.service', { needsReload: true })) },
    },
    { name: 'no manager of the user runs', facts: { ...base, userUnits: absent('none runs') } },
  ],
  fail: [
    {
      name: 'an upgraded podman.service',
      facts: { ...base, userUnits: units(serviceUnit({ needsReload: true })) },
      findings: [
        {
          messageId: 'user',
          data: {
            unit: 'podman.service',
            files: '/usr/lib/systemd/user/podman.service',
            user: 'alice',
          },
          evidence: [{ kind: 'unit', found: 'NeedDaemonReload=yes' }],
        },
      ],
    },
    {
      name: 'a drop-in for the user manager',
      facts: {
        ...base,
        systemUnits: units(
          unit('user@1000.service', { fragment: '', dropIns: [DROP_IN], needsReload: true }),
        ),
      },
      findings: [{ messageId: 'system', data: { unit: 'user@1000.service', files: DROP_IN } }],
    },
  ],
  notApplicable: [{ name: 'OpenRC', facts: { ...base, init: OPENRC } }],
});
