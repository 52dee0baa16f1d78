import { type LabFault, RUN } from '../fault.ts';

const storageConf = (text: string): string => `
      printf '${text}' | user_file alice .config/containers/storage.conf
      forget alice`;

export const storageFaults: readonly LabFault[] = [
  {
    id: 'mount-program-missing',
    area: 'storage',
    covers: ['F133'],
    suites: ['trixie', 'bullseye'],
    user: 'alice',
    inject: storageConf(
      '[storage]\\ndriver="overlay"\\n[storage.options.overlay]\\nmount_program="/usr/local/bin/fuse-overlayfs"\\n',
    ),
    expect: { check: 'storage-config', messageId: 'mountProgram' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'graphroot-of-root',
    area: 'storage',
    covers: ['F125'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      forget alice
      chown root:root /home/alice/.local/share/containers /home/alice/.local/share/containers/storage
      chmod 700 /home/alice/.local/share/containers`,
    expect: { check: 'storage-owner' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'graphroot-of-the-system',
    area: 'storage',
    covers: ['F125'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: storageConf(
      '[storage]\\ndriver="overlay"\\ngraphroot="/var/lib/containers/storage"\\nrunroot="/run/containers/storage"\\n',
    ),
    expect: { check: 'storage-owner', messageId: 'notWritable' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'driver-changed-after-use',
    area: 'storage',
    covers: ['F113'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      have=$(as alice 'podman info -f "{{.Store.GraphDriverName}}"')
      if [ "$have" = vfs ]; then other=overlay; else other=vfs; fi
      printf '[storage]\\ndriver="%s"\\n' "$other" | user_file alice .config/containers/storage.conf
      forget alice`,
    expect: { check: 'storage-driver', messageId: 'overridden' },
    fix: { kind: 'auto' },
    verify: `
      ${RUN} 2>/tmp/said || exit 1
      ! grep -qi 'driver' /tmp/said`,
  },
  {
    id: 'boot-id-old',
    area: 'storage',
    covers: ['F116'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      forget alice
      as alice 'printf 00000000-0000-0000-0000-000000000000 >/run/user/1000/libpod/tmp/alive'`,
    expect: { check: 'storage-boot-id', messageId: 'differs' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'home-disk-full',
    area: 'storage',
    covers: ['F129'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      forget alice
      mkdir /srv/disk
      mount -t tmpfs -o size=40M,mode=700,uid=1000,gid=1000 tmpfs /srv/disk
      cp -a /home/alice/.local/share/containers/. /srv/disk/
      mount --bind /srv/disk /home/alice/.local/share/containers
      as alice 'dd if=/dev/zero of=.local/share/containers/big bs=64k 2>/dev/null || true'`,
    expect: { check: 'storage-space', messageId: 'full' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'graphroot-noexec',
    area: 'storage',
    covers: [],
    suites: ['bookworm'],
    user: 'alice',
    inject: `
      forget alice
      mount --bind /home/alice/.local/share/containers /home/alice/.local/share/containers
      mount -o remount,bind,noexec,nosuid,nodev /home/alice/.local/share/containers`,
    expect: { check: 'storage-mount-options', messageId: 'noexec' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'runtime-dir-full',
    area: 'storage',
    covers: ['F130'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      as alice 'dd if=/dev/zero of=/run/user/1000/big bs=64k 2>/dev/null || true'`,
    expect: { check: 'runtime-dir-space', messageId: 'full' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'overlay-on-old-kernel-without-fuse',
    area: 'storage',
    covers: ['F110'],
    suites: ['bullseye'],
    user: 'alice',
    inject: `
      dpkg --remove --force-depends fuse-overlayfs
      forget alice`,
    expect: { check: 'overlay-support', messageId: 'oldKernel' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'store-of-copies',
    area: 'storage',
    covers: ['F112'],
    suites: ['trixie'],
    user: 'erin',
    inject: `
      as erin 'podman --storage-driver=vfs import - localhost/bb:1 </srv/bb.tar >/dev/null'
      forget erin`,
    expect: { check: 'storage-driver', messageId: 'slow' },
    fix: { kind: 'manual' },
    verify: `test "$(podman info -f '{{.Store.GraphDriverName}}')" = overlay`,
    harm: 'every container is a full copy of its image: slow, and it fills the disk',
  },
  {
    id: 'store-moved',
    area: 'storage',
    covers: ['F115'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      forget alice
      mv /home/alice/.local/share/containers/storage /srv/store
      printf '[storage]\\ndriver="overlay"\\ngraphroot="/srv/store"\\nrunroot="/run/user/1000/containers"\\n' |
        user_file alice .config/containers/storage.conf`,
    expect: { check: 'storage-database', messageId: 'moved' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'run-root-on-disk',
    area: 'storage',
    covers: ['F118'],
    suites: ['bookworm'],
    // Where there is a store already, its database wins over storage.conf.
    user: 'erin',
    inject: `
      printf '[storage]\\ndriver="vfs"\\nrunroot="/tmp/podman-run-1004"\\n' |
        user_file erin .config/containers/storage.conf
      as erin 'podman info >/dev/null'
      forget erin`,
    expect: { check: 'run-root', messageId: 'onDisk' },
    fix: { kind: 'manual' },
    verify: `
      run=$(podman info -f '{{.Store.RunRoot}}')
      test "$(stat -f -c %T "$run")" = tmpfs`,
    harm: 'old files are cleaned away below running containers, and the rest survives a reboot',
  },
  {
    id: 'no-room-to-unpack',
    area: 'storage',
    covers: ['F128'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    // The image has two megabytes.
    inject: 'mount -t tmpfs -o size=1m,mode=1777 tmpfs /var/tmp',
    expect: { check: 'tmp-space', messageId: 'low' },
    fix: { kind: 'manual' },
    verify: `
      rm -f /tmp/image.tar
      podman save -q -o /tmp/image.tar localhost/bb:1 && podman load -q </tmp/image.tar`,
  },
  {
    id: 'graphroot-nosuid',
    area: 'storage',
    covers: ['F123'],
    suites: ['bookworm'],
    user: 'alice',
    inject: `
      forget alice
      mount --bind /home/alice/.local/share/containers /home/alice/.local/share/containers
      mount -o remount,bind,nosuid /home/alice/.local/share/containers`,
    expect: { check: 'storage-nosuid', messageId: 'nosuid' },
    fix: { kind: 'manual' },
    verify: `
      podman run --rm localhost/bb:1 /bin/cat /proc/self/mountinfo >/tmp/mounts || exit 1
      awk '$5 == "/" { print; found = 1; if ($6 ~ /nosuid/) bad = 1 } END { exit bad || !found }' /tmp/mounts`,
    harm: 'containers run, and setuid programs in them have no rights',
  },
  {
    id: 'fuse-device-closed',
    area: 'storage',
    covers: ['F132'],
    suites: ['bullseye', 'trixie'],
    // Without a store yet: which driver the others have depends on the host.
    user: 'erin',
    prepare: `
      modprobe fuse
      printf '[storage]\\ndriver="overlay"\\n[storage.options.overlay]\\nmount_program="/usr/bin/fuse-overlayfs"\\n' |
        user_file erin .config/containers/storage.conf
      as erin 'podman import - localhost/bb:1 </srv/bb.tar >/dev/null'
      forget erin`,
    inject: 'chmod 600 /dev/fuse',
    expect: { check: 'overlay-support', messageId: 'fuseDevice' },
    // Nobody logs in as root here, so that podready prints what root has to do.
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'fuse-device-closed-to-an-administrator',
    area: 'storage',
    covers: ['F132'],
    suites: ['bullseye', 'trixie'],
    user: 'alice',
    // A store of hers that needs the device; the one that she has does not on every host.
    prepare: `
      modprobe fuse
      as alice 'podman system reset --force; systemctl --user restart podman.socket'
      printf '[storage]\\ndriver="overlay"\\n[storage.options.overlay]\\nmount_program="/usr/bin/fuse-overlayfs"\\n' |
        user_file alice .config/containers/storage.conf
      as alice 'podman import - localhost/bb:1 </srv/bb.tar >/dev/null'
      forget alice`,
    inject: 'chmod 600 /dev/fuse',
    expect: { check: 'overlay-support', messageId: 'fuseDevice' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'number-of-locks-changed',
    area: 'storage',
    covers: ['F135'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    prepare: `
      as alice 'podman create --name old localhost/bb:1 /bin/busybox true'
      as alice 'podman volume create kept'`,
    inject: `
      printf '[engine]\\nnum_locks=4096\\n' | user_file alice .config/containers/containers.conf`,
    expect: { check: 'storage-locks', messageId: 'changed' },
    fix: { kind: 'auto' },
    // Two containers with one lock would wait for each other.
    verify: `
      timeout 60 podman run --rm --volumes-from old --volume kept:/kept localhost/bb:1 /bin/busybox true &&
        timeout 60 podman start --attach old`,
  },
  {
    id: 'layer-without-link',
    area: 'storage',
    covers: ['F127'],
    suites: ['trixie'],
    user: 'alice',
    // As a power cut leaves it: the file is there, its text is not.
    inject: `
      for f in /home/alice/.local/share/containers/storage/overlay/*/link; do : >"$f"; done`,
    expect: { check: 'storage-layers', messageId: 'emptyLink' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'home-of-another-group',
    area: 'storage',
    covers: ['F124'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      chgrp users /home/alice
      chmod 700 /home/alice`,
    expect: { check: 'storage-path', messageId: 'foreignGroup' },
    fix: { kind: 'manual' },
    verify: 'podman run --rm --userns=keep-id localhost/bb:1 /bin/busybox true',
    harm: 'containers run, but not as the user (keep-id)',
  },
  {
    id: 'locks-used-up',
    area: 'storage',
    covers: ['F134'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    // Has no locks yet, so their number can still be chosen.
    user: 'erin',
    prepare: `
      printf '[engine]\nnum_locks=32\n' | user_file erin .config/containers/containers.conf
      as erin 'podman import - localhost/bb:1 </srv/bb.tar >/dev/null'
      as erin '${RUN}'`,
    inject: `
      as erin '
        for n in $(seq 40); do podman volume create "v$n" >/dev/null 2>&1 || exit 0; done
        exit 1'`,
    expect: { check: 'storage-locks', messageId: 'taken' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'store-on-overlay',
    area: 'storage',
    covers: ['F121'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      forget alice
      dpkg --remove --force-depends fuse-overlayfs
      mkdir -p /srv/disk/upper /srv/disk/work
      chown alice:alice /srv/disk/upper
      store=/home/alice/.local/share/containers
      mount -t overlay -o "lowerdir=$store,upperdir=/srv/disk/upper,workdir=/srv/disk/work" overlay "$store"`,
    expect: { check: 'storage-filesystem', messageId: 'stacked' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
];
