import { defineSymptoms } from '../src/model/symptom.ts';

const TROUBLESHOOTING = 'https://github.com/containers/podman/blob/main/troubleshooting.md';

/** Podman as a remote client, over SSH. */
export const connection = defineSymptoms([
  {
    id: 'ssh-key-refused',
    title: 'The SSH server took none of the keys that Podman offered',
    covers: ['F058', 'F059', 'F065'],
    texts: [
      'failed to connect: ssh: handshake failed: ssh: unable to authenticate, attempted methods [none publickey], no supported methods remain',
      'userauth_pubkey: key type ssh-rsa not in PubkeyAcceptedAlgorithms',
    ],
    causes: [
      { check: 'ssh-login', because: 'The host refuses the user, or ignores the keys.' },
      { check: 'sshd-config-valid', because: 'sshd reads its configuration otherwise than meant.' },
      {
        because:
          'Podman offers only keys of the agent and of --identity, and reads little of ssh_config.',
        byHand: 'Name key and address: podman system connection add NAME --identity FILE ssh://…',
      },
      {
        because: 'The key is RSA, signed with SHA-1, which the server no longer takes.',
        byHand: 'Make a key of type ed25519.',
      },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/8498'],
  },
  {
    id: 'ssh-too-many-keys',
    title: 'The SSH server hung up before the right key was offered',
    covers: ['F060'],
    texts: [
      'ssh: handshake failed: ssh: disconnect, reason 2: Too many authentication failures',
      'Received disconnect from {name} port {number}:2: Too many authentication failures',
    ],
    causes: [
      { check: 'ssh-login', because: 'The right key may be refused as well.' },
      {
        because: 'The agent holds more keys than MaxAuthTries of the server allows.',
        byHand: 'Name the key with --identity, and call podman with SSH_AUTH_SOCK empty.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/12432'],
  },
  {
    id: 'ssh-socket-absent',
    title: 'SSH worked, and the API socket is not at the path of the connection',
    covers: ['F061'],
    texts: [
      'failed to connect: ssh: rejected: connect failed (open failed)',
      'dial unix {path}: ssh: rejected: connect failed (open failed)',
    ],
    causes: [
      { check: 'podman-socket', because: 'podman.socket of the user does not listen.' },
      { check: 'podman-socket-system', because: 'podman.socket of root does not listen.' },
      { check: 'linger', because: 'The socket goes with the last session of the user.' },
      { check: 'podman-socket-override', because: 'The socket is at another path.' },
      { check: 'ssh-socket-forwarding', because: 'sshd says the same when it forbids the path.' },
      { check: 'user-manager', because: 'The manager that starts the socket does not run.' },
      { check: 'podman-socket-stale', because: 'Nobody listens at the file of the socket.' },
    ],
    references: ['https://github.com/containers/podman/issues/23575'],
  },
  {
    id: 'ssh-forwarding-forbidden',
    title: 'sshd forbids the forwarding of sockets',
    covers: ['F062'],
    texts: [
      'failed to connect: ssh: rejected: administratively prohibited (open failed)',
      'channel {number}: open failed: administratively prohibited: open failed',
    ],
    causes: [
      { check: 'ssh-socket-forwarding', because: 'A directive of sshd or an option of the key.' },
      { check: 'sshd-config-valid', because: 'sshd reads its configuration otherwise than meant.' },
    ],
    references: ['https://man.openbsd.org/sshd_config#AllowStreamLocalForwarding'],
  },
  {
    id: 'ssh-host-key-changed',
    title: 'The key of the SSH server is not the one that known_hosts has',
    covers: ['F063'],
    texts: [
      'ssh host key mismatch for host {name}, got key {id} of type {name}',
      'ssh: handshake failed: knownhosts: key mismatch',
      'ssh: handshake failed: knownhosts: key is unknown',
    ],
    causes: [
      { check: 'sshd-host-keys', because: 'The server has lost its keys.' },
      {
        because: 'The host was installed anew, or known_hosts has only a key of another type.',
        byHand: 'Verify the fingerprint on the host; then ssh-keygen -R HOST and log in once.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/23575'],
  },
  {
    id: 'ssh-connect-failed',
    title: 'No SSH server answers at the address of the connection',
    covers: ['F065'],
    texts: [
      'failed to connect: dial tcp {number}:{number}: connect: connection refused',
      'failed to connect: dial tcp: lookup {name}: no such host',
      'ssh: connect to host {name} port {number}: Connection refused',
    ],
    causes: [
      { check: 'sshd-available', because: 'No SSH server listens on the host.' },
      { check: 'sshd-persistent', because: 'It was not started at the last boot.' },
      {
        because: 'The name is an alias of ssh_config that Podman does not resolve.',
        byHand: 'Write host name, port and user into the address, or use podman --ssh native.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/12432'],
  },
  {
    id: 'remote-info-unreadable',
    title: 'What the remote host answered is not what podman info prints',
    covers: ['F066'],
    texts: [
      "failed to parse 'podman info' results: {name}",
      'remote podman "{name}" failed to report its UDS socket',
    ],
    causes: [
      { check: 'ssh-shell-noise', because: 'The login shell prints text of its own.' },
      { check: 'ssh-podman-path', because: 'A command over SSH does not find podman.' },
      { check: 'podman-installed', because: 'podman itself does not run there.' },
    ],
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-connection-add.1.html'],
  },
  {
    id: 'server-too-old',
    title: 'The Podman that serves is older than its client wants',
    covers: ['F067', 'F068'],
    texts: [
      'server API version is too old. Client "{version}" server "{version}"',
      'unable to connect to Podman socket: ping response was 404',
      'ping response was 404',
    ],
    causes: [
      { check: 'podman-version', because: 'Podman on the host is old.' },
      { check: 'podman-copies', because: 'The service runs another podman than the shell.' },
      { check: 'podman-api-process', because: 'A service of before the update still runs.' },
      {
        because: 'Client and server differ in their major version.',
        byHand: 'Update the host, restart podman.service, or use a client of its version.',
      },
    ],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/12192'],
  },
  {
    id: 'machine-helper-busy',
    title: 'podman machine does not start',
    covers: ['F172'],
    texts: [
      'listen tcp 127.0.0.1:7777: bind: address already in use',
      'dial unix {path}/qmp_podman-machine-default.sock: connect: no such file or directory',
      'could not find "gvproxy" in one of {name}',
    ],
    causes: [
      {
        because: 'A gvproxy or qemu of an earlier machine still runs, or one is not installed.',
        byHand:
          'Run podman machine stop; end what pgrep -a gvproxy names; install what is missing.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/16976'],
  },
]);
