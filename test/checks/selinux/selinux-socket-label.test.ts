import { selinuxSocketLabel } from '../../../checks/selinux/selinux-socket-label.ts';
import { absent } from '../../../src/model/fact.ts';
import { testCheck } from '../../helpers/check-tester.ts';
import { selinuxOf } from '../../helpers/selinux-facts.ts';

const path = '/run/user/1000/podman/podman.sock';
const labelled = (type: string, expected?: string) =>
  selinuxOf({ labels: [{ path, type, expected }] });

testCheck(selinuxSocketLabel, {
  pass: [
    { name: 'as the policy has it', facts: { selinux: labelled('user_tmp_t', 'user_tmp_t') } },
    {
      name: 'another label of sessions',
      facts: { selinux: labelled('user_runtime_t', 'user_tmp_t') },
    },
    { name: 'what the policy has is odd', facts: { selinux: labelled('var_run_t', 'var_run_t') } },
  ],
  fail: [
    {
      name: 'no policy gave it a label',
      facts: { selinux: labelled('unlabeled_t', 'user_tmp_t') },
      findings: [
        { messageId: 'label', data: { path, type: 'unlabeled_t', expected: 'user_tmp_t' } },
      ],
    },
    {
      name: 'no label at all',
      facts: { selinux: labelled('', 'user_tmp_t') },
      findings: [{ messageId: 'label', data: { path, type: 'none', expected: 'user_tmp_t' } }],
    },
  ],
  notApplicable: [
    { name: 'no SELinux', facts: { selinux: absent('/sys/fs/selinux/enforce does not exist') } },
    { name: 'permissive', facts: { selinux: { ...labelled('tmpfs_t'), enforcing: false } } },
    { name: 'no socket', facts: { selinux: selinuxOf() } },
  ],
  unknown: [{ name: 'nobody says a label', facts: { selinux: labelled('') } }],
});
