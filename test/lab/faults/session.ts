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
    // The clean host has no polkit.
    expect: { check: 'linger', messageId: 'onlyRoot' },
    fix: { kind: 'auto' },
    verify: `
      n=0
      while pgrep -u alice -f '^sshd' >/dev/null && [ $n -lt 20 ]; do n=$((n + 1)); sleep 1; done
      test -e /var/lib/systemd/linger/alice && test -S /run/user/1000/podman/podman.sock`,
    verifyAs: 'root',
  },
  {
    id: 'linger-refused',
    area: 'session',
    covers: ['F036'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      systemctl mask polkit.service
      loginctl disable-linger alice${END_SESSIONS}`,
    expect: { check: 'linger', messageId: 'onlyRoot' },
    fix: { kind: 'auto' },
    verify: `
      test -e /var/lib/systemd/linger/alice || loginctl --no-ask-password enable-linger`,
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
    id: 'quadlet-never-online',
    area: 'session',
    covers: ['F047'],
    suites: ['trixie'],
    user: 'alice',
    prepare: `${QUADLET}
      systemctl start network-online.target
      as alice 'systemctl --user daemon-reload'`,
    inject: `
      systemctl stop network-online.target
      as alice 'systemctl --user stop podman-user-wait-network-online.service'`,
    expect: { check: 'quadlet-network', messageId: 'neverOnline' },
    fix: { kind: 'manual' },
    verify: `
      systemctl --user stop web.service podman-user-wait-network-online.service
      timeout 60 systemctl --user start web.service`,
    harm: 'the container starts, a minute and a half late',
  },
  {
    id: 'quadlet-before-podman-knew-them',
    area: 'session',
    covers: ['F044', 'F158'],
    suites: ['bookworm', 'bullseye'],
    user: 'alice',
    inject: `${QUADLET}
      as alice 'systemctl --user daemon-reload'`,
    expect: { check: 'quadlet', messageId: 'tooOld' },
    fix: { kind: 'manual' },
    verify: HAS_UNIT,
  },
  {
    id: 'logout-ends-containers',
    area: 'session',
    covers: ['F043'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      loginctl disable-linger alice${END_SESSIONS}`,
    expect: { check: 'linger' },
    fix: { kind: 'auto' },
    // logind waits ten seconds after the last logout.
    verify: `
      $SSH 'podman run -d --replace --name web localhost/bb:1 /bin/busybox sh -c "trap exit TERM; sleep 6000 & wait"' || exit 1
      sleep 30
      $SSH 'test -e /dev/shm/libpod_rootless_lock_1000 && podman ps | grep web'`,
    verifyAs: 'client',
  },
  {
    id: 'session-variables-unset',
    area: 'session',
    covers: ['F037'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      sed -i '1i unset XDG_RUNTIME_DIR DBUS_SESSION_BUS_ADDRESS' /home/alice/.bashrc`,
    expect: { check: 'session-variables', messageId: 'noRuntimeDir' },
    fix: { kind: 'manual' },
    verify: 'systemctl --user is-active podman.socket',
    harm: 'Podman finds the directory by itself, systemctl --user does not: no unit can be managed',
  },
  {
    id: 'user-bus-deaf',
    area: 'session',
    covers: ['F034'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      as alice 'systemctl --user stop dbus.socket dbus.service'
      rm -f /run/user/1000/bus
      python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("/run/user/1000/bus")'
      chown alice:alice /run/user/1000/bus`,
    expect: { check: 'user-bus', messageId: 'deaf' },
    fix: { kind: 'by-id', id: 'user-bus', yes: 'disruptive' },
    verify: `test "$(podman run --rm --memory 64m localhost/bb:1 /bin/cat /sys/fs/cgroup/memory.max)" = 67108864`,
  },
  {
    id: 'user-unit-of-multi-user',
    area: 'session',
    covers: ['F046'],
    suites: ['trixie'],
    user: 'alice',
    prepare: `
      printf '[Service]\\nType=oneshot\\nRemainAfterExit=yes\\nExecStart=/usr/bin/true\\n[Install]\\nWantedBy=default.target\\n' |
        user_file alice .config/systemd/user/web.service
      as alice 'systemctl --user daemon-reload; systemctl --user enable --now web.service'`,
    inject: `
      as alice 'systemctl --user disable --now web.service'
      sed -i s/default.target/multi-user.target/ /home/alice/.config/systemd/user/web.service
      as alice 'systemctl --user daemon-reload; systemctl --user enable --now web.service'`,
    expect: { check: 'user-unit-target', messageId: 'multiUser' },
    fix: { kind: 'auto' },
    // The user's manager starts anew, as after a reboot.
    verify: `
      systemctl restart user@1000.service
      n=0
      until runuser -u alice -- env XDG_RUNTIME_DIR=/run/user/1000 systemctl --user is-active -q web.service; do
        n=$((n + 1))
        [ $n -lt 20 ] || exit 1
        sleep 1
      done`,
    verifyAs: 'root',
    harm: 'the unit runs until the next reboot, which does not start it again',
  },
  {
    id: 'proxy-in-shell-only',
    area: 'session',
    covers: ['F146'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    prepare: `
      sed -i '1i export https_proxy=http://127.0.0.1:3128' /home/alice/.bashrc
      echo https_proxy=http://127.0.0.1:3128 | user_file alice .config/environment.d/proxy.conf
      systemctl restart user@1000.service`,
    inject: `
      rm /home/alice/.config/environment.d/proxy.conf
      systemctl restart user@1000.service`,
    expect: { check: 'user-proxy', messageId: 'sessionOnly' },
    fix: { kind: 'manual' },
    // A proxy that only notes that it was asked, as there is no registry to pull from.
    verify: `
      rm -f /tmp/asked
      python3 -c '
import socket
proxy = socket.create_server(("127.0.0.1", 3128))
proxy.settimeout(60)
proxy.accept()
open("/tmp/asked", "w")' &
      sleep 2
      curl -s --max-time 40 --unix-socket "/run/user/$(id -u)/podman/podman.sock" -X POST \\
        'http://d/v4.0.0/libpod/images/pull?reference=registry.test/none:1&tlsVerify=false' || true
      test -e /tmp/asked`,
    harm: 'the API answers; what it pulls does not go through the proxy',
  },
  {
    id: 'journal-masked',
    area: 'session',
    covers: ['F165'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      systemctl mask --now systemd-journald.socket systemd-journald-dev-log.socket \\
        systemd-journald-audit.socket systemd-journald.service || true
      ! systemctl is-active --quiet systemd-journald.socket systemd-journald.service`,
    expect: { check: 'event-journal', messageId: 'stopped' },
    fix: { kind: 'manual' },
    verify: `
      podman run --rm localhost/bb:1 /bin/busybox true 2>/tmp/said && ! grep -i 'unable to write' /tmp/said`,
    harm: 'events and logs of containers are lost',
  },
];
