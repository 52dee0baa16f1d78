import { wrongStorageLabel } from '../../src/domain/selinux-labels.ts';
import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/** A graph root that was moved, restored from a backup or copied keeps the labels of its origin. */
export const selinuxStorageLabel = defineCheck({
  meta: {
    id: 'selinux-storage-label',
    area: 'selinux',
    title: 'Images are labelled so that containers may read them',
    failureTitle: 'Images are labelled so that containers may not read them',
    description:
      'Programs in containers fail at once with “cannot apply additional memory protection” or “Permission denied”, although modes and owners are right.',
    severity: 'error',
    needs: ['run', 'api'],
    covers: ['F072'],
    since: '0.1.0',
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://man7.org/linux/man-pages/man8/restorecon.8.html',
    ],
    messages: {
      label: '{{path}} has the SELinux type {{type}}; containers may read {{expected}}.',
      custom:
        '{{path}} has the SELinux type {{type}}, which the policy has for that place: the policy does not know that it is a storage of containers.',
    },
    commands: {
      label: ['restorecon -RFv {{path}}'],
      custom: [
        'sudo semanage fcontext -a -e /var/lib/containers/storage {{root}}',
        'sudo restorecon -RFv {{root}}',
      ],
    },
    fixes: ['selinux-labels', 'selinux-file-context'],
  },
  requires: ['selinux'],
  evaluate({ selinux }) {
    if (selinux.state === 'absent') return notApplicable('the kernel does not run SELinux');
    const { enforcing, hasContainerTypes } = selinux.value;
    if (!enforcing) return notApplicable('SELinux is permissive');
    if (hasContainerTypes === false) return notApplicable('the policy has no types for containers');
    const wrong = wrongStorageLabel(selinux.value);
    if (wrong === 'none') return notApplicable('there are no images yet');
    if (wrong === null) return pass;
    const { root, kind, label } = wrong;
    const { path, type } = label;
    const shown = type === '' ? 'none' : type;
    return fail(
      kind,
      { path, type: shown, root, expected: 'container_ro_file_t' },
      { kind: 'file', where: path, found: shown, expected: 'container_ro_file_t' },
    );
  },
});
