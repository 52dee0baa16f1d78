import { podmanSocketEnabled } from '../../../checks/socket/podman-socket-enabled.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import {
  ALICE,
  OVER_SSH,
  SESSION,
  socketUnit,
  SYSTEMD,
  unitFiles,
  units,
  WANTED,
} from '../../helpers/session-facts.ts';

const base = {
  init: SYSTEMD,
  user: ALICE,
  userUnits: units(socketUnit()),
  userUnitFiles: unitFiles({ 'podman.socket': WANTED }),
  loginSession: SESSION,
  connection: OVER_SSH,
};
const MASK = '/home/alice/.config/systemd/user/podman.socket';
const DROP_IN = '/home/alice/.config/systemd/user/podman.socket.d/o.conf';

testCheck(podmanSocketEnabled, {
  pass: [
    { name: 'enabled', facts: base },
    {
      name: 'linked by hand',
      facts: { ...base, userUnits: units(socketUnit({ fileState: 'static' })) },
    },
  ],
  fail: [
    {
      name: 'only started',
      facts: {
        ...base,
        userUnits: units(socketUnit({ fileState: 'disabled' })),
        userUnitFiles: unitFiles(),
      },
      findings: [{ messageId: 'disabled', data: { user: 'alice', state: 'disabled' } }],
    },
    {
      name: 'masked after it was started',
      facts: {
        ...base,
        userUnits: units(socketUnit({ load: 'masked', fileState: 'masked', fragment: MASK })),
      },
      findings: [{ messageId: 'masked', data: { path: MASK } }],
    },
    {
      name: 'broken after it was started',
      facts: {
        ...base,
        userUnits: units(socketUnit({ load: 'bad-setting', dropIns: [DROP_IN] })),
      },
      findings: [{ messageId: 'broken', data: { path: DROP_IN } }],
    },
  ],
  notApplicable: [
    {
      name: 'it does not listen',
      facts: { ...base, userUnits: units(socketUnit({ active: 'inactive' })) },
      because: /see podman-socket/u,
    },
    { name: 'no manager', facts: { ...base, userUnits: absent('no user manager runs') } },
  ],
});
