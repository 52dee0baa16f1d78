import { type LabFault, RUN } from '../fault.ts';

export const limitFaults: readonly LabFault[] = [
  {
    id: 'default-ulimit-above-limit',
    area: 'limit',
    covers: ['F159'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      printf '[containers]\\ndefault_ulimits=["nofile=2000000:2000000"]\\n' |
        user_file alice .config/containers/containers.conf`,
    expect: { check: 'default-ulimits', messageId: 'aboveHard' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'kernel-keys-used-up',
    area: 'limit',
    covers: ['F160'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      echo 'kernel.keys.maxkeys = 2' >/etc/sysctl.d/99-zz-hardening.conf
      sysctl -q -w kernel.keys.maxkeys=2`,
    expect: { check: 'keyring-quota', messageId: 'usedUp' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'tasks-limit-low',
    area: 'limit',
    covers: [],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    // A session of alice's own cannot even start what looks.
    throughRoot: true,
    inject: `
      systemctl set-property user-1000.slice TasksMax=14`,
    expect: { check: 'task-limit', messageId: 'slice' },
    fix: { kind: 'by-id', id: 'slice-limits', yes: 'safe' },
    verify: RUN,
  },
  {
    id: 'open-files-limit-low',
    area: 'limit',
    covers: ['F052'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      printf 'alice hard nofile 20\\nalice soft nofile 20\\n' >/etc/security/limits.d/90-alice.conf`,
    expect: { check: 'nofile-limit', messageId: 'session' },
    fix: { kind: 'by-id', id: 'login-limits', yes: 'safe' },
    // The file counts from the next login on.
    afterFix: 'true',
    verify: RUN,
  },
  {
    id: 'inotify-used-up',
    area: 'limit',
    covers: ['F161'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      echo 'fs.inotify.max_user_instances = 1' >/etc/sysctl.d/99-zz-hardening.conf
      sysctl -q -w fs.inotify.max_user_instances=1`,
    expect: { check: 'inotify-limit', messageId: 'low' },
    fix: { kind: 'auto' },
    verify: 'test "$(cat /proc/sys/fs/inotify/max_user_instances)" -ge 128',
    harm: 'containers that watch files fail, and so does a systemd in a container',
  },
  {
    id: 'memory-of-slice-low',
    area: 'limit',
    covers: ['F163'],
    suites: ['trixie'],
    user: 'alice',
    // What looks must not be what the kernel ends.
    throughRoot: true,
    // For all users, as an administrator would: the fix is for one of them.
    inject: `
      mkdir -p /etc/systemd/system/user-.slice.d
      printf '[Slice]\\nMemoryMax=60M\\n' >/etc/systemd/system/user-.slice.d/50-memory.conf
      systemctl daemon-reload`,
    expect: { check: 'slice-memory', messageId: 'low' },
    fix: { kind: 'by-id', id: 'slice-limits', yes: 'safe' },
    verify:
      'podman run --rm localhost/bb:1 /bin/busybox dd if=/dev/zero of=/dev/null bs=67108864 count=1',
  },
];
