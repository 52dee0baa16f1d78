import { defineSymptoms } from '../src/model/symptom.ts';

/** netavark, packet filters, names in container networks. */
export const firewall = defineSymptoms([
  {
    id: 'name-resolution-failed',
    title: 'A container does not resolve names',
    covers: ['F082', 'F091', 'F098'],
    texts: [
      'Temporary failure in name resolution',
      'lookup {name}: Temporary failure in name resolution',
      'dial tcp: lookup {name}: i/o timeout',
      'Could not resolve host: {name}',
    ],
    causes: [
      { check: 'resolv-conf', because: 'The host itself names no usable nameserver.' },
      { check: 'container-dns', because: 'The nameserver of container networks is missing.' },
      { check: 'firewall-dns', because: 'The firewall drops the questions of containers.' },
      { check: 'default-route', because: 'The host has no way to a nameserver.' },
      { check: 'firewall-container-egress', because: 'The firewall lets nothing out.' },
      { check: 'helper-versions', because: 'netavark and aardvark-dns do not fit each other.' },
    ],
    references: [
      'https://github.com/containers/podman/issues/20102',
      'https://github.com/containers/netavark/issues/742',
    ],
  },
  {
    id: 'iptables-missing',
    title: 'netavark does not find the firewall program that it runs',
    covers: ['F084'],
    texts: [
      'netavark: iptables: No such file or directory (os error 2)',
      'netavark: No such file or directory (os error 2)',
      'netavark: unable to execute nft: No such file or directory (os error 2)',
    ],
    causes: [
      { check: 'firewall-driver', because: 'iptables or nft is not installed.' },
      { check: 'helper-versions', because: 'netavark is of another time than Podman.' },
    ],
    references: ['https://github.com/containers/netavark/issues/740'],
  },
  {
    id: 'nftables-rules-refused',
    title: 'The kernel refused the nftables rules of netavark',
    covers: ['F085'],
    texts: [
      'netavark: nftables error: "nft" did not return successfully while applying ruleset',
      'internal:0:0-0: Error: Could not process rule: No such file or directory',
    ],
    causes: [
      { check: 'nftables-modules', because: 'A module of nftables is missing or forbidden.' },
      { check: 'kernel-modules', because: 'Modules can no longer be loaded.' },
      { check: 'kernel-reboot', because: 'The modules of the running kernel were removed.' },
      { check: 'nested-container', because: 'The container that is this host has no such right.' },
      { check: 'firewall-driver', because: 'Another driver is configured than works here.' },
    ],
    references: ['https://github.com/containers/netavark/issues/1057'],
  },
  {
    id: 'iptables-table-missing',
    title: 'iptables finds no table, chain or module in this kernel',
    covers: ['F086'],
    texts: [
      'netavark: code: 3, msg: modprobe: FATAL: Module ip_tables not found in directory {path}',
      'iptables: No chain/target/match by that name.',
      "can't initialize iptables table `nat': Table does not exist (do you need to insmod?)",
    ],
    causes: [
      { check: 'kernel-modules', because: 'The module is missing, or must not be loaded.' },
      { check: 'kernel-reboot', because: 'The modules of the running kernel were removed.' },
      { check: 'iptables-flavours', because: 'Rules of both flavours of iptables are loaded.' },
      { check: 'firewalld-reload', because: 'A reload of the firewall removed the chains.' },
    ],
    references: ['https://github.com/containers/podman/issues/4281'],
  },
  {
    id: 'forwarding-off',
    title: 'The kernel forwards no packets',
    covers: ['F088'],
    texts: ['net.ipv4.ip_forward = 0', 'IPv4 forwarding is disabled. Networking will not work.'],
    causes: [
      { check: 'ip-forward', because: 'Something set it back after Podman had set it.' },
      { check: 'firewall-forward-rootful', because: 'The firewall forwards nothing either.' },
    ],
    references: ['https://docs.kernel.org/networking/ip-sysctl.html'],
  },
  {
    id: 'firewall-driver-refused',
    title: 'netavark does not know the firewall driver that is configured',
    covers: ['F089'],
    texts: [
      'netavark: Must provide a valid firewall backend, got iptables',
      'netavark: dbus error: org.freedesktop.DBus.Error.ServiceUnknown: The name org.fedoraproject.FirewallD1 was not provided by any .service files',
    ],
    causes: [
      { check: 'firewall-driver', because: 'firewall_driver of containers.conf says so.' },
      {
        because: 'The variable NETAVARK_FW says so, or firewalld does not run.',
        byHand: 'Remove firewall_driver from containers.conf, and unset NETAVARK_FW.',
      },
    ],
    references: ['https://github.com/containers/netavark'],
  },
  {
    id: 'bridge-unsupported',
    title: 'The kernel cannot make the devices of a container network',
    covers: ['F006'],
    texts: [
      'netavark: Failed to add veth / create bridge: Operation not supported (os error 95)',
      'netavark: create bridge: Netlink error: Operation not supported (os error 95)',
      'netavark: create veth pair: Netlink error: Operation not supported (os error 95)',
    ],
    causes: [
      { check: 'kernel-reboot', because: 'The modules of the running kernel were removed.' },
      { check: 'kernel-modules', because: 'The module bridge or veth is missing.' },
      { check: 'nested-container', because: 'The container that is this host has no such right.' },
    ],
    references: ['https://github.com/containers/podman/issues/9543'],
  },
]);
