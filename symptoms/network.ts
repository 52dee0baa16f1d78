import { defineSymptoms } from '../src/model/symptom.ts';

const TROUBLESHOOTING = 'https://github.com/containers/podman/blob/main/troubleshooting.md';

/** Programs and addresses of container networks. */
export const network = defineSymptoms([
  {
    id: 'network-helper-missing',
    title: 'Podman does not find netavark',
    covers: ['F090'],
    texts: [
      'could not find "netavark" in one of [{path}]. To resolve this error, set the helper_binaries_dir key in the `[engine]` section of containers.conf to the directory containing your helper binaries.',
    ],
    causes: [
      { check: 'network-helpers', because: 'netavark is not installed.' },
      { check: 'helper-directories', because: 'containers.conf names other directories.' },
      { check: 'podman-copies', because: 'This podman was built for other directories.' },
    ],
    references: ['https://github.com/containers/podman/issues/11719'],
  },
  {
    id: 'dns-helper-missing',
    title: 'aardvark-dns is missing, so containers do not find each other by name',
    covers: ['F091'],
    texts: [
      'aardvark-dns binary not found, container dns will not be enabled',
      'aardvark-dns failed to start: {name}',
    ],
    causes: [
      { check: 'container-dns', because: 'It is in none of the helper directories.' },
      { check: 'helper-versions', because: 'It is of another version than netavark.' },
    ],
    references: ['https://github.com/containers/aardvark-dns'],
  },
  {
    id: 'pasta-missing',
    title: 'pasta, which connects rootless containers, is missing',
    covers: ['F092'],
    texts: [
      'could not find pasta, the network namespace can\'t be configured: exec: "pasta": executable file not found in $PATH',
    ],
    causes: [
      { check: 'rootless-network-tool', because: 'The package passt is not installed.' },
      { check: 'helper-directories', because: 'containers.conf names other directories.' },
    ],
    references: ['https://github.com/containers/podman/issues/22015'],
  },
  {
    id: 'slirp-missing',
    title: 'slirp4netns, which connects rootless containers, is missing',
    covers: ['F093'],
    texts: [
      'could not find slirp4netns, the network namespace can\'t be configured: exec: "slirp4netns": executable file not found in $PATH',
    ],
    causes: [{ check: 'rootless-network-tool', because: 'It is not installed.' }],
    references: ['https://github.com/containers/podman/issues/2571'],
  },
  {
    id: 'slirp-missing-ignored',
    title: 'slirp4netns is missing, and the container started without a network',
    covers: ['F093'],
    texts: [
      'could not find slirp4netns, the network namespace won\'t be configured: exec: "slirp4netns": executable file not found in $PATH',
    ],
    causes: [
      { check: 'rootless-network-setup', because: 'This Podman starts containers without it.' },
    ],
    references: ['https://github.com/containers/podman/issues/1234'],
  },
  {
    id: 'slirp-removed',
    title: 'This Podman no longer knows slirp4netns',
    covers: ['F094'],
    texts: [
      'slirp4netns support has been removed, run podman system migrate to update this container to use pasta',
      'invalid default_rootless_network_cmd option "slirp4netns"',
    ],
    causes: [
      { check: 'rootless-network-tool', because: 'containers.conf still names it.' },
      {
        because: 'The container was made with it.',
        byHand: 'Run podman system migrate.',
      },
    ],
    references: ['https://docs.podman.io/en/latest/markdown/podman-system-migrate.1.html'],
  },
  {
    id: 'tun-unusable',
    title: 'The device of user-mode networks cannot be opened',
    covers: ['F006', 'F095'],
    texts: [
      'slirp4netns failed: "open(\\"/dev/net/tun\\"): No such file or directory"',
      'slirp4netns failed: "open(\\"/dev/net/tun\\"): No such device"',
      'slirp4netns failed: "open(\\"/dev/net/tun\\"): Permission denied"',
      'pasta failed with exit code 1: Failed to open tun socket in namespace',
      'open("/dev/net/tun"): No such device',
    ],
    causes: [
      { check: 'tun-device', because: '/dev/net/tun is missing, without driver, or closed.' },
      { check: 'kernel-modules', because: 'Modules can no longer be loaded.' },
      { check: 'kernel-reboot', because: 'The modules of the running kernel were removed.' },
      { check: 'nested-container', because: 'The container that is this host has no such device.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/19428',
      'https://github.com/containers/podman/issues/20304',
    ],
  },
  {
    id: 'no-route',
    title: 'pasta finds no interface to connect containers to',
    covers: ['F096', 'F099'],
    texts: [
      'pasta failed with exit code 1: External interface not usable',
      'No routable interface for IPv4: IPv4 is disabled',
      'No external routable interface for IPv6',
      'Template interface has no usable address',
    ],
    causes: [
      { check: 'default-route', because: 'The host is offline, or has no default route.' },
      {
        because: 'The container started before the network was up.',
        byHand: 'Order the unit after network-online.target, or update passt.',
      },
      { check: 'ipv6-address', because: 'IPv6 of the host is half configured.' },
    ],
    references: ['https://github.com/containers/podman/issues/23566'],
  },
  {
    id: 'pasta-route-refused',
    title: 'pasta cannot copy the routes of the host',
    covers: ['F097'],
    texts: [
      "pasta failed with exit code 1: Couldn't set IPv4 route(s) in guest: Network is unreachable",
      "pasta failed with exit code 1: Couldn't set IPv6 route(s) in guest: Invalid argument",
    ],
    causes: [
      { check: 'default-route', because: 'The host has no default route.' },
      {
        because: 'The gateway is outside the network of the address, as some clouds have it.',
        byHand: 'Update passt, or name address and gateway: --network pasta:-a,…,-g,….',
      },
    ],
    references: ['https://github.com/containers/podman/issues/19722'],
  },
  {
    id: 'no-nameserver',
    title: 'pasta finds no nameserver that containers can use',
    covers: ['F098'],
    texts: [
      "Couldn't get any nameserver address",
      'local resolver detected, but could not read real resolv.conf at "{path}"',
    ],
    causes: [
      { check: 'resolv-conf', because: '/etc/resolv.conf is missing, dangling or empty.' },
      {
        because: 'It names only a resolver on the loopback.',
        byHand: 'Link it to /run/systemd/resolve/stub-resolv.conf, or set dns_servers.',
      },
    ],
    references: ['https://github.com/containers/podman/issues/23957'],
  },
  {
    id: 'rootless-netns-stale',
    title: 'The network namespace that rootless containers share is stale',
    covers: ['F106'],
    texts: [
      'rootless netns ref counter out of sync, counter is at {number}, resetting it back to 0',
      'failed to move the rootless netns pasta process to the systemd user.slice: {name}',
      'failed to move the rootless netns slirp4netns process to the systemd user.slice: {name}',
      'setns: IO error: Operation not permitted',
    ],
    causes: [
      { check: 'user-manager', because: 'The manager of the user was restarted, or is gone.' },
      { check: 'user-bus', because: 'systemd cannot be asked over the bus of the user.' },
      { check: 'run-root', because: 'Its files survive a reboot.' },
      { check: 'rootless-netns', because: 'pasta or slirp4netns was killed.' },
    ],
    references: ['https://github.com/containers/podman/issues/16921'],
  },
  {
    id: 'subnets-used-up',
    title: 'Podman finds no free network for its bridge',
    covers: ['F107'],
    texts: ['could not find free subnet from subnet pools'],
    causes: [
      { check: 'network-subnets', because: 'A network of Podman overlaps one of the host.' },
      {
        because: 'The networks of a VPN or Docker leave none of the pools.',
        byHand: 'Set default_subnet_pools in containers.conf; podman network prune frees some.',
      },
    ],
    references: ['https://github.com/containers/common/blob/main/docs/containers.conf.5.md'],
  },
  {
    id: 'tls-timeout',
    title: 'Large packets do not get through',
    covers: ['F108'],
    texts: ['net/http: TLS handshake timeout'],
    causes: [
      { check: 'firewall-container-egress', because: 'The firewall lets nothing out.' },
      { check: 'bridge-mtu', because: 'The way out carries smaller packets than the bridge.' },
      {
        because: 'A VPN or overlay carries smaller packets than the network of the container.',
        byHand: 'Compare ip link on the host; set pasta_options = ["--mtu", "1400"].',
      },
    ],
    references: ['https://passt.top/builds/latest/web/passt.1.html'],
  },
  {
    id: 'ping-denied',
    title: 'A container may not ping',
    covers: ['F109'],
    texts: [
      'ping: socket: Operation not permitted',
      'ping: permission denied (are you root?)',
      'ping: {name}: Operation not permitted',
    ],
    causes: [
      { check: 'ping-range', because: 'The group of the user may not open such sockets.' },
      { check: 'storage-nosuid', because: 'ping has lost its capability with the mount.' },
    ],
    references: [TROUBLESHOOTING],
  },
]);
