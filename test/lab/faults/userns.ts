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
];
