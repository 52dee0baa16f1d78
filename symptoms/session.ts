import { defineSymptoms } from '../src/model/symptom.ts';

const TROUBLESHOOTING = 'https://github.com/containers/podman/blob/main/troubleshooting.md';

/** The user's session, manager, bus and runtime directory. */
export const session = defineSymptoms([
  {
    id: 'no-user-session',
    title: 'Podman finds no systemd of the user, so containers get no cgroup of their own',
    covers: ['F026', 'F027'],
    texts: [
      'The cgroupv2 manager is set to systemd but there is no systemd user session available',
      'For using systemd, you may need to log in using a user session',
      'Alternatively, you can enable lingering with: `loginctl enable-linger {number}` (possibly as root)',
      'Falling back to --cgroup-manager=cgroupfs',
    ],
    causes: [
      { check: 'user-manager', because: 'The manager of the user does not run.' },
      { check: 'linger', because: 'Without lingering it runs only while somebody is logged in.' },
      { check: 'user-bus', because: 'The manager runs, but the bus of the user does not listen.' },
      { check: 'dbus-user-session', because: 'The unit of the bus is not installed.' },
      { check: 'session-variables', because: 'The session does not say where the bus is.' },
      { check: 'session-environment', because: 'su or sudo kept the environment of another user.' },
      { check: 'runtime-dir', because: 'The runtime directory is not there.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/12983',
      'https://github.com/containers/podman/issues/5443',
    ],
  },
  {
    id: 'no-user-bus',
    title: 'There is no bus of the user',
    covers: ['F027'],
    texts: [
      'exec: "dbus-launch": executable file not found in $PATH',
      'could not detect DBUS_SESSION_BUS_ADDRESS from `systemctl --user --no-pager show-environment`: exit status 1',
    ],
    causes: [
      { check: 'dbus-user-session', because: 'The unit of the bus is not installed.' },
      { check: 'user-bus', because: 'Nobody listens at the socket of the bus.' },
      { check: 'session-variables', because: 'The session does not say where the bus is.' },
      { check: 'user-manager', because: 'The manager that starts the bus does not run.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/25824',
      'https://github.com/opencontainers/runc/issues/2582',
    ],
  },
  {
    id: 'sd-bus-denied',
    title: 'The runtime asked the bus of the system, which refuses users',
    covers: ['F028'],
    texts: [
      'crun: sd-bus call: Interactive authentication required.: Permission denied: OCI permission denied',
      'crun: sd-bus call: Permission denied: OCI permission denied',
      'sd-bus call: Transport endpoint is not connected',
    ],
    causes: [
      { check: 'session-variables', because: 'The address of the bus is unset or stale.' },
      { check: 'session-environment', because: 'The runtime directory is that of another user.' },
      { check: 'user-bus', because: 'The bus of the user does not listen.' },
      { check: 'dbus-user-session', because: 'The unit of the bus is not installed.' },
      { check: 'user-manager', because: 'logind knows no session of the user.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/22274',
      'https://github.com/containers/crun/issues/268',
    ],
  },
  {
    id: 'bus-socket-deaf',
    title: 'The bus of the user, or the private socket of systemd, does not answer',
    covers: ['F034'],
    texts: [
      'Error: unable to create pod cgroup for pod {id}: creating cgroup user.slice/user-{number}.slice: dial unix /run/user/{number}/bus: connect: connection refused',
      'dial unix /run/systemd/private: connect: no such file or directory',
      '/run/systemd/private: no such file or directory',
      'dial unix /run/user/{number}/bus: connect: no such file or directory',
    ],
    causes: [
      { check: 'user-bus', because: 'The file of the socket was left by a bus that has ended.' },
      { check: 'user-manager', because: 'The manager of the user does not run.' },
      { check: 'dbus-user-session', because: 'The unit of the bus is not installed.' },
      { check: 'cgroup-version', because: 'The host does not run systemd.' },
    ],
    references: ['https://github.com/containers/podman/issues/9613'],
  },
  {
    id: 'linger-denied',
    title: 'logind does not let the user switch on lingering',
    covers: ['F036'],
    texts: [
      'Could not enable linger: Access denied',
      'Could not enable linger: Interactive authentication required.',
      'Interactive authentication required.',
      'Could not enable linger: The name org.freedesktop.PolicyKit1 was not provided by any .service files',
    ],
    causes: [
      { check: 'linger', because: 'It is still off; root needs no permission to switch it on.' },
      {
        because: 'polkit is missing, or asks for a password that nobody can type.',
        byHand: 'Run loginctl enable-linger USER as root.',
      },
    ],
    references: ['https://www.freedesktop.org/software/systemd/man/latest/loginctl.html'],
  },
  {
    id: 'user-bus-unknown',
    title: 'systemctl --user does not find the manager of the user',
    covers: ['F037'],
    texts: [
      'Failed to connect to bus: No medium found',
      'Failed to connect to bus: No such file or directory',
      'Failed to connect to bus: Connection refused',
      'Failed to connect to bus: $DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined',
      'Failed to connect to user scope bus via local transport: $DBUS_SESSION_BUS_ADDRESS and $XDG_RUNTIME_DIR not defined (consider using --machine=<user>@.host --user to connect to bus of other user)',
    ],
    causes: [
      { check: 'session-variables', because: 'su, sudo or cron did not set the variables.' },
      { check: 'user-manager', because: 'The manager of the user does not run.' },
      { check: 'user-bus', because: 'The bus of the user does not listen.' },
      { check: 'dbus-user-session', because: 'The unit of the bus is not installed.' },
      { check: 'linger', because: 'Nothing of the user runs while nobody is logged in.' },
    ],
    references: ['https://github.com/containers/podman/issues/7976'],
  },
  {
    id: 'runtime-dir-of-another',
    title: 'XDG_RUNTIME_DIR is the directory of another user',
    covers: ['F038', 'F040'],
    texts: ['XDG_RUNTIME_DIR directory "/run/user/{number}" is not owned by the current user'],
    causes: [
      { check: 'session-environment', because: 'su or sudo kept the variable of who called it.' },
      { check: 'runtime-dir', because: 'The directory has an owner of before the uid changed.' },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/13338'],
  },
  {
    id: 'runtime-dir-missing',
    title: 'The runtime directory of the user does not exist, or cannot be written',
    covers: ['F039'],
    texts: [
      'Error: creating tmpdir: mkdir /run/user/{number}: permission denied',
      'RunRoot is pointing to a path (/run/user/{number}/containers) which is not writable. Most likely podman will fail.',
      'Error: creating events dirs: mkdir /run/user/{number}: permission denied',
      'stat /run/user/{number}: no such file or directory',
    ],
    causes: [
      { check: 'runtime-dir', because: "The directory is missing, or not the user's own." },
      { check: 'user-manager', because: 'logind makes the directory only with a session.' },
      { check: 'linger', because: 'The directory goes with the last session of the user.' },
      { check: 'session-environment', because: 'The variable names another directory.' },
      { check: 'run-root', because: 'storage.conf names a run root elsewhere.' },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/5049'],
  },
  {
    id: 'manager-stopped',
    title: 'The manager of the user was stopped, and its containers with it',
    covers: ['F035'],
    texts: [
      'Stopping user@{number}.service - User Manager for UID {number}...',
      'Stopped User Manager for UID {number}.',
    ],
    causes: [
      { check: 'linger', because: 'Without lingering it goes with the last session.' },
      { check: 'user-manager', because: 'It does not run now.' },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/12001'],
  },
  {
    id: 'root-mount-private',
    title: 'The root file system is no shared mount',
    covers: ['F024'],
    texts: [
      '"/" is not a shared mount, this could cause issues or missing mounts with rootless containers',
    ],
    causes: [
      {
        check: 'root-mount',
        because: 'Nothing made it shared at boot: systemd does, other inits and WSL do not.',
      },
    ],
    references: ['https://github.com/containers/buildah/issues/3726'],
  },
]);
