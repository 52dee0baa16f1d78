import { type LabFault, PING, RUN } from '../fault.ts';

/** Ends everything of the user, and waits for systemd to take the runtime directory away. */
const END_SESSIONS = `
      loginctl terminate-user alice || true
      n=0
      while [ -e /run/user/1000 ] && [ $n -lt 60 ]; do n=$((n + 1)); sleep 1; done`;

/** A quadlet that Podman 4.4 and newer take. */
const QUADLET = `
      printf '[Container]\\nImage=localhost/bb:1\\nExec=/bin/busybox sleep 600\\n' |
        user_file alice .config/containers/systemd/web.container`;

/** There is no quadlet, or its unit is there. */
const HAS_UNIT = `
      [ -e "$HOME/.config/containers/systemd/web.container" ] || exit 0
      systemctl --user cat web.service >/dev/null`;

export const sessionFaults: readonly LabFault[] = [
  {
    id: 'linger-off',
    area: 'session',
    covers: ['F035', 'F039'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      loginctl disable-linger alice${END_SESSIONS}`,
    expect: { check: 'linger', messageId: 'off' },
    fix: { kind: 'auto' },
    verify: `
      n=0
      while pgrep -u alice -f '^sshd' >/dev/null && [ $n -lt 20 ]; do n=$((n + 1)); sleep 1; done
      test -e /var/lib/systemd/linger/alice && test -S /run/user/1000/podman/podman.sock`,
    verifyAs: 'root',
  },
  {
    id: 'user-bus-not-installed',
    area: 'session',
    covers: ['F027'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      dpkg --remove --force-depends dbus-user-session
      systemctl restart user@1000.service
      forget alice`,
    expect: { check: 'dbus-user-session', messageId: 'missing' },
    fix: { kind: 'auto' },
    verify: `podman run --rm --memory 64m localhost/bb:1 /bin/busybox true && systemctl --user is-active -q dbus.socket`,
  },
  {
    id: 'user-manager-masked',
    area: 'session',
    covers: ['F026'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      systemctl mask --now user@1000.service`,
    expect: { check: 'user-manager', messageId: 'masked' },
    fix: { kind: 'manual' },
    verify: PING,
  },
  {
    id: 'runtime-dir-of-root',
    area: 'session',
    covers: ['F040'],
    suites: ['trixie', 'bullseye'],
    user: 'alice',
    inject: `
      forget alice
      chown root:root /run/user/1000`,
    expect: { check: 'runtime-dir', messageId: 'owner' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'runtime-dir-variable-of-root',
    area: 'session',
    covers: ['F038'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      install -d -m 700 /run/user/0
      sed -i '1i export XDG_RUNTIME_DIR=/run/user/0' /home/alice/.bashrc`,
    expect: { check: 'session-environment', messageId: 'otherUser' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'bus-address-wrong',
    area: 'session',
    covers: ['F028'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      sed -i '1i export DBUS_SESSION_BUS_ADDRESS=unix:path=/tmp/no-such-bus' /home/alice/.bashrc`,
    expect: { check: 'session-variables', messageId: 'noBus' },
    fix: { kind: 'manual' },
    verify: `test "$(podman run --rm --memory 64m localhost/bb:1 /bin/cat /sys/fs/cgroup/memory.max)" = 67108864`,
  },
  {
    id: 'user-manager-no-new-privileges',
    area: 'session',
    covers: ['F005'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      mkdir -p /etc/systemd/system/user@.service.d
      printf '[Service]\\nNoNewPrivileges=yes\\n' >/etc/systemd/system/user@.service.d/hardening.conf
      systemctl daemon-reload
      systemctl restart user@1000.service
      forget alice`,
    expect: { check: 'no-new-privileges', messageId: 'manager' },
    fix: { kind: 'manual' },
    verify: PING,
  },
  {
    id: 'quadlet-without-image',
    area: 'session',
    covers: ['F044'],
    suites: ['trixie'],
    user: 'alice',
    prepare: `${QUADLET}
      as alice 'systemctl --user daemon-reload'`,
    inject: `
      printf '[Container]\\nContainerName=web\\n' | user_file alice .config/containers/systemd/web.container
      as alice 'systemctl --user daemon-reload'`,
    expect: { check: 'quadlet', messageId: 'incomplete' },
    fix: { kind: 'manual' },
    verify: HAS_UNIT,
  },
  {
    // The generator of 5.4 refuses a key that it does not know; nothing in the file is missing.
    id: 'quadlet-with-unknown-key',
    area: 'session',
    covers: ['F044'],
    suites: ['trixie'],
    user: 'alice',
    prepare: `${QUADLET}
      as alice 'systemctl --user daemon-reload'`,
    inject: `
      printf '[Container]\\nImage=localhost/bb:1\\nImmage=typo\\n' | user_file alice .config/containers/systemd/web.container
      as alice 'systemctl --user daemon-reload'`,
    expect: { check: 'quadlet', messageId: 'notGenerated' },
    fix: { kind: 'manual' },
    verify: HAS_UNIT,
  },
  {
    id: 'quadlet-before-podman-knew-them',
    area: 'session',
    covers: ['F044'],
    suites: ['bookworm', 'bullseye'],
    user: 'alice',
    inject: `${QUADLET}
      as alice 'systemctl --user daemon-reload'`,
    expect: { check: 'quadlet', messageId: 'tooOld' },
    fix: { kind: 'manual' },
    verify: HAS_UNIT,
  },
];
