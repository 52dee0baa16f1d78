import type { LabFault } from '../fault.ts';

export const cgroupFaults: readonly LabFault[] = [
  {
    id: 'cpu-not-delegated',
    area: 'cgroup',
    covers: ['F029'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      mkdir -p /etc/systemd/system/user@.service.d
      printf '[Service]\\nDelegate=\\nDelegate=memory pids\\n' >/etc/systemd/system/user@.service.d/delegate.conf
      systemctl daemon-reload
      systemctl restart user@1000.service
      forget alice`,
    expect: { check: 'cgroup-controllers', messageId: 'notDelegated' },
    fix: { kind: 'auto' },
    afterFix: 'systemctl restart user@1000.service',
    verify: 'podman run --rm --cpus 0.5 localhost/bb:1 /bin/busybox true',
  },
  {
    id: 'cgroup-version-1',
    area: 'cgroup',
    covers: ['F030', 'F070'],
    suites: ['bullseye'],
    variant: 'cgroup1',
    user: 'alice',
    inject: 'true',
    // What systemd makes of unified_cgroup_hierarchy=0: the controllers on v1, its own tree beside them.
    expect: { check: 'cgroup-version', messageId: 'hybrid' },
    fix: { kind: 'manual' },
    // The container starts, and its limit does not hold.
    verify: `
      podman run --rm --memory 64m localhost/bb:1 /bin/busybox cat \
        /sys/fs/cgroup/memory.max /sys/fs/cgroup/memory/memory.limit_in_bytes | grep -qx 67108864`,
  },
  {
    id: 'controller-on-version-1',
    area: 'cgroup',
    covers: ['F032'],
    suites: ['trixie'],
    user: 'alice',
    // Of the controllers that systemd leaves alone: one in use cannot be taken.
    inject: 'mount -t cgroup -o rdma cgroup /mnt',
    expect: { check: 'cgroup-version', messageId: 'taken' },
    fix: { kind: 'manual' },
    verify: 'grep -w rdma /sys/fs/cgroup/cgroup.controllers',
    harm: 'containers start, and the controller that is taken cannot limit them',
  },
];
