import { defineCheck, fail, notApplicable, pass } from '../../src/model/check.ts';

/** Types that container-selinux gives to images, or that it lets containers read. */
const READABLE: ReadonlySet<string> = new Set([
  'container_ro_file_t',
  'container_file_t',
  'container_share_t',
  'container_var_lib_t',
  'svirt_sandbox_file_t',
]);

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
    fixes: [],
  },
  requires: ['selinux'],
  evaluate({ selinux }) {
    if (selinux.state === 'absent') return notApplicable('the kernel does not run SELinux');
    const { enforcing, hasContainerTypes, labels } = selinux.value;
    if (!enforcing) return notApplicable('SELinux is permissive');
    if (hasContainerTypes === false) return notApplicable('the policy has no types for containers');
    const overlay = labels.find(({ path }) => path.endsWith('/overlay'));
    if (overlay === undefined) return notApplicable('there are no images yet');
    const { path, type, expected: wanted } = overlay;
    if (READABLE.has(type)) return pass;
    const root = path.slice(0, -'/overlay'.length);
    const shown = type === '' ? 'none' : type;
    const isCustom = wanted !== undefined && !READABLE.has(wanted);
    return fail(
      isCustom ? 'custom' : 'label',
      { path, type: shown, root, expected: 'container_ro_file_t' },
      { kind: 'file', where: path, found: shown, expected: 'container_ro_file_t' },
    );
  },
});
