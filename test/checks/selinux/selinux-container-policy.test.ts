import { selinuxContainerPolicy } from '../../../checks/selinux/selinux-container-policy.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { selinuxOf } from '../../helpers/selinux-facts.ts';

const debian = { policy: 'default', hasContainerTypes: false, containerContexts: undefined };

testCheck(selinuxContainerPolicy, {
  pass: [{ name: 'container-selinux', facts: { selinux: selinuxOf() } }],
  fail: [
    {
      name: 'the policy of Debian',
      facts: { selinux: selinuxOf(debian) },
      findings: [
        {
          messageId: 'missing',
          data: { policy: 'default' },
          evidence: [{ where: '/etc/selinux/default/contexts/files/file_contexts' }],
        },
      ],
    },
  ],
  notApplicable: [
    { name: 'no SELinux', facts: { selinux: absent('/sys/fs/selinux/enforce does not exist') } },
    { name: 'permissive', facts: { selinux: selinuxOf({ ...debian, enforcing: false }) } },
  ],
  unknown: [
    { name: 'the file is hidden', facts: { selinux: selinuxOf({ hasContainerTypes: undefined }) } },
  ],
});
