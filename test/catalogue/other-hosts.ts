/**
 * Faults of hosts that the lab does not boot: other distributions, kernels and releases of Podman. Each is what the probes
 * print there, written down in the format of the programs and versions named, and what podready must say of it.
 */
import type { FactId } from '../../src/facts/index.ts';
import type { NeedName } from '../../src/model/need.ts';

export interface OtherHost {
  readonly id: string;
  /** Rows of the fault catalogue. */
  readonly covers: readonly [string, ...string[]];
  /** Whose output it is. */
  readonly host: string;
  readonly needs?: readonly NeedName[];
  /** What each probe prints; it ends with exit code 0. */
  readonly outputs: Readonly<Partial<Record<FactId, string>>>;
  readonly expect: {
    readonly check: string;
    readonly messageId: string;
    /** What the message must say of this host: a path, a version, a number. */
    readonly says: string;
  };
}

const ALICE = `id=uid=1000(alice) gid=1000(alice) groups=1000(alice),10(wheel)
home=/home/alice
shell=/bin/bash
`;

const ALICE_RANGE = 'alice:100000:65536\n';

/** Programs of a Fedora with Podman. */
const FEDORA_TOOLS = `p podman /usr/bin/podman
p crun /usr/bin/crun
p conmon /usr/bin/conmon
h netavark /usr/libexec/podman/netavark
h aardvark-dns /usr/libexec/podman/aardvark-dns
p pasta /usr/bin/pasta
p passt /usr/bin/passt
h rootlessport /usr/libexec/podman/rootlessport
h catatonit /usr/libexec/podman/catatonit
p newuidmap /usr/bin/newuidmap
p newgidmap /usr/bin/newgidmap
p nft /usr/bin/nft
p iptables /usr/bin/iptables
p ip /usr/bin/ip
p getsubids /usr/bin/getsubids
p unshare /usr/bin/unshare
p systemctl /usr/bin/systemctl
p loginctl /usr/bin/loginctl
p firewall-cmd /usr/bin/firewall-cmd
p getenforce /usr/bin/getenforce
p semodule /usr/bin/semodule
p dnf /usr/bin/dnf
podman /usr/bin/podman
`;

const PODMAN_6 = `podman 0 podman version 6.0.0\t/usr/bin/podman
crun 0 crun version 1.26\t/usr/bin/crun
conmon 0 conmon version 2.2.1 commit: \t/usr/bin/conmon
netavark 0 netavark 2.0.0\t/usr/libexec/podman/netavark
aardvark-dns 0 aardvark-dns 2.0.0\t/usr/libexec/podman/aardvark-dns
`;

/** containers.conf as Debian ships it: every setting is a comment. */
const DEBIAN_CONF = `@ok /usr/share/containers/containers.conf
@absent /etc/containers/containers.conf
@absent /home/alice/.config/containers/containers.conf
/usr/share/containers/containers.conf:19:[containers]
/usr/share/containers/containers.conf:282:[network]
/usr/share/containers/containers.conf:322:[engine]
`;

/** containers.conf as Fedora ships it, and one of the user with these lines. */
function fedoraConf(...lines: readonly string[]): string {
  const own = '/home/alice/.config/containers/containers.conf';
  return `@ok /usr/share/containers/containers.conf
@absent /etc/containers/containers.conf
@ok ${own}
/usr/share/containers/containers.conf:19:[containers]
/usr/share/containers/containers.conf:342:[secrets]
/usr/share/containers/containers.conf:352:[network]
/usr/share/containers/containers.conf:439:[engine]
/usr/share/containers/containers.conf:822:[machine]
${lines.map((line, at) => `${own}:${at + 1}:${line}\n`).join('')}`;
}

/** A store in its usual place. */
function store(type: string, ...rows: readonly string[]): string {
  return `graphroot /home/alice/.local/share/containers/storage
runroot /run/user/1000/containers
tmp /var/tmp
dir 755 0 0 directory:/
dir 755 0 0 directory:/home
dir 700 1000 1000 directory:/home/alice
dir 755 1000 1000 directory:/home/alice/.local
dir 755 1000 1000 directory:/home/alice/.local/share
dir 755 1000 1000 directory:/home/alice/.local/share/containers
dir 700 1000 1000 directory:/home/alice/.local/share/containers/storage
writable /home/alice/.local/share/containers/storage
place /home/alice/.local/share/containers/storage
writable /var/tmp
space 4096 25600000 19200000 26214400 25800000 ${type}:/home/alice/.local/share/containers/storage
space 4096 12800000 9600000 13107200 12900000 xfs:/var/tmp
space 4096 201000 200980 201000 200950 tmpfs:/run/user/1000
${rows.map((row) => `${row}\n`).join('')}fuse ok
boot 4f0a3f5e-0a52-4a4c-9c6f-3a0c1de3b3a1
`;
}

const NO_STORAGE_CONF = `!uid 1000
!driver 
@ok /usr/share/containers/storage.conf
@absent /etc/containers/storage.conf
@absent /home/alice/.config/containers/storage.conf
/usr/share/containers/storage.conf:10:[storage]
/usr/share/containers/storage.conf:13:driver = "overlay"
/usr/share/containers/storage.conf:17:runroot = "/run/containers/storage"
/usr/share/containers/storage.conf:24:graphroot = "/var/lib/containers/storage"
`;

const ROOT_ON_XFS = `22 1 253:0 / / rw,relatime shared:1 - xfs /dev/mapper/rhel-root rw,attr2,inode64,noquota
23 22 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:14 - proc proc rw
25 22 0:5 / /dev rw,nosuid shared:8 - devtmpfs devtmpfs rw,size=4048576k,nr_inodes=1012144,mode=755
29 22 0:23 / /run rw,nosuid,nodev shared:12 - tmpfs tmpfs rw,mode=755
`;

const UNIFIED = `version unified
systemd
root cpuset cpu io memory pids
user memory pids
`;

export const otherHosts: readonly OtherHost[] = [
  {
    id: 'docker-default-seccomp',
    covers: ['F004'],
    host: 'Debian 12 in a container of Docker 24, default seccomp profile',
    outputs: {
      user: ALICE,
      virtualization: `marker /.dockerenv
kernel 5.15.0-91-generic
NoNewPrivs: 0
Seccomp: 2
uidmap          0          0 4294967295
gidmap          0          0 4294967295
`,
      usernsAttempt: `uids 0 1000 1 1 100000 65536
gids 0 1000 1 1 100000 65536
unshare said unshare: unshare failed: Operation not permitted
`,
      subuid: ALICE_RANGE,
      subgid: ALICE_RANGE,
    },
    expect: {
      check: 'nested-container',
      messageId: 'forbidden',
      says: 'unshare failed: Operation not permitted',
    },
  },
  {
    id: 'lxc-ids-end-too-early',
    covers: ['F169'],
    host: 'Debian 12 in an unprivileged container of Proxmox VE 8 (LXC 5)',
    outputs: {
      user: ALICE,
      virtualization: `marker /run/systemd/container
engine lxc
kernel 6.8.12-4-pve
NoNewPrivs: 0
Seccomp: 2
uidmap          0     100000      65536
gidmap          0     100000      65536
`,
      usernsAttempt: `uids 0 1000 1 1 100000 65536
gids 0 1000 1 1 100000 65536
unshare exit 0
newuidmap exit 1
newuidmap said newuidmap: write to uid_map failed: Operation not permitted
newgidmap exit 1
newgidmap said newgidmap: write to gid_map failed: Operation not permitted
`,
      subuid: ALICE_RANGE,
      subgid: ALICE_RANGE,
    },
    expect: { check: 'nested-container', messageId: 'outside', says: '100000-165535' },
  },
  {
    id: 'systemd-homed-user',
    covers: ['F020'],
    host: 'Fedora 41, a user made by homectl (systemd 256)',
    outputs: {
      user: `id=uid=60001(lena) gid=60001(lena) groups=60001(lena)
home=/home/lena
shell=/bin/bash
`,
      nsswitch: 'sources files\n',
      subuid: 'fedora:524288:65536\n',
      subgid: 'fedora:524288:65536\n',
    },
    expect: {
      check: 'subuid-range',
      messageId: 'missing',
      says: 'lena has no range in /etc/subuid',
    },
  },
  {
    id: 'directory-user-with-realm',
    covers: ['F013'],
    host: 'RHEL 9 joined to Active Directory (SSSD 2.9, fully qualified names)',
    outputs: {
      user: `id=uid=1842601104(alice@corp.example) gid=1842600513(domain users@corp.example) groups=1842600513(domain users@corp.example)
home=/home/alice@corp.example
shell=/bin/bash
`,
      nsswitch: 'sources \n',
      subuid: 'cloud-user:100000:65536\nalice:165536:65536\n',
      subgid: 'cloud-user:100000:65536\nalice:165536:65536\n',
    },
    expect: { check: 'subid-owner-name', messageId: 'spelling', says: 'alice@corp.example' },
  },
  {
    id: 'directory-range-with-static-podman',
    covers: ['F014'],
    host: 'RHEL 9 joined to FreeIPA (SSSD gives the ranges), a podman of podman-static in /usr/local/bin',
    outputs: {
      user: ALICE,
      nsswitch: `sources sss
uid 0: alice 2147483648 65536
gid 0: alice 2147483648 65536
podman files /usr/local/bin/podman
`,
      subuid: 'cloud-user:100000:65536\n',
      subgid: 'cloud-user:100000:65536\n',
    },
    expect: { check: 'subid-source', messageId: 'filesOnly', says: '/usr/local/bin/podman' },
  },
  {
    id: 'alpine-with-openrc',
    covers: ['F031'],
    host: 'Alpine 3.20 with OpenRC 0.54 (rc_cgroup_mode=unified), kernel 6.6',
    outputs: {
      user: ALICE,
      init: 'name init\n',
      cgroup: `version unified
root cpuset cpu io memory hugetlb pids rdma
`,
      containersConf: `@ok /usr/share/containers/containers.conf
@absent /etc/containers/containers.conf
@absent /home/alice/.config/containers/containers.conf
/usr/share/containers/containers.conf:19:[containers]
/usr/share/containers/containers.conf:380:[engine]
`,
      virtualization: `kernel 6.6.31-0-lts
NoNewPrivs: 0
Seccomp: 0
uidmap          0          0 4294967295
gidmap          0          0 4294967295
`,
    },
    expect: { check: 'cgroup-limits', messageId: 'noSystemd', says: 'alice was given no cgroup' },
  },
  {
    id: 'wsl-without-systemd',
    covers: ['F033', 'F173'],
    host: 'Ubuntu 22.04 on WSL 2 (kernel 5.15), systemd not switched on in wsl.conf',
    outputs: {
      cgroup: `version hybrid
v1 cpuset
v1 cpu
v1 cpuacct
v1 blkio
v1 memory
v1 devices
v1 freezer
v1 net_cls
v1 perf_event
v1 net_prio
v1 hugetlb
v1 pids
v1 rdma
v1 misc
vendor-file /usr/lib/systemd/system/user@.service
vendor pids memory
`,
      virtualization: `kernel 5.15.153.1-microsoft-standard-WSL2
NoNewPrivs: 0
Seccomp: 0
uidmap          0          0 4294967295
gidmap          0          0 4294967295
`,
    },
    expect: { check: 'cgroup-version', messageId: 'hybrid', says: 'hybrid' },
  },
  {
    id: 'home-on-nfs-without-fuse',
    covers: ['F119'],
    host: 'RHEL 8.9, homes on an NFS 4.2 server, fuse-overlayfs not installed',
    outputs: {
      user: ALICE,
      storage: store('nfs'),
      mounts: `${ROOT_ON_XFS}412 22 0:52 / /home/alice rw,relatime shared:215 - nfs4 nas1.example:/export/home/alice rw,vers=4.2,rsize=1048576,wsize=1048576,namlen=255,hard,proto=tcp,timeo=600,retrans=2,sec=sys,clientaddr=192.0.2.17,local_lock=none,addr=192.0.2.5
`,
      tools: FEDORA_TOOLS,
      storageConf: NO_STORAGE_CONF,
    },
    expect: {
      check: 'storage-filesystem',
      messageId: 'network',
      says: 'nas1.example:/export/home/alice',
    },
  },
  {
    id: 'xfs-of-rhel-7-2',
    covers: ['F120'],
    host: 'RHEL 8.10, upgraded in place from 7.2, whose mkfs.xfs made ftype=0; no fuse-overlayfs',
    outputs: {
      user: ALICE,
      storage: store('xfs', 'types missing'),
      mounts: ROOT_ON_XFS,
      tools: FEDORA_TOOLS,
      storageConf: NO_STORAGE_CONF,
    },
    expect: { check: 'storage-filesystem', messageId: 'withoutTypes', says: 'ftype=0' },
  },
  {
    id: 'encrypted-home',
    covers: ['F121'],
    host: 'Ubuntu 20.04 with a home encrypted by eCryptfs',
    outputs: {
      user: ALICE,
      storage: store('ecryptfs'),
      mounts: `26 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=remount-ro
512 26 0:49 / /home/alice rw,nosuid,nodev,relatime shared:277 - ecryptfs /home/.ecryptfs/alice/.Private rw,ecryptfs_fnek_sig=0123456789abcdef,ecryptfs_sig=fedcba9876543210,ecryptfs_cipher=aes,ecryptfs_key_bytes=16,ecryptfs_unlink_sigs
`,
      tools: `p podman /usr/bin/podman
p crun /usr/bin/crun
p newuidmap /usr/bin/newuidmap
p newgidmap /usr/bin/newgidmap
p slirp4netns /usr/bin/slirp4netns
podman /usr/bin/podman
`,
      storageConf: NO_STORAGE_CONF,
    },
    expect: { check: 'storage-filesystem', messageId: 'stacked', says: 'ecryptfs' },
  },
  {
    id: 'podman-6-slirp4netns-asked-for',
    covers: ['F094'],
    host: 'Fedora with Podman 6.0',
    outputs: {
      user: ALICE,
      tools: FEDORA_TOOLS,
      versions: PODMAN_6,
      containersConf: fedoraConf('[network]', 'default_rootless_network_cmd = "slirp4netns"'),
    },
    expect: { check: 'rootless-network-tool', messageId: 'refused', says: 'Podman 6.0.0' },
  },
  {
    id: 'netavark-2-iptables-asked-for',
    covers: ['F089'],
    host: 'Fedora with Podman 6.0 and netavark 2.0',
    needs: ['rootful'],
    outputs: {
      tools: FEDORA_TOOLS,
      versions: PODMAN_6,
      containersConf: fedoraConf('[network]', 'firewall_driver = "iptables"'),
    },
    expect: { check: 'firewall-driver', messageId: 'refused', says: 'netavark 2.0.0' },
  },
  {
    id: 'podman-6-boltdb-left',
    covers: ['F152'],
    host: 'Fedora upgraded to Podman 6.0, a store made by Podman 4.3',
    outputs: {
      storage: store(
        'xfs',
        'entry overlay',
        'entry overlay-images',
        'entry overlay-layers',
        'entry libpod/bolt_state.db',
        'bolt graph-driver-nameoverlaygraph-root/home/alice/.local/share/containers/storageoslinuxrun-root/run/user/1000/containersstatic-dir/home/alice/.local/share/containers/storage/libpodtmp-dir/run/user/1000/libpod/tmpvolume-path/home/alice/.local/share/containers/storage/volumes',
      ),
      versions: PODMAN_6,
      containersConf: fedoraConf('[containers]'),
    },
    expect: { check: 'storage-database', messageId: 'boltRemoved', says: 'libpod/bolt_state.db' },
  },
  {
    id: 'offline-before-pasta-started-without-network',
    covers: ['F096'],
    host: 'RHEL 9.5 with Podman 5.2 and passt 0^20240806, no cable in any card',
    outputs: {
      user: ALICE,
      tools: FEDORA_TOOLS,
      versions: `podman 0 podman version 5.2.2\t/usr/bin/podman
crun 0 crun version 1.16.1\t/usr/bin/crun
pasta 0 passt version 0^20240806.gee36266\t/usr/bin/pasta
conmon 0 conmon version 2.1.12 commit: c0564282e9befb7804c3642230f8e94f1b2ba9f8\t/usr/bin/conmon
netavark 0 netavark 1.12.2\t/usr/libexec/podman/netavark
aardvark-dns 0 aardvark-dns 1.12.2\t/usr/libexec/podman/aardvark-dns
`,
      containersConf: fedoraConf('[containers]'),
      hostNetwork: `r Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
6
m eno1 1500
m lo 65536
l
resolv ok
file /etc/resolv.conf
`,
    },
    expect: { check: 'default-route', messageId: 'none', says: '20240806' },
  },
  {
    id: 'policy-without-a-label-for-init',
    covers: ['F075'],
    host: 'CentOS 7.9 with container-selinux 2.119, the boolean as it is by default',
    outputs: {
      selinux: `enforce=1
configured=enforcing
policy=targeted
types=yes
contexts=/etc/selinux/targeted/contexts/lxc_contexts
init=no
cgroup=0
label=unconfined_u:object_r:data_home_t:s0 /home/alice/.local/share/containers/storage
`,
    },
    expect: {
      check: 'selinux-init-label',
      messageId: 'missing',
      says: '/etc/selinux/targeted/contexts/lxc_contexts',
    },
  },
  {
    id: 'driver-configured-after-the-first-run',
    covers: ['F114'],
    host: 'Ubuntu 24.04 with its Podman 4.9.3, storage.conf written after the first run',
    outputs: {
      storage: store(
        'ext2/ext3',
        'entry overlay',
        'entry overlay-images',
        'entry overlay-layers',
        'entry db.sql',
        'sqlite linux/home/alice/.local/share/containers/storage/libpod/run/user/1000/libpod/tmp/home/alice/.local/share/containers/storage/run/user/1000/containers/home/alice/.local/share/containers/storage/volumes',
        'recorded same',
      ),
      versions: 'podman 0 podman version 4.9.3\t/usr/bin/podman\n',
      storageConf: `!uid 1000
!driver 
@absent /usr/share/containers/storage.conf
@absent /etc/containers/storage.conf
@ok /home/alice/.config/containers/storage.conf
/home/alice/.config/containers/storage.conf:1:[storage]
/home/alice/.config/containers/storage.conf:2:driver = "overlay"
`,
    },
    expect: {
      check: 'storage-database',
      messageId: 'withoutDriver',
      says: '/home/alice/.config/containers/storage.conf asks for overlay, and Podman 4.9.3',
    },
  },
  {
    id: 'sessions-kept-by-conmon',
    covers: ['F042'],
    host: 'RHEL 8.8 with Podman 4.4, containers started from a login over SSH each, lingering',
    outputs: {
      user: ALICE,
      init: 'name systemd\nsystemd\n',
      closingSessions: `session 41
process 81234 conmon
process 81237 nginx
session 57
process 90112 conmon
`,
    },
    expect: { check: 'closing-sessions', messageId: 'kept', says: 'conmon (pid 81234)' },
  },
  {
    id: 'store-restored-without-labels',
    covers: ['F072'],
    host: 'Fedora 42, SELinux targeted, a home restored from a backup',
    outputs: {
      selinux: `enforce=1
configured=enforcing
policy=targeted
types=yes
contexts=/usr/share/containers/selinux/contexts
label=unconfined_u:object_r:user_home_t:s0 /home/alice/.local/share/containers/storage
label=unconfined_u:object_r:user_home_t:s0 /home/alice/.local/share/containers/storage/overlay
label=system_u:object_r:user_tmp_t:s0 /run/user/1000
label=unconfined_u:object_r:user_tmp_t:s0 /run/user/1000/podman/podman.sock
expected=unconfined_u:object_r:data_home_t:s0 /home/alice/.local/share/containers/storage
expected=unconfined_u:object_r:container_ro_file_t:s0 /home/alice/.local/share/containers/storage/overlay
expected=system_u:object_r:user_tmp_t:s0 /run/user/1000
expected=<<none>> /run/user/1000/podman/podman.sock
`,
    },
    expect: { check: 'selinux-storage-label', messageId: 'label', says: 'user_home_t' },
  },
  {
    id: 'runtime-dir-without-labels',
    covers: ['F076'],
    host: 'openSUSE MicroOS, SELinux targeted, /run/user mounted anew without a context',
    needs: ['remote'],
    outputs: {
      selinux: `enforce=1
configured=enforcing
policy=targeted
types=yes
contexts=/usr/share/containers/selinux/contexts
label=system_u:object_r:tmpfs_t:s0 /run/user/1000
label=system_u:object_r:tmpfs_t:s0 /run/user/1000/podman/podman.sock
expected=system_u:object_r:user_tmp_t:s0 /run/user/1000
expected=system_u:object_r:user_tmp_t:s0 /run/user/1000/podman/podman.sock
`,
    },
    expect: { check: 'selinux-socket-label', messageId: 'label', says: 'tmpfs_t' },
  },
  {
    id: 'crun-of-the-distribution-too-old',
    covers: ['F148'],
    host: 'Ubuntu 24.04 with its crun 1.14.1, and a Podman 5.4 from elsewhere',
    outputs: {
      tools: `p podman /usr/local/bin/podman
p crun /usr/bin/crun
p conmon /usr/bin/conmon
podman /usr/local/bin/podman
`,
      versions: `podman 0 podman version 5.4.2\t/usr/local/bin/podman
crun 0 crun version 1.14.1 commit: de537a7965bfbe9992e2cfae0baeb56a08128171 rundir: /run/user/1000/crun spec: 1.0.0 +SYSTEMD +SELINUX +APPARMOR +CAP +SECCOMP +EBPF +WASM:wasmedge +YAJL\t/usr/bin/crun
conmon 0 conmon version 2.1.10 commit: unknown\t/usr/bin/conmon
`,
    },
    expect: { check: 'oci-runtime', messageId: 'tooOld', says: 'crun 1.14.1' },
  },
  {
    id: 'cloud-gateway-off-link',
    covers: ['F097'],
    host: 'Debian 12 on a cloud server with one address (/32), its passt, and a Podman 5.4 from elsewhere',
    outputs: {
      user: ALICE,
      hostNetwork: `r Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
r eth0\t00000000\t01011FAC\t0003\t0\t0\t0\t00000000\t0\t0\t0
r eth0\t01011FAC\t00000000\t0005\t0\t0\t0\tFFFFFFFF\t0\t0\t0
6
m eth0 1500
m lo 65536
l
   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 18231 1 0000000000000000 100 0 0 10 0
resolv ok
file /etc/resolv.conf
ns /etc/resolv.conf 185.12.64.1
ns /etc/resolv.conf 185.12.64.2
`,
      tools: `p podman /usr/local/bin/podman
p crun /usr/bin/crun
p conmon /usr/bin/conmon
h netavark /usr/lib/podman/netavark
h aardvark-dns /usr/lib/podman/aardvark-dns
p pasta /usr/bin/pasta
p passt /usr/bin/passt
p newuidmap /usr/bin/newuidmap
p newgidmap /usr/bin/newgidmap
podman /usr/local/bin/podman
`,
      versions: `pasta 0 passt version 0.0~git20230309.7c7625d-1\t/usr/bin/pasta
podman 0 podman version 5.4.2\t/usr/local/bin/podman
crun 0 crun version 1.8.1\t/usr/bin/crun
conmon 0 conmon version 2.1.6 commit: unknown\t/usr/bin/conmon
netavark 0 netavark 1.4.0\t/usr/lib/podman/netavark
`,
      containersConf: DEBIAN_CONF,
    },
    expect: { check: 'default-route', messageId: 'offLink', says: '172.31.1.1' },
  },
  {
    id: 'ubuntu-podman-of-homebrew',
    covers: ['F003'],
    host: 'Ubuntu 24.04 with a podman of Homebrew',
    outputs: {
      user: ALICE,
      sysctls: `kernel/arch absent
kernel/unprivileged_userns_clone:1
kernel/apparmor_restrict_unprivileged_userns:1
kernel/apparmor_restrict_unprivileged_unconfined:0
kernel/keys/maxkeys:200
kernel/osrelease:6.8.0-45-generic
user/max_user_namespaces:31386
`,
      apparmorProfiles: `podman /home/linuxbrew/.linuxbrew/Cellar/podman/5.2.3/bin/podman
/etc/apparmor.d/podman:1:abi <abi/4.0>,
/etc/apparmor.d/podman:4:profile podman /usr/bin/podman flags=(unconfined) {
/etc/apparmor.d/podman:5:  userns,
/etc/apparmor.d/podman:9:}
`,
    },
    expect: { check: 'apparmor-userns', messageId: 'noProfile', says: '/home/linuxbrew' },
  },
  {
    id: 'libseccomp-without-faccessat2',
    covers: ['F155'],
    host: 'Debian 10 with Podman 3.0.1 of the Kubic project and libseccomp 2.3.3',
    outputs: {
      seccomp: `forbidden /usr/share/containers/seccomp.json
library /usr/lib/x86_64-linux-gnu/libseccomp.so.2.3.3
`,
      containersConf: DEBIAN_CONF,
    },
    expect: { check: 'seccomp-profile', messageId: 'library', says: 'libseccomp 2.3.3' },
  },
  {
    id: 'journal-set-without-systemd',
    covers: ['F165'],
    host: 'Ubuntu 20.04 on WSL 2 without systemd, Podman 3.2.1',
    outputs: {
      journal: '',
      init: 'name init\n',
      containersConf: fedoraConf('[engine]', 'events_logger = "journald"'),
    },
    expect: {
      check: 'event-journal',
      messageId: 'missing',
      says: 'events_logger = "journald"',
    },
  },
  {
    id: 'lockdown-before-linux-5.4',
    covers: ['F166'],
    host: 'Fedora 31 with Secure Boot, Linux 5.3.7 and Podman 1.6.2',
    needs: ['rootful'],
    outputs: {
      virtualization: `kernel 5.3.7-301.fc31.x86_64
NoNewPrivs: 0
Seccomp: 0
lockdown none integrity [confidentiality]
uidmap          0          0 4294967295
gidmap          0          0 4294967295
`,
      cgroup: UNIFIED,
      sysctls: 'kernel/osrelease:5.3.7-301.fc31.x86_64\n',
    },
    expect: { check: 'kernel-lockdown', messageId: 'refused', says: '5.3.7-301.fc31.x86_64' },
  },
  {
    id: 'fapolicyd-looks-through-mounts',
    covers: ['F170'],
    host: 'RHEL 9.4 with fapolicyd 1.3.2, which looks through mounts, and Podman 4.9.4',
    outputs: {
      systemUnits: `Id=fapolicyd.service
Names=fapolicyd.service
LoadState=loaded
ActiveState=active
SubState=running
UnitFileState=enabled
FragmentPath=/usr/lib/systemd/system/fapolicyd.service
NeedDaemonReload=no
`,
      storage: store('xfs'),
      fapolicydConfig: `read
/etc/fapolicyd/fapolicyd.conf:5:permissive = 0
/etc/fapolicyd/fapolicyd.conf:20:allow_filesystem_mark = 1
/etc/fapolicyd/compiled.rules:6:allow perm=any uid=0 : dir=/var/tmp/
`,
    },
    expect: {
      check: 'fapolicyd',
      messageId: 'marks',
      says: '/etc/fapolicyd/fapolicyd.conf line 20',
    },
  },
];
