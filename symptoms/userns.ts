import { defineSymptoms } from '../src/model/symptom.ts';

/** The kernel, or something before it, refuses a user namespace. */
export const userns = defineSymptoms([
  {
    id: 'userns-clone-refused',
    title: 'Podman could not make its user namespace',
    covers: ['F001', 'F004'],
    texts: ['cannot clone: Operation not permitted', 'Error: cannot re-exec process'],
    causes: [
      { check: 'userns-switch', because: 'A kernel switch leaves user namespaces to root.' },
      {
        check: 'nested-container',
        because: 'This host is a container whose seccomp filter or capabilities forbid it.',
      },
      { check: 'apparmor-userns', because: 'AppArmor grants it only to programs with a profile.' },
      { check: 'userns-limit', because: 'The number of namespaces is limited to none.' },
      { check: 'userns-attempt', because: 'Whatever forbids it, an attempt fails as well.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/3890',
      'https://github.com/containers/podman/issues/10802',
    ],
  },
  {
    id: 'userns-denied-by-apparmor',
    title: 'AppArmor took the rights of a new user namespace away',
    covers: ['F003'],
    texts: [
      'apparmor="DENIED" operation="userns_create" class="namespace" info="Userns create restricted - failed to find unprivileged_userns profile"',
      'apparmor="AUDIT" operation="userns_create" class="namespace" info="Userns create - transitioning profile" profile="unconfined" comm="podman" target="unprivileged_userns"',
    ],
    causes: [
      { check: 'apparmor-userns', because: 'No profile lets this podman make namespaces.' },
      { check: 'podman-copies', because: 'The first podman of the PATH has no profile.' },
    ],
    references: ['https://github.com/moby/moby/issues/47480'],
  },
  {
    id: 'userns-switched-off',
    title: 'The kernel leaves user namespaces to root',
    covers: ['F001'],
    texts: ['user namespaces are not enabled in /proc/sys/kernel/unprivileged_userns_clone'],
    causes: [
      { check: 'userns-switch', because: 'kernel.unprivileged_userns_clone is 0.' },
      { check: 'nested-container', because: 'The container that is this host forbids them.' },
    ],
    references: ['https://github.com/containers/podman/issues/3890'],
  },
  {
    id: 'userns-used-up',
    title: 'The kernel gives no further user namespace',
    covers: ['F002'],
    texts: [
      'user namespaces are not enabled in /proc/sys/user/max_user_namespaces',
      'cannot clone: No space left on device',
      'cannot clone: Invalid argument',
    ],
    causes: [
      { check: 'userns-limit', because: 'user.max_user_namespaces is 0.' },
      { check: 'userns-attempt', because: 'The quota of the user is used up.' },
    ],
    references: ['https://github.com/containers/podman/issues/8463'],
  },
  {
    id: 'id-map-refused',
    title: 'The kernel refused to map ids into the new namespace',
    covers: ['F003', 'F005'],
    texts: [
      'write failed /proc/self/uid_map: Operation not permitted',
      'newuidmap: write to uid_map failed: Operation not permitted',
      'newgidmap: write to gid_map failed: Operation not permitted',
    ],
    causes: [
      {
        check: 'apparmor-userns',
        because: 'AppArmor takes the capabilities in a namespace from programs without a profile.',
      },
      {
        check: 'no-new-privileges',
        because: 'With no_new_privs, newuidmap is not privileged whatever its mode is.',
      },
      { check: 'subid-helpers', because: 'newuidmap is not privileged.' },
      { check: 'subuid-range', because: 'Ids that are not delegated cannot be mapped.' },
      {
        check: 'nested-container',
        because: 'The container that is this host does not have the ids itself.',
      },
      { check: 'userns-attempt', because: 'An attempt with the same ranges fails as well.' },
    ],
    references: [
      'https://github.com/moby/moby/issues/47480',
      'https://github.com/containers/podman/issues/10717',
      'https://man7.org/linux/man-pages/man7/user_namespaces.7.html',
    ],
  },
  {
    id: 'userns-program-denied',
    title: 'A program of Podman could not be started in a new namespace',
    covers: ['F003'],
    texts: ['fork/exec {path}: permission denied', 'fork/exec /proc/self/exe: permission denied'],
    causes: [
      { check: 'apparmor-userns', because: 'AppArmor denies namespaces to this podman.' },
      { check: 'podman-copies', because: 'The first podman of the PATH has no profile.' },
      { check: 'nested-container', because: 'The container that is this host forbids it.' },
      {
        because: 'The file system of the program is mounted noexec, or its mode forbids it.',
        byHand: 'Run namei -l on the path in the message, and findmnt -T.',
      },
    ],
    references: ['https://github.com/containerd/nerdctl/issues/2847'],
  },
  {
    id: 'pause-process-gone',
    title: 'Podman does not find the process that holds its namespace',
    covers: ['F117'],
    texts: [
      'invalid internal status, try resetting the pause process with "{path} system migrate": could not find any running process: no such process',
      'Error: open /proc/{number}/ns/user: no such file or directory',
    ],
    causes: [
      { check: 'storage-boot-id', because: 'The file with its number is of an earlier boot.' },
      { check: 'run-root', because: 'The runtime directory survives a reboot, and the file too.' },
      { check: 'runtime-dir', because: 'The runtime directory is not the one of this session.' },
      { check: 'pause-process', because: 'The process was killed while its file stayed.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/23752',
      'https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html',
    ],
  },
]);
