import type { LabFault } from '../fault.ts';

export const selinuxFaults: readonly LabFault[] = [
  {
    id: 'policy-without-containers',
    area: 'selinux',
    covers: ['F073'],
    suites: ['bookworm'],
    variant: 'selinux',
    user: 'alice',
    inject: 'true',
    expect: { check: 'selinux-container-policy', messageId: 'missing' },
    fix: { kind: 'manual' },
    verify: 'podman run --rm localhost/bb:1 /bin/busybox true',
  },
];
