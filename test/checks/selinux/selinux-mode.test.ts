import { selinuxMode } from '../../../checks/selinux/selinux-mode.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { selinuxOf } from '../../helpers/selinux-facts.ts';

testCheck(selinuxMode, {
  pass: [
    { name: 'enforcing', facts: { selinux: selinuxOf() } },
    {
      name: 'permissive for good',
      facts: { selinux: selinuxOf({ enforcing: false, configured: 'permissive' }) },
    },
    {
      name: 'stricter than configured',
      facts: { selinux: selinuxOf({ configured: 'permissive' }) },
    },
  ],
  fail: [
    {
      name: 'setenforce 0',
      facts: { selinux: selinuxOf({ enforcing: false }) },
      findings: [{ messageId: 'permissive', data: { configured: 'enforcing' } }],
    },
  ],
  notApplicable: [
    { name: 'no SELinux', facts: { selinux: absent('/sys/fs/selinux/enforce does not exist') } },
  ],
});
