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
    fix: { kind: 'manual' },
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
    fix: { kind: 'manual' },
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
    fix: { kind: 'manual' },
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
    fix: { kind: 'manual' },
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
];
