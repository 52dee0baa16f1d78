import { userUnitTarget } from '../../../checks/session/user-unit-target.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { ALICE, OPENRC, SYSTEMD, unitFiles } from '../../helpers/session-facts.ts';

const base = { init: SYSTEMD, user: ALICE, userUnitFiles: unitFiles() };
const link = (path: string) =>
  unitFiles({}, { wantedByMultiUser: [{ unit: 'web.service', path }] });
const OWN = '/home/alice/.config/systemd/user/multi-user.target.wants/web.service';

testCheck(userUnitTarget, {
  pass: [
    { name: 'no such link', facts: base },
    {
      name: 'only a link that a package ships',
      facts: {
        ...base,
        userUnitFiles: link('/usr/lib/systemd/user/multi-user.target.wants/web.service'),
      },
    },
  ],
  fail: [
    {
      name: 'enabled for multi-user.target',
      facts: { ...base, userUnitFiles: link(OWN) },
      findings: [
        {
          messageId: 'multiUser',
          data: { unit: 'web.service', path: OWN },
          evidence: [{ expected: 'WantedBy=default.target' }],
        },
      ],
    },
  ],
  notApplicable: [{ name: 'OpenRC', facts: { ...base, init: OPENRC } }],
});
