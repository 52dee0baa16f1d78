import { type LabFault, RUN } from '../fault.ts';

export const kernelFaults: readonly LabFault[] = [
  {
    id: 'modules-of-running-kernel-gone',
    area: 'kernel',
    covers: ['F006'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      forget alice
      rmmod tun
      mv "/lib/modules/$(uname -r)" "/lib/modules/$(uname -r).old"`,
    expect: { check: 'kernel-reboot', messageId: 'replaced' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'overlay-module-forbidden',
    area: 'kernel',
    covers: ['F110'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      forget alice
      forget bob
      rmmod overlay
      echo 'install overlay /bin/false' >/etc/modprobe.d/hardening.conf`,
    expect: { check: 'overlay-module', messageId: 'forbidden' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'module-loading-locked',
    area: 'kernel',
    covers: ['F095'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      forget alice
      rmmod tun
      sysctl -q -w kernel.modules_disabled=1`,
    expect: { check: 'kernel-modules', messageId: 'locked' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'hardening-at-next-boot',
    area: 'kernel',
    covers: [],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      echo 'user.max_user_namespaces = 0' >/etc/sysctl.d/99-hardening.conf`,
    expect: { check: 'sysctl-persistence', messageId: 'breaks' },
    fix: { kind: 'by-id', id: 'boot-sysctl', yes: 'safe' },
    // What the next boot does, done now, and taken back: no namespace is there that could be used again.
    verify: `
      podman system migrate
      sudo /usr/sbin/sysctl -q --system
      ${RUN}
      status=$?
      sudo /usr/sbin/sysctl -q -w user.max_user_namespaces=28000
      exit $status`,
    harm: 'after the next reboot no container starts',
  },
];
