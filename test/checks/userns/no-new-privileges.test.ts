import { noNewPrivileges } from '../../../checks/userns/no-new-privileges.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { BARE_METAL } from '../../helpers/kernel-facts.ts';
import { ALICE, ROOT, serviceUnit, unit, units } from '../../helpers/session-facts.ts';

const confined = { ...BARE_METAL, noNewPrivileges: true };

testCheck(noNewPrivileges, {
  pass: [{ name: 'an ordinary session', facts: { user: ALICE, virtualization: BARE_METAL } }],
  fail: [
    {
      name: 'a sandbox',
      facts: { user: ALICE, virtualization: confined },
      findings: [
        {
          messageId: 'set',
          data: { user: 'alice' },
          evidence: [{ where: '/proc/self/status', found: 'NoNewPrivs: 1' }],
        },
      ],
      explains: [{ check: 'userns-attempt', messageId: 'notMapped' }],
    },
    {
      name: 'a drop-in of the user manager',
      facts: {
        user: ALICE,
        virtualization: BARE_METAL,
        systemUnits: units(
          unit('user@1000.service', { noNewPrivileges: true, dropIns: ['/etc/hardening.conf'] }),
        ),
      },
      findings: [
        {
          messageId: 'manager',
          data: { unit: 'user@1000.service', file: '/etc/hardening.conf' },
          evidence: [{ kind: 'unit', found: 'NoNewPrivileges=yes' }],
        },
      ],
      explains: [
        { check: 'podman-service', messageId: 'failed' },
        { check: 'podman-service', messageId: 'restarts' },
        { check: 'podman-api' },
      ],
    },
    {
      name: 'a drop-in of podman.service',
      facts: {
        user: ALICE,
        virtualization: BARE_METAL,
        userUnits: units(serviceUnit({ noNewPrivileges: true })),
      },
      findings: [
        {
          messageId: 'manager',
          data: { unit: 'podman.service', file: '/usr/lib/systemd/user/podman.service' },
        },
      ],
    },
  ],
  notApplicable: [{ name: 'root', facts: { user: ROOT, virtualization: confined } }],
});
