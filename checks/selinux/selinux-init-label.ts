import { defineCheck, fail, notApplicable, pass, unknown } from '../../src/model/check.ts';

/**
 * Podman 2 and newer give a container that runs systemd the label `init_process` of this file, which may
 * write to cgroups. Where a policy does not have it, the ordinary label is used (go-selinux,
 * `InitContainerLabels`), and then the boolean has to allow it. The boolean is off on healthy hosts.
 */
export const selinuxInitLabel = defineCheck({
  meta: {
    id: 'selinux-init-label',
    area: 'selinux',
    title: 'SELinux lets systemd in a container use its cgroup',
    failureTitle: 'SELinux does not let systemd in a container use its cgroup',
    description:
      'Containers whose command is systemd or init end at their start; others are not affected.',
    severity: 'info',
    needs: ['run', 'rootful'],
    covers: ['F075'],
    since: '0.1.0',
    references: [
      'https://github.com/opencontainers/selinux/blob/main/go-selinux/selinux_linux.go',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
    messages: {
      missing:
        '{{file}} has no label init_process, and the SELinux boolean container_manage_cgroup is off.',
    },
    commands: {
      missing: [
        'grep -n . {{file}}; getsebool container_manage_cgroup',
        'sudo dnf upgrade container-selinux',
        'sudo setsebool -P container_manage_cgroup on',
      ],
    },
    fixes: [],
  },
  requires: ['selinux'],
  evaluate({ selinux }) {
    if (selinux.state === 'absent') return notApplicable('the kernel does not run SELinux');
    const { enforcing, hasContainerTypes, hasInitLabel, managesCgroup, containerContexts } =
      selinux.value;
    if (!enforcing) return notApplicable('SELinux is permissive');
    if (hasContainerTypes === false || containerContexts === undefined) {
      return notApplicable('the policy has no labels for containers');
    }
    if (hasInitLabel === true || managesCgroup === true) return pass;
    if (hasInitLabel === undefined || managesCgroup === undefined) {
      return unknown('the labels of containers, or the boolean, could not be read');
    }
    return fail(
      'missing',
      { file: containerContexts },
      {
        kind: 'file',
        where: containerContexts,
        found: 'no init_process',
        expected: 'init_process',
      },
    );
  },
});
