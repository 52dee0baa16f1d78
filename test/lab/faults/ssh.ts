import { type LabFault, RUN } from '../fault.ts';

/** A client reaches the API through sshd, as `podman --remote` does. $SSH logs in as the user. */
const FORWARD = `
rm -f "$WORK/api.sock"
$SSH -N -o ExitOnForwardFailure=yes -L "$WORK/api.sock:/run/user/1000/podman/podman.sock" &
tunnel=$!
trap 'kill $tunnel' EXIT
n=0
until [ -S "$WORK/api.sock" ] || [ $n -ge 100 ]; do n=$((n + 1)); sleep 0.2; done
curl -sS --fail --max-time 60 --unix-socket "$WORK/api.sock" http://d/_ping`;

/** Not a reload: nobody says when it listens again. Sessions go on. */
const RELOAD = 'systemctl restart ssh';

/** The user can log in, and only says what was asked. */
const LOGIN = 'test "$($SSH echo hello)" = hello';

export const sshFaults: readonly LabFault[] = [
  {
    id: 'socket-forwarding-forbidden',
    area: 'ssh',
    covers: ['F062'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      echo 'AllowStreamLocalForwarding no' >/etc/ssh/sshd_config.d/10-hardening.conf
      ${RELOAD}`,
    expect: { check: 'ssh-socket-forwarding', messageId: 'config' },
    fix: { kind: 'by-id', id: 'sshd-forwarding', yes: 'safe' },
    verify: FORWARD,
    verifyAs: 'client',
  },
  {
    id: 'key-restricted',
    area: 'ssh',
    covers: ['F062'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: `
      sed -i 's/^/restrict /' /home/alice/.ssh/authorized_keys`,
    expect: { check: 'ssh-socket-forwarding', messageId: 'keyOption' },
    fix: { kind: 'manual' },
    verify: FORWARD,
    verifyAs: 'client',
  },
  {
    id: 'sshd-not-enabled',
    area: 'ssh',
    covers: [],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: `
      systemctl disable ssh.service`,
    expect: { check: 'sshd-persistent', messageId: 'disabled' },
    fix: { kind: 'auto' },
    verify: 'systemctl is-enabled -q ssh.service || systemctl is-enabled -q ssh.socket',
    verifyAs: 'root',
    harm: 'after the next reboot nobody can log in',
  },
  {
    id: 'sshd-config-invalid',
    area: 'ssh',
    covers: [],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      echo 'AllowStreamLocalForwardin yes' >/etc/ssh/sshd_config.d/10-typo.conf`,
    expect: { check: 'sshd-config-valid', messageId: 'invalid' },
    fix: { kind: 'manual' },
    verify: 'sshd -t',
    verifyAs: 'root',
    harm: 'sshd does not start again after the next restart',
  },
  {
    id: 'home-writable-by-others',
    area: 'ssh',
    covers: ['F058'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    throughRoot: true,
    inject: `
      chmod 777 /home/alice`,
    expect: { check: 'ssh-login', messageId: 'strictModes' },
    fix: { kind: 'by-id', id: 'ssh-key-modes', yes: 'disruptive' },
    verify: LOGIN,
    verifyAs: 'client',
  },
  {
    id: 'user-denied',
    area: 'ssh',
    covers: ['F058'],
    suites: ['trixie'],
    user: 'alice',
    throughRoot: true,
    inject: `
      echo 'DenyUsers alice' >/etc/ssh/sshd_config.d/10-deny.conf
      ${RELOAD}`,
    expect: { check: 'ssh-login', messageId: 'refused' },
    fix: { kind: 'manual' },
    verify: LOGIN,
    verifyAs: 'client',
  },
  {
    id: 'key-type-refused',
    area: 'ssh',
    covers: ['F059'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    throughRoot: true,
    // The keys of the lab are ed25519. The older name of the option is read by every sshd.
    inject: `
      printf '%s\\n' 'Match User alice' 'PubkeyAcceptedKeyTypes rsa-sha2-512,rsa-sha2-256' \\
        >/etc/ssh/sshd_config.d/10-keys.conf
      ${RELOAD}`,
    expect: { check: 'ssh-login', messageId: 'keyType' },
    fix: { kind: 'manual' },
    verify: LOGIN,
    verifyAs: 'client',
  },
  {
    id: 'nologin-file',
    area: 'ssh',
    covers: [],
    suites: ['trixie'],
    user: 'alice',
    throughRoot: true,
    inject: `
      echo 'maintenance' >/etc/nologin`,
    expect: { check: 'ssh-login', messageId: 'nologin' },
    fix: { kind: 'manual' },
    verify: LOGIN,
    verifyAs: 'client',
  },
  {
    id: 'shell-says-hello',
    area: 'ssh',
    covers: ['F066'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      sed -i '1i echo welcome to this host' /home/alice/.bashrc`,
    expect: { check: 'ssh-shell-noise' },
    fix: { kind: 'manual' },
    verify: LOGIN,
    verifyAs: 'client',
  },
  {
    id: 'podman-not-on-path',
    area: 'ssh',
    covers: ['F066'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      mkdir -p /opt/podman/bin
      mv /usr/bin/podman /opt/podman/bin/podman
      echo 'PATH=$PATH:/opt/podman/bin' >>/home/alice/.profile`,
    expect: { check: 'ssh-podman-path', messageId: 'elsewhere' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
];
