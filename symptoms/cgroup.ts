import { defineSymptoms } from '../src/model/symptom.ts';

/** Control groups. */
export const cgroup = defineSymptoms([
  {
    id: 'cgroup-controller-missing',
    title: 'A limit was asked for whose cgroup controller the user does not have',
    covers: ['F029'],
    texts: [
      'OCI runtime error: crun: the requested cgroup controller `{name}` is not available',
      'opening file `cpu.max` for writing: Permission denied',
      'opening file `cpuset.cpus` for writing: No such file or directory',
    ],
    causes: [
      { check: 'cgroup-controllers', because: 'systemd does not delegate the controller.' },
      { check: 'cgroup-delegation', because: 'Delegation to users is switched off.' },
      {
        check: 'cgroup-extra-controllers',
        because: 'cpu, cpuset and io are delegated only when somebody asks for it.',
      },
      { check: 'cgroup-version', because: 'The controllers are on cgroup v1.' },
      { check: 'user-manager', because: 'Without its manager the user has no cgroup.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/8914',
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
    ],
  },
  {
    id: 'cgroup-v1',
    title: 'The host uses cgroup v1, on which users have no limits',
    covers: ['F030', 'F070', 'F173'],
    texts: [
      'Resource limits are not supported and ignored on cgroups V1 rootless systems',
      'invalid configuration, cannot specify resource limits without cgroups v2 and --cgroup-manager=systemd',
      'Using cgroups-v1 which is deprecated in favor of cgroups-v2 with Podman v5 and will be removed in a future version. Set environment variable `PODMAN_IGNORE_CGROUPSV1_WARNING` to hide this warning.',
      "Running 'system service' in rootless mode without cgroup v2, containers won't survive a 'system service' restart",
      'stats is not supported in rootless mode without cgroups v2',
    ],
    causes: [
      { check: 'cgroup-version', because: 'The boot chose the old or the hybrid hierarchy.' },
      { check: 'user-manager', because: 'Without its systemd Podman falls back to cgroupfs.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/17582',
      'https://github.com/containers/podman/blob/main/rootless.md',
    ],
  },
  {
    id: 'cgroup-limits-refused',
    title: 'The user has no cgroup in which a container could be limited',
    covers: ['F031'],
    texts: [
      'rootless needs no limits + no cgrouppath when no permission is granted for cgroups: mkdir /sys/fs/cgroup/{path}: permission denied',
    ],
    causes: [
      {
        check: 'cgroup-limits',
        because: 'Without systemd Podman takes cgroupfs, and no user has a cgroup.',
      },
      { check: 'user-bus', because: 'Podman cannot ask the systemd of the user for one.' },
    ],
    references: [
      'https://github.com/OpenRC/openrc/issues/452',
      'https://github.com/containers/podman/issues/11563',
    ],
  },
  {
    id: 'cgroup-subtree-refused',
    title: 'A controller cannot be handed down in the cgroup tree',
    covers: ['F032'],
    texts: [
      'writing file `/sys/fs/cgroup/{path}/cgroup.subtree_control`: Invalid argument',
      'writing file `/sys/fs/cgroup/{path}/cgroup.subtree_control`: Device or resource busy',
      'writing file `/sys/fs/cgroup/{path}/cgroup.subtree_control`: No such file or directory',
    ],
    causes: [
      { check: 'cgroup-version', because: 'v1 mounts hold the controller.' },
      { check: 'cgroup-controllers', because: 'The cgroup of the user does not have it.' },
      {
        because: 'Processes are in the cgroup whose controllers are to be handed down.',
        byHand: 'Read cgroup.procs beside the file in the message.',
      },
    ],
    references: ['https://github.com/containers/crun/issues/704'],
  },
  {
    id: 'cgroup-mount-missing',
    title: 'The cgroup hierarchy that the runtime looks for is not mounted',
    covers: ['F033'],
    texts: [
      'cgroups: cannot found cgroup mount destination: unknown',
      "mount `/sys/fs/cgroup/systemd` to '/sys/fs/cgroup/systemd': No such file or directory",
    ],
    causes: [
      { check: 'cgroup-version', because: 'There is no systemd, and no unified hierarchy.' },
      {
        because: 'WSL starts systemd only when /etc/wsl.conf says so.',
        byHand: 'Set systemd=true below [boot] in /etc/wsl.conf, and run wsl --shutdown.',
      },
    ],
    references: ['https://github.com/microsoft/WSL/issues/4189'],
  },
  {
    id: 'cgroup-closed-in-container',
    title: 'systemd in a container may not make its cgroups',
    covers: ['F075'],
    texts: [
      'Failed to create /init.scope control group: Permission denied',
      'Failed to allocate manager object: Permission denied',
    ],
    causes: [
      { check: 'cgroup-version', because: 'On cgroup v1 users have no cgroups to hand on.' },
      {
        check: 'selinux-init-label',
        because: 'SELinux forbids it to what is not labelled as init.',
      },
    ],
    references: ['https://github.com/containers/podman/blob/main/troubleshooting.md'],
  },
  {
    id: 'device-filter-refused',
    title: 'The kernel refuses the program that filters the devices of a container',
    covers: ['F166'],
    texts: ['bpf create: Operation not permitted', 'crun: bpf create ``: Operation not permitted'],
    causes: [
      { check: 'nested-container', because: 'The container that is this host forbids bpf.' },
      {
        check: 'kernel-lockdown',
        because: 'An old kernel that is locked down forbids it to root.',
      },
      {
        because: 'The host is a container of systemd-nspawn without CAP_BPF.',
        byHand: 'Give it --capability=CAP_BPF and --system-call-filter=bpf.',
      },
    ],
    references: [
      'https://github.com/containers/podman/blob/main/troubleshooting.md',
      'https://github.com/containers/podman/pull/4614',
    ],
  },
]);
