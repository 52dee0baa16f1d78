import { quadletNetwork } from '../../../checks/session/quadlet-network.ts';
import { NETWORK_UNIT } from '../../../src/parse/unit-properties.ts';
import { absent } from '../../../src/model/fact.ts';
import type { Quadlets } from '../../../src/parse/quadlets.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, OPENRC, SYSTEMD, unit, units } from '../../helpers/session-facts.ts';

const QUADLETS: Quadlets = {
  files: [],
  generator: { path: '/usr/lib/systemd/user-generators/podman-user-generator', masked: false },
  outputDirectory: '/run/user/1000/systemd/generator',
  managerRuns: true,
  units: new Set(['web.service', 'old.service']),
  waiting: ['web.service'],
  denied: [],
};
const online = {
  init: SYSTEMD,
  user: ALICE,
  quadlets: QUADLETS,
  userUnits: units(unit(NETWORK_UNIT, { fileState: 'static' })),
  systemUnits: units(unit('network-online.target')),
};
const data = { units: 'web.service', unit: NETWORK_UNIT };

testCheck(quadletNetwork, {
  pass: [
    { name: 'the target is reached', facts: online },
    {
      name: 'the system is still booting',
      facts: {
        ...online,
        systemUnits: units(unit('network-online.target', { active: 'activating' })),
      },
    },
  ],
  fail: [
    {
      name: 'the unit of Podman is masked',
      facts: { ...online, userUnits: units(unit(NETWORK_UNIT, { load: 'masked' })) },
      findings: [
        {
          messageId: 'notWaiting',
          data: { ...data, found: 'masked' },
          evidence: [{ kind: 'unit', where: NETWORK_UNIT }],
        },
      ],
    },
    {
      name: 'nothing on the host asks for the target',
      facts: {
        ...online,
        systemUnits: units(unit('network-online.target', { active: 'inactive' })),
      },
      findings: [
        {
          messageId: 'neverOnline',
          data: { ...data, found: 'inactive' },
          evidence: [{ where: 'network-online.target', expected: 'active' }],
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'no quadlets', facts: { ...online, quadlets: absent('none') } },
    { name: 'none that waits', facts: { ...online, quadlets: { ...QUADLETS, waiting: [] } } },
    { name: 'OpenRC', facts: { ...online, init: OPENRC } },
  ],
  unknown: [
    { name: 'no answer of the manager', facts: { ...online, userUnits: absent('no manager') } },
    { name: 'no answer of systemd', facts: { ...online, systemUnits: absent('no systemd') } },
    { name: 'an answer that is cut', facts: { ...online, systemUnits: units() } },
  ],
});
