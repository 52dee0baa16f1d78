import { podmanSocketExposure } from '../../../checks/socket/podman-socket-exposure.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { OPENRC, SOCKET_PATH, socketUnit, SYSTEMD, units } from '../../helpers/session-facts.ts';

const FILE = '/usr/lib/systemd/user/podman.socket';
const shared = socketUnit({ listen: [SOCKET_PATH, '0.0.0.0:2375'], socketMode: 0o666 });

testCheck(podmanSocketExposure, {
  pass: [
    { name: 'as packaged', facts: { init: SYSTEMD, userUnits: units(socketUnit()) } },
    {
      name: 'a path that looks like a port',
      facts: { init: SYSTEMD, userUnits: units(socketUnit({ listen: ['/run/a:80'] })) },
    },
  ],
  fail: [
    {
      name: 'on the network and open to all',
      facts: { init: SYSTEMD, userUnits: units(shared) },
      findings: [
        {
          messageId: 'tcp',
          data: { unit: 'podman.socket', address: '0.0.0.0:2375', file: FILE },
        },
        { messageId: 'mode', data: { unit: 'podman.socket', mode: '0666', file: FILE } },
      ],
    },
    {
      name: "the system's socket",
      facts: { init: SYSTEMD, systemUnits: units(socketUnit({ listen: ['[::]:2375'] })) },
      findings: [{ messageId: 'tcp' }],
    },
  ],
  notApplicable: [
    { name: 'OpenRC', facts: { init: OPENRC } },
    {
      name: 'not active',
      facts: { init: SYSTEMD, userUnits: units({ ...shared, active: 'inactive' }) },
    },
  ],
});
