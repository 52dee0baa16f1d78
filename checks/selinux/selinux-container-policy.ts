import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** Fedora's container-selinux; Debian has no package of it, so an enforcing Debian runs no container. */
export const selinuxContainerPolicy = defineCheck({
  meta: {
    id: 'selinux-container-policy',
    area: 'selinux',
    title: 'The SELinux policy knows containers',
    failureTitle: 'The SELinux policy does not know containers',
    description:
      'Without types for containers and their files, an enforcing SELinux denies what every container does at its start.',
    severity: 'error',
    needs: ['run', 'api', 'rootful'],
    covers: ['F073'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/container-selinux',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      missing:
        'SELinux enforces the policy “{{policy}}”, whose file contexts do not have the type container_file_t.',
    },
    commands: {
      missing: [
        'sudo dnf install container-selinux',
        'grep container_file_t /etc/selinux/{{policy}}/contexts/files/file_contexts',
      ],
    },
    fixes: ['container-policy'],
  },
  requires: ['selinux'],
  evaluate({ selinux }) {
    if (selinux.state === 'absent') return notApplicable('the kernel does not run SELinux');
    const { enforcing, hasContainerTypes, policy } = selinux.value;
    if (!enforcing) return notApplicable('SELinux is permissive');
    const where = `/etc/selinux/${policy}/contexts/files/file_contexts`;
    if (hasContainerTypes === undefined) return unknown(`${where} is not readable by this user`);
    if (hasContainerTypes) return pass;
    return fail(
      'missing',
      { policy },
      { kind: 'file', where, found: 'no container_file_t', expected: 'types of container-selinux' },
    );
  },
  explains: () => [{ check: 'selinux-storage-label' }, { check: 'ssh-socket-forwarding' }],
});
