import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/** What `setenforce 0` allowed to work stops working with the next boot. */
export const selinuxMode = defineCheck({
  meta: {
    id: 'selinux-mode',
    area: 'selinux',
    title: 'SELinux runs in the mode that is configured',
    failureTitle: 'SELinux is less strict now than it will be after the next boot',
    description:
      'SELinux lets everything pass now, so nothing that is tried today shows what will fail when the host enforces again.',
    severity: 'warning',
    needs: ['boot'],
    covers: [],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man8/selinux.8.html',
      'https://man7.org/linux/man-pages/man8/setenforce.8.html',
    ],
    messages: {
      permissive:
        'SELinux is permissive now, and /etc/selinux/config says SELINUX={{configured}}: the next boot enforces.',
    },
    commands: {
      permissive: ['sudo ausearch -m avc -ts boot', 'sudo setenforce 1', 'getenforce'],
    },
    fixes: [],
  },
  requires: ['selinux'],
  evaluate({ selinux }) {
    if (selinux.state === 'absent') return notApplicable('the kernel does not run SELinux');
    const { enforcing, configured } = selinux.value;
    if (enforcing || configured.toLowerCase() !== 'enforcing') return pass;
    return fail(
      'permissive',
      { configured },
      {
        kind: 'kernel',
        where: '/sys/fs/selinux/enforce',
        found: '0 (permissive)',
        expected: `${configured}, as /etc/selinux/config says`,
      },
    );
  },
});
