import { linger } from '../../../checks/session/linger.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, LINGERS, NO_LINGER, OPENRC, ROOT, SYSTEMD } from '../../helpers/session-facts.ts';

const POLKIT = '/usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service';

testCheck(linger, {
  pass: [{ name: 'the file is there', facts: { init: SYSTEMD, user: ALICE, linger: LINGERS } }],
  fail: [
    {
      name: 'the file is not there',
      facts: { init: SYSTEMD, user: ALICE, linger: NO_LINGER },
      findings: [
        {
          messageId: 'off',
          data: { user: 'alice', path: '/var/lib/systemd/linger/alice' },
          evidence: [{ kind: 'file', where: '/var/lib/systemd/linger/alice' }],
        },
      ],
    },
    {
      name: 'nobody but root may switch it on',
      facts: {
        init: SYSTEMD,
        user: ALICE,
        linger: { ...NO_LINGER, barrier: { polkit: 'missing', path: POLKIT } },
      },
      findings: [
        {
          messageId: 'onlyRoot',
          data: {
            user: 'alice',
            path: '/var/lib/systemd/linger/alice',
            polkit: 'missing',
            file: POLKIT,
          },
          evidence: [{ where: '/var/lib/systemd/linger/alice' }, { where: POLKIT }],
        },
      ],
    },
  ],
  notApplicable: [
    {
      name: 'OpenRC',
      facts: { init: OPENRC, user: ALICE, linger: NO_LINGER },
      because: /systemd is not the init of this host \(init is\)/u,
    },
    { name: 'root', facts: { init: SYSTEMD, user: ROOT, linger: NO_LINGER }, because: /root/u },
  ],
});
