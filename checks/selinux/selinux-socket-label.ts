import { isUnlabelled, socketLabel } from '../../src/domain/selinux-labels.ts';
import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/** sshd and other services connect to the socket from domains of their own. */
export const selinuxSocketLabel = defineCheck({
  meta: {
    id: 'selinux-socket-label',
    area: 'selinux',
    title: 'The API socket has a label that others may use',
    failureTitle: 'The API socket has no usable SELinux label',
    description:
      'A runtime directory without labels of its own keeps sshd and confined services from the socket, while the user reaches it well.',
    severity: 'warning',
    needs: ['remote'],
    covers: ['F076'],
    since: '0.1.0',
    references: [
      'https://man7.org/linux/man-pages/man8/restorecon.8.html',
      'https://github.com/containers/podman/issues/26157',
    ],
    messages: {
      label: '{{path}} has the SELinux type {{type}}; the policy has {{expected}} for it.',
    },
    commands: { label: ['restorecon -RFv {{path}}', 'systemctl --user restart podman.socket'] },
    fixes: ['selinux-labels'],
  },
  requires: ['selinux'],
  evaluate({ selinux }) {
    if (selinux.state === 'absent') return notApplicable('the kernel does not run SELinux');
    if (!selinux.value.enforcing) return notApplicable('SELinux is permissive');
    const socket = socketLabel(selinux.value);
    if (socket === undefined) return notApplicable('there is no API socket');
    const { path, type, expected } = socket;
    if (!isUnlabelled(socket)) return pass;
    if (expected === undefined && type === '') return unknown(`${path} shows no label`);
    const [shown, wanted] = [type === '' ? 'none' : type, expected ?? 'user_tmp_t'];
    return fail(
      'label',
      { path, type: shown, expected: wanted },
      { kind: 'file', where: path, found: shown, expected: wanted },
    );
  },
});
