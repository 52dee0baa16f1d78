import { defineSymptoms } from '../src/model/symptom.ts';

const TROUBLESHOOTING = 'https://github.com/containers/podman/blob/main/troubleshooting.md';

/** Published ports, and network backends. */
export const ports = defineSymptoms([
  {
    id: 'port-privileged',
    title: 'Users may not bind ports as low as this one',
    covers: ['F101'],
    texts: [
      "rootlessport cannot expose privileged port {number}, you can add 'net.ipv4.ip_unprivileged_port_start={number}' to /etc/sysctl.conf (currently {number}), or choose a larger port number (>= {number}): listen tcp {number}:{number}: bind: permission denied",
      'pasta failed with exit code 1: Listen failed for HOST TCP port */{number}: Permission denied',
      'pasta failed with exit code 1: Failed to bind port {number} (Permission denied) for option',
      'listen tcp {number}:{number}: bind: permission denied',
    ],
    causes: [{ check: 'unprivileged-ports', because: 'The kernel keeps low ports for root.' }],
    references: [TROUBLESHOOTING, 'https://github.com/containers/podman/issues/13426'],
  },
  {
    id: 'port-taken',
    title: 'Another program has the port',
    covers: ['F102'],
    texts: [
      'rootlessport listen tcp {number}:{number}: bind: address already in use',
      'pasta failed with exit code 1: Failed to bind port {number} (Address already in use) for option',
      'Failed to bind port {number} (Address already in use)',
      'pasta failed with exit code 1: Listen failed for HOST TCP port */{number}: Address already in use',
      'listen tcp4 {number}:{number}: bind: address already in use',
    ],
    causes: [
      { check: 'port-in-use', because: 'Something on the host listens there.' },
      {
        because: 'A container or its rootlessport that should have ended still holds it.',
        byHand: 'Run ss -ltnp, and podman ps -a --format "{{.Names}} {{.Ports}}".',
      },
    ],
    references: ['https://github.com/containers/podman/issues/1917'],
  },
  {
    id: 'port-unreachable',
    title: 'Other hosts do not reach a published port',
    covers: ['F079', 'F080', 'F081', 'F083', 'F100'],
    texts: [
      'curl: (7) Failed to connect to {name} port {number} after {number} ms: Connection refused',
      'curl: (7) Failed to connect to {name} port {number}: No route to host',
      'curl: (28) Failed to connect to {name} port {number} after {number} ms: Connection timed out',
      'connect to host {name} port {number}: Connection timed out',
    ],
    causes: [
      { check: 'firewall-input-rootless', because: 'The firewall closes the port.' },
      { check: 'firewall-published-port', because: 'The firewall closes it even for this host.' },
      {
        check: 'firewall-forward-rootful',
        because: 'The firewall does not forward to containers.',
      },
      { check: 'firewalld-reload', because: 'A reload of firewalld removed the rules.' },
      { check: 'firewall-reload-flush', because: 'A restart of nftables removed the rules.' },
      { check: 'firewall-container-egress', because: 'The answers of containers do not get out.' },
      { check: 'ip-forward', because: 'The kernel forwards nothing.' },
      { check: 'linger', because: 'The container ended with the last session of the user.' },
      {
        because: 'A container calls its own host: pasta gives it the same address.',
        byHand: 'Call host.containers.internal instead.',
      },
    ],
    references: [
      'https://github.com/containers/podman/issues/26625',
      'https://github.com/containers/netavark/issues/230',
    ],
  },
  {
    id: 'cni-version-refused',
    title: 'The CNI plugins do not understand the version of the network',
    covers: ['F103'],
    texts: [
      'Error validating CNI config file {path}: [plugin bridge does not support config version "{version}" plugin portmap does not support config version "{version}" plugin firewall does not support config version "{version}" plugin tuning does not support config version "{version}"]',
      'plugin {name} does not support config version "{version}"',
      'network "{name}" not found in CNI cache',
    ],
    causes: [
      { check: 'cni-versions', because: 'The file asks for more than the plugins know.' },
      { check: 'network-backend', because: 'Podman should not use CNI any more.' },
      { check: 'network-helpers', because: 'The plugins are missing.' },
    ],
    references: ['https://github.com/containers/podman/issues/21511'],
  },
  {
    id: 'cni-removed',
    title: 'This Podman has no CNI any more',
    covers: ['F104'],
    texts: [
      'unsupported network backend "cni"',
      'cni support is not enabled in this build, only netavark. Got unsupported network backend "cni"',
    ],
    causes: [
      { check: 'network-backend', because: 'containers.conf or the store still asks for it.' },
      { check: 'network-leftovers', because: 'The store recorded it.' },
    ],
    references: ['https://blog.podman.io/2023/11/cni-deprecation-and-removal-from-podman/'],
  },
]);
