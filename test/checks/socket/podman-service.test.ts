import { podmanService } from '../../../checks/socket/podman-service.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, serviceUnit, SYSTEMD, units } from '../../helpers/session-facts.ts';

const base = { init: SYSTEMD, user: ALICE, userUnits: units(serviceUnit()) };
const DROP_IN = '/home/alice/.config/systemd/user/podman.service.d/o.conf';
const FILE = '/usr/lib/systemd/user/podman.service';

testCheck(podmanService, {
  pass: [
    { name: 'waiting for a client', facts: base },
    {
      name: 'restarted once upon a time',
      facts: { ...base, userUnits: units(serviceUnit({ restarts: 4 })) },
    },
    { name: 'running', facts: { ...base, userUnits: units(serviceUnit({ active: 'active' })) } },
  ],
  fail: [
    {
      name: 'an override names no program',
      facts: {
        ...base,
        userUnits: units(
          serviceUnit({
            active: 'failed',
            result: 'exit-code',
            exitStatus: 203,
            program: '/nope',
            dropIns: [DROP_IN],
          }),
        ),
      },
      findings: [
        {
          messageId: 'failed',
          data: {
            user: 'alice',
            program: '/nope',
            file: DROP_IN,
            result: 'exit-code',
            status: 203,
          },
        },
      ],
      explains: [{ check: 'podman-api' }, { check: 'podman-socket', messageId: 'failed' }],
    },
    {
      name: 'systemd tries an override without a program again and again',
      facts: {
        ...base,
        userUnits: units(
          serviceUnit({
            active: 'activating',
            program: '/nope',
            programMissing: true,
            dropIns: [DROP_IN],
          }),
        ),
      },
      findings: [
        {
          messageId: 'noProgram',
          data: { user: 'alice', program: '/nope', file: DROP_IN },
          evidence: [{ kind: 'file', where: '/nope' }],
        },
      ],
    },
    {
      name: 'tried again while a client waits',
      facts: {
        ...base,
        userUnits: units(serviceUnit({ active: 'activating', result: 'exit-code' })),
      },
      findings: [{ messageId: 'failed' }],
    },
    {
      name: 'in a loop of restarts',
      facts: {
        ...base,
        userUnits: units(serviceUnit({ active: 'activating', sub: 'auto-restart', restarts: 7 })),
      },
      findings: [
        {
          messageId: 'restarts',
          data: { user: 'alice', program: '/usr/bin/podman', file: FILE, count: 7 },
        },
      ],
    },
    {
      name: 'masked',
      facts: { ...base, userUnits: units(serviceUnit({ load: 'masked', fileState: 'masked' })) },
      findings: [{ messageId: 'masked' }],
    },
    {
      name: 'a file that cannot be loaded',
      facts: {
        ...base,
        userUnits: units(serviceUnit({ load: 'bad-setting', loadError: 'bad unit file' })),
      },
      findings: [{ messageId: 'broken' }],
    },
  ],
  notApplicable: [
    { name: 'no manager', facts: { ...base, userUnits: absent('no user manager runs') } },
    { name: 'no unit', facts: { ...base, userUnits: units(serviceUnit({ load: 'not-found' })) } },
  ],
});
