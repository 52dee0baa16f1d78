import { defineSymptoms } from '../src/model/symptom.ts';

const TROUBLESHOOTING = 'https://github.com/containers/podman/blob/main/troubleshooting.md';

/** What the store is on, and how it is mounted. */
export const storage = defineSymptoms([
  {
    id: 'overlay-unsupported',
    title: 'The user cannot mount overlays where the store is',
    covers: ['F006', 'F110', 'F121'],
    texts: [
      'kernel does not support overlay fs: \'overlay\' is not supported over extfs at "{path}": backing file system is unsupported for this graph driver',
      "'overlay' is not supported over {name}, a mount_program is required: backing file system is unsupported for this graph driver",
      "'overlay' is not supported over btrfs, a mount_program is required",
      'no support for overlay fs',
      "'overlay' not found as a supported filesystem on this host. Please ensure kernel is new enough and has overlay support loaded.: driver not supported",
    ],
    causes: [
      { check: 'overlay-support', because: 'The kernel is too old, and there is no FUSE program.' },
      { check: 'kernel-version', because: 'Before 5.11 the kernel lets no user mount overlay.' },
      { check: 'overlay-module', because: 'The module overlay is missing.' },
      { check: 'storage-filesystem', because: 'The file system takes no overlay.' },
      { check: 'kernel-reboot', because: 'The modules of the running kernel were removed.' },
      { check: 'nested-container', because: 'The container that is this host has no such right.' },
      { check: 'storage-config', because: 'storage.conf names a mount program that is gone.' },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/8705'],
  },
  {
    id: 'store-on-network',
    title: 'The store is on a network file system',
    covers: ['F119'],
    texts: [
      'Network file system detected as backing store.  Enforcing overlay option `force_mask="700"`.  Add it to storage.conf to silence this warning',
      'a network file system with user namespaces is not supported.  Please use a mount_program: backing file system is unsupported for this graph driver',
      'lsetxattr {path}: operation not supported',
      'lchown {path}: operation not permitted',
    ],
    causes: [
      { check: 'storage-filesystem', because: 'It cannot give files to subordinate owners.' },
      { check: 'storage-network', because: 'The server knows nothing of subordinate ids.' },
      { check: 'overlay-support', because: 'fuse-overlayfs, which would help, is not there.' },
      { check: 'storage-mount-options', because: 'The mount forbids more than it should.' },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/19132'],
  },
  {
    id: 'xfs-without-types',
    title: 'The XFS of the store was made without file types in directories',
    covers: ['F120'],
    texts: [
      'overlay: the backing xfs filesystem is formatted without d_type support, which leads to incorrect behavior. Reformat the filesystem with ftype=1 to enable d_type support. Running without d_type is not supported.',
    ],
    causes: [{ check: 'storage-filesystem', because: 'ftype=0 was the default of old mkfs.xfs.' }],
    references: ['https://man7.org/linux/man-pages/man8/mkfs.xfs.8.html'],
  },
  {
    id: 'store-hidden-from-container',
    title: 'The runtime may not enter a directory above the store',
    covers: ['F124'],
    texts: [
      'crun: make `{path}/merged` private: Permission denied: OCI permission denied',
      'crun: mkdir `{path}`: Permission denied: OCI permission denied',
      'crun: openat `{path}`: Permission denied: OCI permission denied',
    ],
    causes: [
      { check: 'storage-path', because: 'With keep-id a mapped id has to pass it.' },
      { check: 'storage-owner', because: 'The user may not enter or write it.' },
      { check: 'home-permissions', because: 'A directory in the home belongs to another user.' },
      { check: 'selinux-storage-label', because: 'SELinux denies it: the store has other labels.' },
    ],
    references: ['https://github.com/containers/podman/issues/24704'],
  },
  {
    id: 'store-of-root',
    title: 'Podman wants to write the store of root',
    covers: ['F125'],
    texts: [
      'creating runtime static files directory "/var/lib/containers/storage/libpod": mkdir /var/lib/containers/storage: permission denied',
      'creating runtime temporary files directory "{path}": mkdir {path}: permission denied',
    ],
    causes: [
      { check: 'storage-owner', because: "graphroot names a directory that is not the user's." },
      { check: 'storage-config', because: 'storage.conf of the system was copied as it is.' },
      { check: 'run-root', because: "runroot names a directory that is not the user's." },
      { check: 'home-variable', because: 'HOME is not the home of the user.' },
    ],
    references: ['https://github.com/containers/podman/issues/29706'],
  },
  {
    id: 'layer-lost',
    title: 'A layer of the store is gone',
    covers: ['F127'],
    texts: [
      'Can\'t stat lower layer "{path}/overlay/l/{id}" because it does not exist. Going through storage to recreate the missing symlinks.',
      'readlink {path}/overlay/l/{id}: invalid argument',
      'readlink {path}: invalid argument',
    ],
    causes: [
      { check: 'storage-layers', because: 'A power cut left the files of a layer empty.' },
      { check: 'storage-space', because: 'The file system was full when it was written.' },
      {
        because: 'The host lost power while an image was written, or a shared store was deleted.',
        byHand: 'Run podman system check --repair, and pull the image again.',
      },
    ],
    references: [TROUBLESHOOTING],
  },
  {
    id: 'fuse-refused',
    title: 'fuse-overlayfs cannot mount',
    covers: ['F132'],
    texts: [
      'fusermount3: mount failed: Operation not permitted',
      "fuse: device not found, try 'modprobe fuse' first",
      'fuse-overlayfs: cannot mount: Operation not permitted',
    ],
    causes: [
      { check: 'overlay-support', because: '/dev/fuse is missing, or closed for the user.' },
      { check: 'nested-container', because: 'The container that is this host has no /dev/fuse.' },
      { check: 'no-new-privileges', because: 'fusermount3 runs without its privilege.' },
      {
        because: 'fusermount3 is not setuid any more.',
        byHand: 'Install fuse3 again; on kernel 5.13 and later remove mount_program instead.',
      },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/5732'],
  },
  {
    id: 'container-state-lost',
    title: 'Podman has lost the state of a container that runs',
    covers: ['F118'],
    texts: [
      'can only create exec sessions on running containers: container state improper',
      'container {id} has no pid recorded on the runtime: container state improper',
    ],
    causes: [
      { check: 'run-root', because: 'The run root is below /tmp, where old files are removed.' },
      { check: 'runtime-dir', because: 'The runtime directory is not the one of before.' },
      { check: 'linger', because: 'The runtime directory goes with the last session.' },
      {
        because: 'The container has simply ended.',
        byHand: 'Run podman ps -a, and podman logs CONTAINER.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/11539'],
  },
  {
    id: 'mount-program-missing',
    title: 'The mount program of storage.conf does not exist',
    covers: ['F133'],
    texts: [
      'can\'t stat program "/usr/bin/fuse-overlayfs": stat /usr/bin/fuse-overlayfs: no such file or directory',
      'overlay: can\'t stat program "{path}": stat {path}: no such file or directory',
    ],
    causes: [
      { check: 'storage-config', messageId: 'mountProgram', because: 'mount_program names it.' },
    ],
    references: ['https://github.com/containers/podman/issues/13113'],
  },
]);
