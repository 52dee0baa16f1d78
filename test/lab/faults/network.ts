import { FETCH, type LabFault, ROOTFUL_IMAGE, RUN, SERVE } from '../fault.ts';

/** A container on a network of its own, where the bridge and its helper are needed. */
const RUN_ON_NETWORK = `
podman network exists lab || podman network create lab >/dev/null
podman run --rm --network lab localhost/bb:1 /bin/busybox true`;

/** Containers find each other by name. */
const RUN_BY_NAME = `
podman network exists lab || podman network create lab >/dev/null
podman rm -f -t 0 peer >/dev/null 2>&1
podman run -d --name peer --network lab localhost/bb:1 /bin/busybox sleep 600 >/dev/null
timeout 90 podman run --rm --network lab localhost/bb:1 /bin/busybox nslookup peer
status=$?
podman rm -f -t 0 peer >/dev/null 2>&1
exit $status`;

export const networkFaults: readonly LabFault[] = [
  {
    id: 'pasta-not-installed',
    area: 'network',
    covers: ['F092'],
    suites: ['trixie'],
    user: 'alice',
    inject: 'dpkg --remove --force-depends passt',
    expect: { check: 'rootless-network-tool', messageId: 'pasta' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'slirp4netns-not-installed',
    area: 'network',
    covers: ['F093'],
    suites: ['bookworm'],
    user: 'alice',
    inject: 'dpkg --remove --force-depends slirp4netns',
    expect: { check: 'rootless-network-tool', messageId: 'slirp4netns' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'slirp4netns-not-installed-before-4.1',
    area: 'network',
    covers: ['F093'],
    suites: ['bullseye'],
    user: 'alice',
    inject: 'dpkg --remove --force-depends slirp4netns',
    expect: { check: 'rootless-network-setup', messageId: 'loopback' },
    fix: { kind: 'auto' },
    // Podman 3.0 runs a container without it.
    verify: 'podman run --rm localhost/bb:1 /bin/busybox ip address show tap0',
  },
  {
    id: 'netavark-deleted',
    area: 'network',
    covers: ['F090'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: 'rm /usr/lib/podman/netavark',
    expect: { check: 'network-helpers', messageId: 'netavark' },
    fix: { kind: 'auto' },
    verify: RUN_ON_NETWORK,
  },
  {
    id: 'aardvark-deleted',
    area: 'network',
    covers: ['F091'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    inject: 'rm /usr/lib/podman/aardvark-dns',
    expect: { check: 'container-dns', messageId: 'missing' },
    fix: { kind: 'auto' },
    verify: RUN_BY_NAME,
  },
  {
    id: 'tun-device-closed',
    area: 'network',
    covers: ['F095'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: 'chmod 600 /dev/net/tun',
    expect: { check: 'tun-device', messageId: 'denied' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'tun-module-forbidden',
    area: 'network',
    covers: ['F095'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      forget alice
      forget bob
      rmmod tun
      echo 'blacklist tun' >/etc/modprobe.d/hardening.conf
      echo 'install tun /bin/false' >>/etc/modprobe.d/hardening.conf`,
    expect: { check: 'kernel-modules', messageId: 'forbidden' },
    fix: { kind: 'manual' },
    verify: RUN,
  },
  {
    id: 'low-port-closed',
    area: 'network',
    covers: ['F101'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    needs: ['publish:80'],
    inject: 'true',
    expect: { check: 'unprivileged-ports', messageId: 'closed' },
    fix: { kind: 'by-id', id: 'unprivileged-ports-sysctl', yes: 'safe' },
    verify: `
      [ -e /var/tmp/injected ] || exit 0
      podman run --rm -p 80:80 localhost/bb:1 /bin/busybox true`,
  },
  {
    id: 'port-taken',
    area: 'network',
    covers: ['F102'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['publish:8080'],
    inject: `
      systemd-run -q --unit=old-server python3 -m http.server 8080
      n=0
      until ss -Hltn 'sport = :8080' | grep -q . || [ $n -ge 30 ]; do n=$((n + 1)); sleep 1; done`,
    expect: { check: 'port-in-use', messageId: 'taken' },
    fix: { kind: 'manual' },
    verify: 'podman run --rm -p 8080:80 localhost/bb:1 /bin/busybox true',
  },
  {
    id: 'ping-group-closed',
    area: 'network',
    covers: ['F109'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['ping'],
    inject: `
      printf 'net.ipv4.ping_group_range = 1 0\\n' >/etc/sysctl.d/99-zz-hardening.conf
      sysctl -q -w 'net.ipv4.ping_group_range=1 0'`,
    expect: { check: 'ping-range', messageId: 'closed' },
    fix: { kind: 'by-id', id: 'ping-range-sysctl', yes: 'safe' },
    // Raw in the container; pasta sends it on through a socket of the host that this range allows.
    verify: 'podman run --rm --cap-add NET_RAW localhost/bb:1 /bin/ping -c 1 -W 3 10.0.2.2',
  },
  {
    id: 'cni-configuration-too-new',
    area: 'network',
    covers: ['F103'],
    suites: ['bullseye'],
    user: 'alice',
    inject: `
      as alice 'podman network create lab >/dev/null'
      sed -i 's/"cniVersion": "[^"]*"/"cniVersion": "1.0.0"/' /home/alice/.config/cni/net.d/lab.conflist`,
    expect: { check: 'cni-versions', messageId: 'tooNew' },
    fix: { kind: 'manual' },
    verify: RUN_ON_NETWORK,
  },
  {
    id: 'network-backend-cni-asked-for',
    area: 'network',
    covers: ['F104'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      printf '[network]\\nnetwork_backend="cni"\\n' | user_file alice .config/containers/containers.conf`,
    expect: { check: 'network-backend', messageId: 'cniGone' },
    fix: { kind: 'auto' },
    verify: RUN,
  },
  {
    id: 'network-helper-killed',
    area: 'network',
    covers: ['F106'],
    suites: ['bookworm', 'trixie'],
    user: 'alice',
    prepare: `
      as alice 'podman network create lab >/dev/null
        podman run -d --name web --network lab localhost/bb:1 /bin/busybox sleep 7200 >/dev/null'`,
    inject: `
      pkill -KILL -u alice -x '(pasta|passt|slirp4netns).*'`,
    expect: { check: 'rootless-netns', messageId: 'dead' },
    fix: { kind: 'manual' },
    // Not by a podman: 5.4 would start the helper again.
    verify: `
      [ -e /var/tmp/injected ] || exit 0
      pgrep -u alice -x '(pasta|passt|slirp4netns).*' >/dev/null`,
    harm: 'containers on networks reach nothing beyond each other',
  },
  {
    id: 'subnet-of-a-vpn',
    area: 'network',
    covers: ['F107'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    prepare: `
      as alice 'podman network create --subnet 10.89.0.0/24 lab >/dev/null'`,
    inject: `
      ip link add vpn0 type dummy
      ip addr add 10.89.0.7/32 dev vpn0
      ip link set vpn0 up
      ip route add 10.89.0.0/16 dev vpn0
      systemd-run -q --unit=vpn-server python3 -m http.server --bind 10.89.0.7 8000
      n=0
      until ss -Hltn 'sport = :8000' | grep -q . || [ $n -ge 30 ]; do n=$((n + 1)); sleep 1; done`,
    expect: { check: 'network-subnets', messageId: 'overlap' },
    fix: { kind: 'manual' },
    verify: `
      [ -e /var/tmp/injected ] || exit 0
      podman run --rm --network lab localhost/bb:1 \\
        /bin/busybox wget -q -T 10 -O /dev/null http://10.89.0.7:8000/`,
    harm: 'containers on the network do not reach the VPN',
  },
  {
    id: 'bridge-mtu-of-a-tunnel',
    area: 'network',
    covers: ['F108'],
    suites: ['trixie', 'bookworm'],
    user: 'alice',
    needs: ['rootful'],
    prepare: `
      podman import - localhost/bb:1 </srv/bb.tar >/dev/null
      podman run -d --name web localhost/bb:1 /bin/busybox sleep 7200 >/dev/null`,
    // The guest takes larger frames than that all the same (virtio), so the login goes on.
    inject: 'ip link set eth0 mtu 1280',
    expect: { check: 'bridge-mtu', messageId: 'larger' },
    fix: { kind: 'manual' },
    verify: `
      [ -e /var/tmp/injected ] || exit 0
      test "$(podman exec web /bin/busybox cat /sys/class/net/eth0/mtu)" -le "$(cat /sys/class/net/eth0/mtu)"`,
    verifyAs: 'root',
    harm: 'large packets of rootful containers get lost',
  },
  {
    // The kernel gives the address up only after it has asked the link, which has to be up on both sides.
    id: 'ipv6-address-of-another-host',
    area: 'network',
    covers: ['F099'],
    suites: ['trixie'],
    user: 'alice',
    inject: `
      ip netns add twin
      ip link add v6 type veth peer name v6 netns twin
      ip -n twin addr add fd00:9::7/64 dev v6 nodad
      ip -n twin link set v6 up
      ip link set v6 up
      sleep 3
      ip addr add fd00:9::7/64 dev v6
      ip -6 route add default dev v6 metric 1
      n=0
      until ip -6 addr show dev v6 dadfailed | grep -q fd00:9::7 || [ $n -ge 30 ]; do n=$((n + 1)); sleep 1; done`,
    expect: { check: 'ipv6-address', messageId: 'duplicate' },
    fix: { kind: 'manual' },
    verify: `
      said=$(podman run --rm localhost/bb:1 /bin/busybox ip -6 route) || exit 1
      case $said in *default*) exit 1 ;; esac`,
    harm: 'containers believe that they have IPv6',
  },
  {
    id: 'forwarding-switched-off',
    area: 'network',
    covers: ['F088'],
    suites: ['trixie'],
    user: 'alice',
    needs: ['rootful'],
    prepare: `${ROOTFUL_IMAGE}; ${SERVE}`,
    inject: 'sysctl -q -w net.ipv4.ip_forward=0',
    expect: { check: 'ip-forward', messageId: 'off' },
    fix: { kind: 'by-id', id: 'ip-forward-sysctl', yes: 'safe' },
    verify: FETCH,
    verifyAs: 'client',
  },
  {
    id: 'resolv-conf-dangling',
    area: 'network',
    covers: ['F098'],
    suites: ['trixie', 'bookworm', 'bullseye'],
    user: 'alice',
    inject: 'ln -sf /nonexistent /etc/resolv.conf',
    expect: { check: 'resolv-conf', messageId: 'dangling' },
    fix: { kind: 'manual' },
    // On the host's network nothing adds a server of its own: the container has the host's, or public ones.
    verify: `podman run --rm --network host localhost/bb:1 /bin/cat /etc/resolv.conf | grep '^nameserver 10.0.2.3$'`,
  },
];
