import { type LabFault, RUN } from '../fault.ts';

export const usernsFaults: readonly LabFault[] = [
  {
    id: 'userns-clone-off',
    area: 'userns',
    covers: ['F001'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      echo 'kernel.unprivileged_userns_clone=0' >/etc/sysctl.d/90-hardening.conf
      sysctl -q -w kernel.unprivileged_userns_clone=0
      forget alice`,
    expect: { check: 'userns-switch', messageId: 'off' },
    fix: { kind: 'by-id', id: 'userns-sysctl', yes: 'safe' },
    verify: RUN,
  },
  {
    id: 'userns-quota-zero',
    area: 'userns',
    covers: ['F002'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      echo 'user.max_user_namespaces = 0' >/etc/sysctl.d/99-zz-hardening.conf
      sysctl -q -w user.max_user_namespaces=0
      forget alice`,
    expect: { check: 'userns-limit', messageId: 'none' },
    fix: { kind: 'by-id', id: 'userns-limit-sysctl', yes: 'safe' },
    verify: RUN,
  },
  {
    id: 'uidmap-not-installed',
    area: 'userns',
    covers: ['F021'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      dpkg --remove --force-depends uidmap
      forget alice`,
    expect: { check: 'subid-helpers', messageId: 'missing' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'newuidmap-deleted',
    area: 'userns',
    covers: ['F021'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      rm /usr/bin/newuidmap
      forget alice`,
    expect: { check: 'subid-helpers', messageId: 'missing' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'newuidmap-without-setuid',
    area: 'userns',
    covers: ['F022'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      chmod u-s /usr/bin/newuidmap /usr/bin/newgidmap
      forget alice`,
    expect: { check: 'subid-helpers', messageId: 'unprivileged' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    // setns(2) refuses the user namespace that one is in already: EINVAL. `printf`, because Podman takes no line break.
    id: 'pause-pid-of-another-process',
    area: 'userns',
    covers: ['F117'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      forget alice
      as alice 'mkdir -p /run/user/1000/libpod/tmp
        setsid sleep 7200 </dev/null >/dev/null 2>&1 &
        printf %s $! >/run/user/1000/libpod/tmp/pause.pid'`,
    expect: { check: 'pause-process', messageId: 'reused' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    // conmon first: it would clean up after the container. Bookworm's 4.3 is said to behave as 4.2 and 5.4 do.
    id: 'containers-killed-with-their-helpers',
    area: 'userns',
    covers: ['F117'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    prepare: `
      as alice 'podman run -d --name web localhost/bb:1 /bin/busybox sleep 7200 >/dev/null'`,
    inject: `
      pid=$(as alice 'podman inspect -f "{{.State.Pid}}" web')
      pkill -KILL -u alice -x conmon
      pkill -KILL -u alice -x 'catatonit|podman.*' || true
      kill -KILL "$pid"`,
    expect: { check: 'pause-process', messageId: 'lost' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'root-mount-private',
    area: 'userns',
    covers: ['F024'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    // What OpenRC and WSL leave, and systemd does not.
    inject: `
      mount --make-rprivate /
      forget alice`,
    expect: { check: 'root-mount', messageId: 'private' },
    fix: { kind: 'auto' },
    // The namespace is there, and then comes the disk.
    verify: `
      podman system migrate
      ${RUN}
      sudo mount -t tmpfs disk /mnt
      sudo touch /mnt/file
      podman run --rm -v /mnt:/mnt localhost/bb:1 /bin/busybox test -e /mnt/file
      status=$?
      sudo umount /mnt
      exit $status`,
  },
];
