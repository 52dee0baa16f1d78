import { type LabFault, RUN } from '../fault.ts';

export const identityFaults: readonly LabFault[] = [
  {
    id: 'configuration-of-root',
    area: 'identity',
    covers: [],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      mkdir -p /home/alice/.config/containers
      echo '[containers]' >/home/alice/.config/containers/containers.conf
      chmod 600 /home/alice/.config/containers/containers.conf`,
    expect: { check: 'home-permissions' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'home-of-root',
    area: 'identity',
    covers: [],
    suites: ['trixie'],
    user: 'alice',
    throughRoot: true,
    inject: `
      chown root:root /home/alice
      chmod 700 /home/alice`,
    expect: { check: 'user-account', messageId: 'closed' },
    fix: { kind: 'manual' },
    verify: 'test "$($SSH echo hello)" = hello',
    verifyAs: 'client',
  },
  {
    id: 'account-expired',
    area: 'identity',
    covers: [],
    suites: ['trixie'],
    user: 'alice',
    throughRoot: true,
    inject: 'usermod --expiredate 2020-01-01 alice',
    expect: { check: 'ssh-login', messageId: 'expired' },
    fix: { kind: 'manual' },
    verify: 'test "$($SSH echo hello)" = hello',
    verifyAs: 'client',
  },
  {
    id: 'home-variable-wrong',
    area: 'identity',
    covers: [],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      sed -i '1i export HOME=/nonexistent' /home/alice/.bashrc`,
    expect: { check: 'home-variable', messageId: 'differs' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
];
