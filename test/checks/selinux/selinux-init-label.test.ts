import { selinuxInitLabel } from '../../../checks/selinux/selinux-init-label.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { selinuxOf } from '../../helpers/selinux-facts.ts';

const file = '/usr/share/containers/selinux/contexts';
const old = { hasInitLabel: false, managesCgroup: false };

testCheck(selinuxInitLabel, {
  pass: [
    { name: 'Fedora: the boolean is off, and not needed', facts: { selinux: selinuxOf() } },
    { name: 'the boolean is on', facts: { selinux: selinuxOf({ ...old, managesCgroup: true }) } },
  ],
  fail: [
    {
      name: 'an old policy',
      facts: { selinux: selinuxOf(old) },
      findings: [{ messageId: 'missing', data: { file }, evidence: [{ where: file }] }],
    },
  ],
  notApplicable: [
    { name: 'no SELinux', facts: { selinux: absent('no SELinux') } },
    { name: 'permissive', facts: { selinux: selinuxOf({ ...old, enforcing: false }) } },
    { name: 'Debian', facts: { selinux: selinuxOf({ ...old, containerContexts: undefined }) } },
  ],
  unknown: [
    {
      name: 'no such boolean',
      facts: { selinux: selinuxOf({ ...old, managesCgroup: undefined }) },
    },
  ],
});
