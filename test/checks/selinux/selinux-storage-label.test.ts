import { selinuxStorageLabel } from '../../../checks/selinux/selinux-storage-label.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { selinuxOf } from '../../helpers/selinux-facts.ts';

const root = '/home/alice/.local/share/containers/storage';
const labelled = (type: string, expected?: string) =>
  selinuxOf({
    labels: [
      { path: root, type: 'data_home_t', expected: 'data_home_t' },
      { path: `${root}/overlay`, type, expected },
    ],
  });

testCheck(selinuxStorageLabel, {
  pass: [
    {
      name: 'as the policy has it',
      facts: { selinux: labelled('container_ro_file_t', 'container_ro_file_t') },
    },
    { name: 'shared with containers', facts: { selinux: labelled('container_file_t') } },
  ],
  fail: [
    {
      name: 'a home that was restored',
      facts: { selinux: labelled('user_home_t', 'container_ro_file_t') },
      findings: [
        {
          messageId: 'label',
          data: {
            path: `${root}/overlay`,
            type: 'user_home_t',
            root,
            expected: 'container_ro_file_t',
          },
        },
      ],
    },
    {
      name: 'a place that the policy does not know',
      facts: { selinux: labelled('default_t', 'default_t') },
      findings: [{ messageId: 'custom', evidence: [{ found: 'default_t' }] }],
    },
    { name: 'no label', facts: { selinux: labelled('') }, findings: [{ messageId: 'label' }] },
  ],
  notApplicable: [
    { name: 'no SELinux', facts: { selinux: absent('/sys/fs/selinux/enforce does not exist') } },
    { name: 'permissive', facts: { selinux: { ...labelled('user_home_t'), enforcing: false } } },
    { name: 'no images', facts: { selinux: selinuxOf() } },
    {
      name: 'no policy for containers',
      facts: { selinux: { ...labelled('user_home_t'), hasContainerTypes: false } },
    },
  ],
});
