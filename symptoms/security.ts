import { defineSymptoms } from '../src/model/symptom.ts';

const TROUBLESHOOTING = 'https://github.com/containers/podman/blob/main/troubleshooting.md';

/** SELinux, AppArmor, seccomp and the groups of a process. */
export const security = defineSymptoms([
  {
    id: 'library-denied',
    title: 'Programs in containers may not read their own files',
    covers: ['F072', 'F073'],
    texts: [
      'error while loading shared libraries: /lib64/libc.so.6: cannot apply additional memory protection after relocation: Permission denied',
      'error while loading shared libraries: {name}: cannot open shared object file: Permission denied',
      'error while loading shared libraries: {name}: cannot change memory protections',
    ],
    causes: [
      { check: 'selinux-storage-label', because: 'The store has labels of another place.' },
      { check: 'selinux-container-policy', because: 'The policy for containers is missing.' },
      { check: 'storage-mount-options', because: 'The mount of the store is noexec.' },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/11109'],
  },
  {
    id: 'relabel-refused',
    title: 'A volume could not be given the label that :z or :Z asks for',
    covers: ['F074'],
    texts: [
      'lsetxattr(label=system_u:object_r:container_file_t:s0) {path}: operation not permitted',
      'lsetxattr(label=system_u:object_r:container_file_t:s0) {path}: operation not supported',
      'relabel failed "{path}": lsetxattr {path}: operation not supported',
    ],
    causes: [
      {
        because: 'The directory belongs to somebody else, or its file system has no labels.',
        byHand: 'Leave :z out, or mount the file system with context=….',
      },
      { check: 'storage-network', because: 'The store itself is on such a file system.' },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/12492'],
  },
  {
    id: 'pasta-denied',
    title: 'A security module keeps pasta from the network namespace',
    covers: ['F076', 'F077'],
    texts: [
      'pasta failed with exit code 1: netns dir open: Permission denied, exiting',
      'avc: denied { read } for pid={number} comm="pasta" scontext=unconfined_u:unconfined_r:pasta_t:s0 tcontext=unconfined_u:object_r:user_tmp_t:s0',
      'apparmor="DENIED" operation="open" profile="passt" name="{path}"',
      "pasta failed with exit code 1: Couldn't open network namespace {path}: Permission denied",
    ],
    causes: [
      { check: 'selinux-socket-label', because: 'The runtime directory has unexpected labels.' },
      { check: 'runtime-dir', because: "The runtime directory is not the user's own." },
      {
        because: 'The policy of SELinux for pasta is older than pasta.',
        byHand: 'Update passt and passt-selinux, then restorecon -RFv /run/user/UID.',
      },
      { check: 'pasta-profile', because: 'The AppArmor profile of pasta does not allow it.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/26473',
      'https://github.com/containers/podman/issues/22681',
    ],
  },
  {
    id: 'container-confined',
    title: 'SELinux denied a container something on the host',
    covers: ['F071', 'F073', 'F075'],
    texts: [
      'avc: denied { read } for pid={number} comm="{name}" scontext=system_u:system_r:container_t:s0:{id} tcontext={name} tclass={name} permissive=0',
    ],
    causes: [
      { check: 'selinux-storage-label', because: 'The store is labelled wrongly.' },
      { check: 'selinux-container-policy', because: 'The policy for containers is missing.' },
      { check: 'selinux-mode', because: 'The next boot enforces what is only logged now.' },
      {
        because: 'The volume is not labelled for containers.',
        byHand: 'Mount it with :z (shared) or :Z (for this container only).',
      },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/3234'],
  },
  {
    id: 'apparmor-profile-unknown',
    title: 'The AppArmor profile of the container is not loaded',
    covers: ['F078'],
    texts: ['AppArmor profile "{name}" specified but not loaded'],
    causes: [{ check: 'apparmor-profile', because: 'containers.conf names it.' }],
    references: ['https://man7.org/linux/man-pages/man8/apparmor_parser.8.html'],
  },
  {
    id: 'permission-denied',
    title: 'Something in or around a container was denied',
    covers: ['F056', 'F071', 'F124', 'F167'],
    isVague: true,
    texts: ['Permission denied'],
    causes: [
      { check: 'selinux-storage-label', because: 'The store is labelled wrongly.' },
      { check: 'storage-owner', because: 'The user may not write the store.' },
      { check: 'home-permissions', because: 'The user may not write where Podman keeps things.' },
      { check: 'runtime-dir', because: "The runtime directory is not the user's own." },
      {
        because: 'SELinux: the volume is not labelled for containers.',
        byHand: 'Mount it with :z (shared) or :Z (for this container only).',
      },
      {
        because: 'The user has access through a group, and the container dropped it.',
        byHand: 'Run it with --group-add keep-groups, which crun supports.',
      },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/12428'],
  },
  {
    id: 'connection-refused',
    title: 'Nobody listens where a program of containers connects to',
    covers: ['F034', 'F049'],
    isVague: true,
    texts: ['connect: connection refused', 'connection refused', 'connection reset by peer'],
    causes: [
      { check: 'podman-socket-stale', because: 'The file of the API socket has no listener.' },
      { check: 'podman-socket', because: 'podman.socket of the user does not listen.' },
      { check: 'podman-service', because: 'podman.service fails at its start.' },
      { check: 'podman-api', because: 'podman.service runs and does not answer.' },
      { check: 'user-bus', because: 'The bus of the user does not listen.' },
    ],
    references: ['https://man7.org/linux/man-pages/man2/connect.2.html'],
  },
  {
    id: 'address-in-use',
    title: 'Another program listens where a program of containers wants to',
    covers: ['F051', 'F102'],
    isVague: true,
    texts: ['bind: address already in use', 'address already in use'],
    causes: [
      { check: 'port-in-use', because: 'Something on the host has the port.' },
      { check: 'podman-service', because: 'podman.service names an address of its own.' },
      { check: 'podman-socket-stale', because: 'The API socket belongs to another listener.' },
    ],
    references: ['https://man7.org/linux/man-pages/man2/bind.2.html'],
  },
  {
    id: 'argument-refused',
    title: 'The kernel refused what Podman asked for',
    covers: ['F002', 'F008', 'F032'],
    isVague: true,
    texts: ['Invalid argument', 'Device or resource busy'],
    causes: [
      { check: 'subuid-range', because: 'Ids that the user does not have cannot own files.' },
      { check: 'subgid-range', because: 'Groups that the user does not have cannot own files.' },
      { check: 'namespace-stale', because: 'The namespace is from before the ranges were added.' },
      { check: 'cgroup-version', because: 'v1 mounts hold controllers of the cgroup tree.' },
      { check: 'userns-limit', because: 'Old kernels say it of namespaces.' },
    ],
    references: ['https://man7.org/linux/man-pages/man3/errno.3.html'],
  },
  {
    id: 'operation-not-supported',
    title: 'The kernel or a file system cannot do what containers need',
    covers: ['F006', 'F074', 'F119'],
    isVague: true,
    texts: ['operation not supported'],
    causes: [
      { check: 'storage-filesystem', because: 'The file system cannot hold a store.' },
      { check: 'storage-network', because: 'The store is on a network file system.' },
      { check: 'kernel-modules', because: 'A module of container networks is missing.' },
      { check: 'kernel-reboot', because: 'The modules of the running kernel were removed.' },
    ],
    references: ['https://man7.org/linux/man-pages/man3/errno.3.html'],
  },
  {
    id: 'operation-not-permitted',
    title: 'The kernel refused something in or around a container',
    covers: ['F109', 'F123', 'F155', 'F170'],
    isVague: true,
    texts: ['Operation not permitted'],
    causes: [
      { check: 'userns-attempt', because: 'A namespace with the ranges of the user fails.' },
      { check: 'storage-nosuid', because: 'The mount of the store is nosuid.' },
      { check: 'storage-mount-options', because: 'The mount of the store is noexec.' },
      { check: 'nested-container', because: 'The container that is this host forbids it.' },
      { check: 'ping-range', because: 'ping needs a range of groups.' },
      { check: 'seccomp-profile', because: 'The filter of system calls is older than the image.' },
      {
        check: 'fapolicyd',
        because: 'fapolicyd judges what containers run, and trusts none of it.',
      },
      {
        because: 'libseccomp or the runtime is older than the image and refuses new system calls.',
        byHand: 'Try --security-opt seccomp=unconfined; if it helps, update libseccomp and crun.',
      },
      {
        because: 'fapolicyd denies programs in the store.',
        byHand: 'Run sudo ausearch --start today -m fanotify -i.',
      },
    ],
    references: [TROUBLESHOOTING],
  },
]);
