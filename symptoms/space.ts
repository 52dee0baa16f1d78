import { defineSymptoms } from '../src/model/symptom.ts';

/** Space, inodes, descriptors, keys: what can be used up. */
export const space = defineSymptoms([
  {
    id: 'unpacking-space',
    title: 'There is no room where images are unpacked',
    covers: ['F128'],
    texts: [
      'write /var/tmp/{id}: no space left on device',
      'writing blob: storing blob to file "/var/tmp/{id}": write /var/tmp/{id}: no space left on device',
    ],
    causes: [
      { check: 'tmp-space', because: 'The directory of temporary files is full.' },
      { check: 'storage-space', because: 'The store is on the same file system.' },
    ],
    references: ['https://github.com/containers/podman/issues/7351'],
  },
  {
    id: 'store-full',
    title: 'There is no room in the store',
    covers: ['F129'],
    texts: [
      'writing blob: adding layer with blob "{id}": processing tar file({path}: no space left on device): exit status 1',
      'ApplyLayer stdout: stderr: write {path}: no space left on device exit status 1',
    ],
    causes: [
      { check: 'storage-space', because: 'The file system is full.' },
      { check: 'storage-inodes', because: 'It has blocks left, but no inodes.' },
      { check: 'storage-space-low', because: 'It has less left than an image needs.' },
      { check: 'tmp-space', because: 'The directory of temporary files is full.' },
    ],
    references: ['https://github.com/containers/podman/issues/19377'],
  },
  {
    id: 'runtime-dir-full',
    title: 'There is no room in the runtime directory of the user',
    covers: ['F130'],
    texts: [
      'mkdir /run/user/{number}/{path}: no space left on device',
      'write /run/user/{number}/{path}: no space left on device',
    ],
    causes: [
      { check: 'runtime-dir-space', because: 'Its tmpfs is full.' },
      { check: 'storage-locks', because: 'Locks are in shared memory, which may be full too.' },
    ],
    references: ['https://www.freedesktop.org/software/systemd/man/latest/logind.conf.html'],
  },
  {
    id: 'no-space',
    title: 'Something that containers need is used up',
    covers: ['F002', 'F129', 'F130', 'F134', 'F161'],
    isVague: true,
    texts: ['no space left on device'],
    causes: [
      { check: 'storage-space', because: 'The file system of the store is full.' },
      { check: 'storage-inodes', because: 'It has no inodes left.' },
      { check: 'tmp-space', because: 'The directory of temporary files is full.' },
      { check: 'runtime-dir-space', because: 'The runtime directory is full.' },
      { check: 'userns-limit', because: 'The kernel says the same of namespaces.' },
      { check: 'inotify-limit', because: 'The kernel says the same of watches.' },
      { check: 'storage-space-low', because: 'There is less left than an image needs.' },
      {
        because: 'An old Podman says it when all its locks are held.',
        byHand: 'Run podman volume prune, and remove containers that nobody uses.',
      },
    ],
    references: ['https://man7.org/linux/man-pages/man3/errno.3.html'],
  },
  {
    id: 'watches-used-up',
    title: 'The user has no inotify watches left',
    covers: ['F161'],
    texts: [
      'failed to create fsnotify watcher: too many open files',
      'Failed to create inotify object: Too many open files',
      'inotify_add_watch: no space left on device',
    ],
    causes: [
      { check: 'inotify-limit', because: 'All containers of the user share one limit.' },
      { check: 'nofile-limit', because: 'The user may open too few files.' },
    ],
    references: ['https://kind.sigs.k8s.io/docs/user/known-issues/'],
  },
  {
    id: 'too-many-open-files',
    title: 'A limit on open files or watches is reached',
    covers: ['F052', 'F161'],
    isVague: true,
    texts: ['too many open files'],
    causes: [
      { check: 'inotify-limit', because: 'The kernel says the same of inotify instances.' },
      { check: 'nofile-limit', because: 'The user may open too few files.' },
      { check: 'default-ulimits', because: 'containers.conf sets the limit of containers.' },
    ],
    references: ['https://man7.org/linux/man-pages/man7/inotify.7.html'],
  },
  {
    id: 'rlimit-refused',
    title: 'The container asks for a higher limit than the user has',
    covers: ['F159'],
    texts: [
      'crun: setrlimit `RLIMIT_NPROC`: Operation not permitted: OCI permission denied',
      'crun: setrlimit `RLIMIT_NOFILE`: Operation not permitted: OCI permission denied',
      'runc: runc create failed: unable to start container process: error setting rlimits for ready process: error setting rlimit type {number}: operation not permitted',
      'error setting rlimit type {number}: operation not permitted',
    ],
    causes: [
      { check: 'default-ulimits', because: 'containers.conf asks for it.' },
      { check: 'nofile-limit', because: 'The limit of the user is low.' },
      { check: 'task-limit', because: 'The user may run few processes.' },
      {
        because: 'The container was made when the limit was higher.',
        byHand: 'Make it again, or raise the limit in /etc/security/limits.d.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/6389'],
  },
  {
    id: 'keyring-refused',
    title: 'The user has used up the kernel keys',
    covers: ['F160'],
    texts: [
      'crun: create keyring `{id}`: Disk quota exceeded: OCI runtime error',
      'join session keyring: create session key: disk quota exceeded',
    ],
    causes: [
      { check: 'keyring-quota', because: 'Every container takes one, and none is left.' },
      { check: 'keyring-usage', because: 'Few are left.' },
    ],
    references: ['https://github.com/containers/podman/issues/13363'],
  },
  {
    id: 'memory-used-up',
    title: 'The kernel or systemd killed a process for want of memory',
    covers: ['F163'],
    texts: [
      'Memory cgroup out of memory: Killed process {number} ({name})',
      'A process of this unit has been killed by the OOM killer.',
      "user@{number}.service: Failed with result 'oom-kill'.",
    ],
    causes: [
      { check: 'slice-memory', because: 'All that the user runs shares a low limit.' },
      {
        because: 'The container has a limit of its own, or the host has no memory left.',
        byHand: 'Run journalctl -k -g oom, and podman inspect CONTAINER.',
      },
    ],
    references: [
      'https://www.freedesktop.org/software/systemd/man/latest/systemd.resource-control.html',
    ],
  },
  {
    id: 'processes-used-up',
    title: 'The user may run no more processes',
    covers: ['F163'],
    texts: [
      'runtime: failed to create new OS thread (have {number} already; errno=11)',
      'fork/exec {path}: resource temporarily unavailable',
      'crun: clone: Resource temporarily unavailable',
    ],
    causes: [
      { check: 'task-limit', because: 'The limit on tasks or processes is low.' },
      { check: 'slice-memory', because: 'The user may use little memory.' },
    ],
    references: ['https://man7.org/linux/man-pages/man2/fork.2.html'],
  },
]);
