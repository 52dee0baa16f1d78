import { type LabFault, ROOTFUL_IMAGE } from '../fault.ts';

/** A container whose process is not root: needs more than one id. */
const RUN_AS_USER = 'podman run --rm --user 1000:1000 localhost/bb:1 /bin/busybox true';

export const subidFaults: readonly LabFault[] = [
  {
    id: 'subid-missing',
    area: 'subid',
    covers: ['F007'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      sed -i '/^alice:/d' /etc/subuid /etc/subgid
      forget alice`,
    expect: { check: 'subuid-range', messageId: 'missing', together: ['subgid-range'] },
    fix: { kind: 'auto' },
    verify: RUN_AS_USER,
  },
  {
    id: 'subid-small',
    area: 'subid',
    covers: ['F008'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      sed -i 's/^alice:.*/alice:100000:10/' /etc/subuid /etc/subgid
      forget alice`,
    expect: { check: 'subuid-range', messageId: 'tooFew', together: ['subgid-range'] },
    fix: { kind: 'auto' },
    verify: RUN_AS_USER,
  },
  {
    id: 'subid-namespace-stale',
    area: 'subid',
    covers: ['F009'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      cp /etc/subuid /root/subuid
      cp /etc/subgid /root/subgid
      sed -i '/^alice:/d' /etc/subuid /etc/subgid
      forget alice
      as alice 'podman ps >/dev/null 2>&1'
      cat /root/subuid >/etc/subuid
      cat /root/subgid >/etc/subgid
      rm /root/subuid /root/subgid`,
    expect: { check: 'namespace-stale', messageId: 'tooSmall' },
    fix: { kind: 'by-id', id: 'system-migrate', yes: 'disruptive' },
    verify: RUN_AS_USER,
  },
  {
    id: 'subgid-missing',
    area: 'subid',
    covers: ['F011'],
    suites: ['trixie', 'bullseye'],
    user: 'alice',
    inject: `
      sed -i '/^alice:/d' /etc/subgid
      forget alice`,
    expect: { check: 'subgid-range', messageId: 'missing' },
    fix: { kind: 'auto' },
    verify: RUN_AS_USER,
  },
  {
    id: 'subid-carriage-return',
    area: 'subid',
    covers: ['F012'],
    suites: ['trixie', 'bullseye'],
    user: 'alice',
    inject: `
      sed -i 's/^alice:.*/&\\r/' /etc/subuid /etc/subgid
      forget alice`,
    expect: { check: 'subid-syntax', messageId: 'malformed' },
    fix: { kind: 'manual' },
    verify: RUN_AS_USER,
  },
  {
    id: 'subid-unreadable',
    area: 'subid',
    covers: ['F016'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      chmod 600 /etc/subuid /etc/subgid
      forget alice`,
    expect: { check: 'subid-files-readable', messageId: 'denied' },
    fix: { kind: 'auto' },
    verify: RUN_AS_USER,
  },
  {
    id: 'subid-overlap',
    area: 'subid',
    covers: ['F015'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      sed -i 's/^bob:.*/bob:100000:65536/' /etc/subuid /etc/subgid`,
    expect: { check: 'subid-overlap', messageId: 'other' },
    fix: { kind: 'manual' },
    verify: `! grep -q '^bob:100000:' /etc/subuid`,
    harm: 'bob can read and change the files of the containers of alice',
  },
  {
    id: 'auto-userns-without-pool',
    area: 'subid',
    covers: ['F018'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    needs: ['rootful'],
    prepare: ROOTFUL_IMAGE,
    inject: `
      sed -i '/^containers:/d' /etc/subuid /etc/subgid
      mkdir -p /etc/containers/containers.conf.d
      printf '[containers]\\nuserns = "auto"\\n' >/etc/containers/containers.conf.d/userns.conf`,
    expect: { check: 'auto-userns-pool', messageId: 'tooFew' },
    fix: { kind: 'manual' },
    verify: 'podman run --rm localhost/bb:1 /bin/busybox true',
    verifyAs: 'root',
  },
];
