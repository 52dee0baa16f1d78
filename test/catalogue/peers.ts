/**
 * What seventeen other tools ask of a host before containers run on it (set-up scripts of Docker, containerd and
 * RootlessKit, preflights of Kubernetes, Podman itself and what is built on it), by subject, as far as it concerns a host
 * of Podman; and what none of them asks. Each row names the checks that answer it here, or says why it is left out.
 */
export interface PeerRow {
  /** Names of the questions, stable; similar ones share a row. */
  readonly ids: readonly [string, ...string[]];
  readonly asks: string;
  readonly checks?: readonly [string, ...string[]];
  /** Why no check answers it, or what part of it none does. */
  readonly leftOut?: string;
}

export interface PeerGroup {
  readonly title: string;
  readonly rows: readonly PeerRow[];
}

const SHOWN = 'Shown with the report of a host; there is nothing to judge.';
const FEATURE =
  'What needs it is tried instead; whether it is built in or loaded makes no difference.';
const PER_CONTAINER = 'Decided for one container, not for the host.';
const TOOL = 'Of that tool alone.';
const MACHINE =
  'About `podman machine` on a client; the host inside of it is checked like any other.';
const NOT_YET = 'Not covered yet.';
const CLIENT = 'A state of the client: it shows as the step at which a connection fails.';

export const peers: readonly PeerGroup[] = [
  {
    title: 'Kernel and modules',
    rows: [
      {
        ids: ['KC.avail'],
        asks: 'Can the configuration of the kernel be read; does it have each of 132 options?',
        leftOut: FEATURE,
      },
      {
        ids: ['KM.iptflavour', 'KM.nf_tables', 'KM.ip_tables', 'KM.iptable_nat', 'KM.ip6_tables'],
        asks: 'Are modules of the packet filter loaded, or can they be?',
        leftOut: `${NOT_YET} netavark needs them for rootful and named networks.`,
      },
      {
        ids: [
          'KM.veth',
          'KM.bridge',
          'KM.br_netfilter',
          'KM.nf_nat_masquerade_ipv4/6',
          'KM.xt_comment',
        ],
        asks: 'Are modules of bridges and of address translation loaded?',
        leftOut: 'The kernel loads them on demand; those of a kernel that is gone are seen.',
        checks: ['kernel-reboot'],
      },
      {
        ids: ['KM.ip6table_nat', 'KM.vxlan', 'KM.macvlan', 'KM.8021q', 'KM.xt_CHECKSUM'],
        asks: 'Are modules of other kinds of networks loaded?',
        leftOut: 'Rootless containers do not use them.',
      },
      { ids: ['KM.fuse'], asks: 'Can FUSE be used?', checks: ['overlay-support'] },
      {
        ids: ['KM.persist'],
        asks: 'Are the modules that are needed loaded at boot?',
        leftOut: 'The kernel loads them on demand; the fix for tun writes modules-load.d.',
        checks: ['tun-device', 'kernel-modules'],
      },
      {
        ids: ['KM.cgns'],
        asks: 'Does the kernel have cgroup namespaces?',
        leftOut: 'Every kernel that users can mount overlay with has them.',
      },
      {
        ids: ['KM.lockdown'],
        asks: 'Does lockdown refuse programs that guard devices?',
        leftOut: NOT_YET,
      },
      {
        ids: ['KM.binfmt'],
        asks: 'Are emulators of other architectures registered?',
        leftOut: PER_CONTAINER,
      },
      { ids: ['KM.rootshared'], asks: 'Is the root mount shared?', leftOut: NOT_YET },
    ],
  },
  {
    title: 'User namespaces and sysctls',
    rows: [
      { ids: ['UN.clone'], asks: 'Is unprivileged_userns_clone on?', checks: ['userns-switch'] },
      { ids: ['UN.max'], asks: 'Is max_user_namespaces more than 0?', checks: ['userns-limit'] },
      {
        ids: ['UN.maxlow'],
        asks: 'Is max_user_namespaces more than a few?',
        leftOut: 'A number says little; whether one more can be made is tried.',
        checks: ['userns-attempt'],
      },
      {
        ids: ['UN.nslimits'],
        asks: 'Are the limits of other namespaces above 0?',
        checks: ['userns-limit'],
      },
      {
        ids: ['UN.apparmor', 'AA.profile'],
        asks: 'Does AppArmor let this engine make user namespaces?',
        checks: ['apparmor-userns'],
      },
      {
        ids: ['UN.smoke'],
        asks: 'Can a mapped user namespace be made?',
        checks: ['userns-attempt'],
      },
      {
        ids: ['UN.rhel7'],
        asks: 'Does the command line of the kernel of RHEL 7 switch user namespaces on?',
        leftOut: 'Its kernel is too old anyway; that namespaces fail is seen.',
        checks: ['userns-attempt', 'kernel-version'],
      },
      {
        ids: ['UN.keepid'],
        asks: 'Does the engine know an option of --userns?',
        leftOut: PER_CONTAINER,
      },
      { ids: ['UN.ping'], asks: 'May the user ping?', checks: ['ping-range'] },
      {
        ids: ['UN.ports'],
        asks: 'May the user bind the ports wanted?',
        checks: ['unprivileged-ports'],
      },
      { ids: ['UN.ipfwd'], asks: 'Is IPv4 forwarded?', checks: ['ip-forward'] },
      {
        ids: ['UN.ip6fwddef', 'UN.ip6fwdall'],
        asks: 'Is IPv6 forwarded?',
        leftOut: 'netavark switches it on for each network that needs it.',
      },
      {
        ids: ['UN.rpfilter'],
        asks: 'Is the reverse path filter not strict?',
        leftOut: 'It matters inside a network of Kubernetes in containers.',
      },
      {
        ids: [
          'UN.vm.overcommit_memory=1',
          'UN.vm.panic_on_oom=0',
          'UN.kernel.panic=10',
          'UN.kernel.panic_on_oops=1',
        ],
        asks: 'Are sysctls as a hardening guide of Kubernetes wants them?',
        leftOut: 'Podman runs with any value.',
      },
      {
        ids: ['UN.hpc'],
        asks: 'Is ignore_chown_errors set where the user has one id only?',
        leftOut: 'A way to do without ranges; the missing range is what is reported.',
        checks: ['subuid-range', 'subgid-range'],
      },
    ],
  },
  {
    title: 'Subordinate ids',
    rows: [
      {
        ids: ['SUB.newuidmap', 'SUB.newgidmap', 'SUB.setuid'],
        asks: 'Are newuidmap and newgidmap there, and privileged?',
        checks: ['subid-helpers'],
      },
      {
        ids: ['SUB.subuid'],
        asks: 'Does the user have subordinate uids?',
        checks: ['subuid-range'],
      },
      {
        ids: ['SUB.subgid'],
        asks: 'Does the user have subordinate gids?',
        checks: ['subgid-range'],
      },
      {
        ids: ['SUB.nss', 'SUB.byuid'],
        asks: 'Are ranges of a directory and lines with a number accepted?',
        checks: ['subuid-range', 'subgid-range'],
      },
      {
        ids: ['SUB.size', 'RL.ids'],
        asks: 'Are there enough?',
        checks: ['subuid-range', 'subgid-range'],
      },
      { ids: ['SUB.overlap'], asks: 'Are they shared with nobody?', checks: ['subid-overlap'] },
      {
        ids: ['SUB.self'],
        asks: "Do they leave out the user's own id?",
        checks: ['subid-self-overlap'],
      },
      { ids: ['SUB.format'], asks: 'Are all lines well formed?', checks: ['subid-syntax'] },
      {
        ids: ['SUB.stale', 'SUB.single'],
        asks: 'Is the mapping in force the one that is configured?',
        checks: ['namespace-stale', 'namespace-outdated'],
      },
      {
        ids: ['SUB.containers'],
        asks: 'Is there a pool for rootful --userns=auto?',
        leftOut: NOT_YET,
      },
      {
        ids: ['SUB.libsubid'],
        asks: 'Can libsubid be loaded?',
        leftOut: 'A podman that cannot load a library does not start, which is seen.',
        checks: ['podman-installed'],
      },
    ],
  },
  {
    title: 'Cgroups',
    rows: [
      {
        ids: ['CG.mounted', 'CG.v2', 'CG.hybrid'],
        asks: 'Is the unified hierarchy mounted?',
        checks: ['cgroup-version'],
      },
      {
        ids: ['CG.root.cpu', 'CG.root.memory', 'CG.root.pids'],
        asks: 'Does the kernel have the usual controllers?',
        checks: ['cgroup-controllers'],
      },
      {
        ids: ['CG.root.cpuset', 'CG.root.io', 'CG.root.hugetlb'],
        asks: 'Does the kernel have further controllers?',
        checks: ['cgroup-extra-controllers'],
        leftOut: 'Only those that options of containers use; hugetlb is not among them.',
      },
      {
        ids: ['CG.root.devices', 'CG.root.freezer', 'CG.v1sub', 'CG.v1clone'],
        asks: 'Are subsystems of cgroup v1 there?',
        leftOut: 'cgroup v1 itself is the finding.',
        checks: ['cgroup-version'],
      },
      {
        ids: ['CG.delegfile', 'CG.dropin'],
        asks: "Is the user's part of the tree delegated?",
        checks: ['cgroup-delegation', 'cgroup-controllers'],
      },
      {
        ids: ['CG.deleg.cpu', 'CG.deleg.memory', 'CG.deleg.pids'],
        asks: 'Are cpu, memory and pids delegated?',
        checks: ['cgroup-controllers'],
      },
      {
        ids: ['CG.deleg.cpuset', 'CG.deleg.io'],
        asks: 'Are cpuset and io delegated?',
        checks: ['cgroup-extra-controllers'],
      },
      {
        ids: ['CG.manager'],
        asks: 'Does the cgroup manager fit the session?',
        checks: ['cgroup-manager', 'user-manager', 'user-bus'],
      },
      {
        ids: ['CG.owner'],
        asks: 'May the process write to its own cgroup?',
        leftOut:
          'With systemd Podman moves to a scope of its own; what keeps it from that is seen.',
        checks: ['user-manager', 'cgroup-delegation'],
      },
      {
        ids: ['CG.swapacct'],
        asks: 'Is swap accounted?',
        leftOut: 'It is on by default since Linux 5.8.',
      },
    ],
  },
  {
    title: 'systemd, session and lingering',
    rows: [
      {
        ids: ['SD.booted', 'SD.state'],
        asks: 'Does systemd run?',
        leftOut: 'A host without it is no fault; checks of systemd do not apply there.',
      },
      {
        ids: ['SD.usermgr', 'SD.session'],
        asks: "Does the user's systemd run?",
        checks: ['user-manager'],
      },
      {
        ids: ['SD.bus'],
        asks: 'Is there a bus of the user?',
        checks: ['user-bus', 'session-variables'],
      },
      {
        ids: ['SD.xdg'],
        asks: 'Is XDG_RUNTIME_DIR set, and there?',
        checks: ['session-variables', 'session-environment', 'runtime-dir'],
      },
      {
        ids: ['SD.xdgw', 'SD.xdgown'],
        asks: "Is it the user's, and writable?",
        checks: ['runtime-dir', 'session-environment'],
      },
      { ids: ['SD.linger'], asks: 'Is lingering on?', checks: ['linger'] },
      {
        ids: ['SD.unlinger'],
        asks: 'Is lingering switched off when nothing needs it?',
        leftOut:
          'podready does not know what nobody needs; `undo` takes back what its fix switched on.',
      },
      { ids: ['SD.closing'], asks: 'Does a session stay in the state closing?', leftOut: NOT_YET },
      {
        ids: ['SD.sysbus', 'SD.flatpak'],
        asks: 'Do the system bus and the helper of Flatpak answer?',
        leftOut: 'Podman needs neither.',
      },
      {
        ids: ['SD.restart'],
        asks: 'Is podman-restart.service enabled?',
        leftOut: 'Whether containers start again at boot is a wish of their owner.',
      },
      { ids: ['SD.journal'], asks: 'Can the journal be used?', leftOut: NOT_YET },
      {
        ids: ['SD.quadletgen'],
        asks: 'What does the generator of Quadlets say?',
        leftOut: NOT_YET,
      },
      {
        ids: ['SD.unitfile'],
        asks: 'Is there a unit file already?',
        leftOut: 'podready writes no units of its own.',
      },
    ],
  },
  {
    title: 'Sockets and services',
    rows: [
      {
        ids: ['SK.rootful', 'SK.other', 'SK.hostsock', 'SK.others'],
        asks: 'Is there another engine, another user with containers, or a service beside it?',
        leftOut: 'They do not harm rootless Podman.',
      },
      { ids: ['SK.unit'], asks: 'Is the unit podman.socket installed?', checks: ['podman-socket'] },
      {
        ids: ['SK.enabled'],
        asks: 'Is podman.socket enabled, and does it listen?',
        checks: ['podman-socket', 'podman-socket-enabled', 'podman-socket-system'],
      },
      {
        ids: ['SK.file'],
        asks: 'Is the file of the socket there?',
        checks: ['podman-socket-stale', 'podman-socket-override'],
      },
      {
        ids: ['SK.ping'],
        asks: 'Does the API answer?',
        checks: ['podman-api'],
        leftOut: 'Only where the service runs, or with --deep: asking would start it.',
      },
      { ids: ['SK.compat'], asks: 'Do Docker clients reach Podman?', checks: ['docker-host'] },
      {
        ids: ['SK.ctx', 'RM.default', 'RM.uri'],
        asks: 'Is the connection that clients use by default a right one?',
        checks: ['container-host', 'docker-host'],
        leftOut: 'Contexts and connections that a client has stored are not read.',
      },
      {
        ids: ['SK.active'],
        asks: 'Does the service start, and stay up?',
        checks: ['podman-service'],
      },
      {
        ids: ['SK.tcptls'],
        asks: 'Is the API on the network without TLS?',
        checks: ['podman-socket-exposure'],
      },
      {
        ids: ['SK.portsfree'],
        asks: 'Are the ports to be published free?',
        checks: ['port-in-use'],
      },
      {
        ids: ['SK.gvproxy'],
        asks: 'Does a leftover of podman machine hold its port?',
        leftOut: MACHINE,
      },
    ],
  },
  {
    title: 'SSH and remote clients',
    rows: [
      {
        ids: ['RM.sshd'],
        asks: 'Does sshd run, and start at boot?',
        checks: ['sshd-available', 'sshd-persistent'],
      },
      {
        ids: ['RM.dial', 'RM.hostkey', 'RM.identity', 'RM.agent', 'RM.sshcfg'],
        asks: 'Can a connection be made: host key, identity, agent, ssh_config?',
        leftOut: CLIENT,
      },
      { ids: ['RM.keytype'], asks: 'Does sshd accept the type of the key?', leftOut: NOT_YET },
      { ids: ['RM.authkeys'], asks: 'Has the user an authorized key?', checks: ['ssh-login'] },
      {
        ids: ['RM.podman'],
        asks: 'Does a command over SSH find podman, and print nothing else?',
        checks: ['ssh-podman-path', 'ssh-shell-noise'],
      },
      {
        ids: ['RM.uds'],
        asks: 'Is the API socket where clients look?',
        checks: ['podman-socket-override', 'podman-socket'],
      },
      { ids: ['RM.api'], asks: 'Do client and server speak the same API?', leftOut: NOT_YET },
    ],
  },
  {
    title: 'SELinux, AppArmor, seccomp',
    rows: [
      {
        ids: ['SE.enabled', 'SE.mode'],
        asks: 'Is SELinux on, now and after a boot?',
        checks: ['selinux-mode'],
      },
      {
        ids: ['SE.policy'],
        asks: 'Is the policy of containers installed?',
        checks: ['selinux-container-policy'],
      },
      { ids: ['SE.exec'], asks: 'Is the engine labelled as one?', leftOut: NOT_YET },
      {
        ids: ['SE.graphroot'],
        asks: 'Is the store labelled as one?',
        checks: ['selinux-storage-label'],
      },
      { ids: ['SE.bool'], asks: 'Is container_manage_cgroup on?', leftOut: NOT_YET },
      {
        ids: ['SE.ports', 'SE.xattr', 'SE.overlay'],
        asks: 'Can ports, volumes and layers be labelled for a container?',
        leftOut: PER_CONTAINER,
      },
      {
        ids: ['SE.xtables'],
        asks: 'Did SELinux deny the lock of iptables?',
        leftOut: 'It was a fault of Docker.',
      },
      { ids: ['SE.avc'], asks: 'Are there denials in the audit log?', leftOut: NOT_YET },
      {
        ids: ['AA.enabled', 'AA.parser'],
        asks: 'Is AppArmor on, and its parser installed?',
        checks: ['apparmor-profile'],
        leftOut: 'What is judged is whether the profile that Podman wants is loaded.',
      },
      { ids: ['SC.enabled'], asks: 'Does the kernel have seccomp?', leftOut: FEATURE },
      { ids: ['SC.profile'], asks: 'Is the seccomp profile there?', checks: ['containers-conf'] },
      {
        ids: ['FA.fapolicyd'],
        asks: 'Does fapolicyd run without rules for containers?',
        leftOut: NOT_YET,
      },
    ],
  },
  {
    title: 'Firewall',
    rows: [
      {
        ids: ['FW.iptbin', 'FW.driver'],
        asks: 'Is there the program that netavark runs?',
        checks: ['firewall-driver'],
      },
      {
        ids: ['FW.iptmode'],
        asks: 'Which flavour of iptables has rules?',
        checks: ['iptables-flavours'],
      },
      {
        ids: ['FW.firewalld', 'FW.ufw'],
        asks: 'Is firewalld or ufw active?',
        checks: ['firewall-input-rootless', 'firewall-forward-rootful', 'firewalld-reload'],
        leftOut: 'Being active is no fault: what its rules do to packets of containers is judged.',
      },
      {
        ids: ['FW.ports'],
        asks: 'Do the rules let the published port through?',
        checks: ['firewall-input-rootless', 'firewall-published-port', 'firewall-forward-rootful'],
      },
      {
        ids: ['FW.strict'],
        asks: 'Does StrictForwardPorts of firewalld block it?',
        leftOut: NOT_YET,
      },
      {
        ids: ['FW.reload'],
        asks: 'Are the rules put back after a reload?',
        checks: ['firewalld-reload', 'firewall-reload-flush'],
      },
      { ids: ['FW.nft'], asks: 'Can netavark use nft?', checks: ['firewall-driver'] },
      { ids: ['FW.routes'], asks: 'Do networks of containers overlap routes?', leftOut: NOT_YET },
      {
        ids: ['FW.proxy', 'FW.proxycidr'],
        asks: 'Would a proxy take requests to a cluster?',
        leftOut: 'A question of Kubernetes.',
      },
    ],
  },
  {
    title: 'Networks',
    rows: [
      {
        ids: ['NB.backend'],
        asks: 'Does this Podman have the network backend?',
        checks: ['network-backend'],
      },
      {
        ids: ['NB.cni', 'NB.netconf'],
        asks: 'Are networks of CNI left, and readable?',
        checks: ['network-leftovers', 'cni-versions'],
      },
      {
        ids: ['NB.netavark'],
        asks: 'Is netavark there?',
        checks: ['network-helpers', 'helper-directories'],
      },
      { ids: ['NB.aardvark'], asks: 'Is aardvark-dns there?', checks: ['container-dns'] },
      {
        ids: ['NB.aardvarkns', 'NB.aardvarkup', 'NB.proc'],
        asks: 'Do the helpers of a running network live in the right namespace?',
        leftOut: NOT_YET,
      },
      {
        ids: ['NB.pasta', 'NB.slirp', 'NB.cmd'],
        asks: 'Is pasta or slirp4netns there?',
        checks: ['rootless-network-tool'],
      },
      {
        ids: ['NB.pastaopt', 'NB.hostip'],
        asks: 'Can containers reach the host by its own address?',
        leftOut: 'It depends on the options of pasta that a container is given.',
      },
      { ids: ['NB.pools'], asks: 'Are the pools of networks valid?', leftOut: NOT_YET },
      { ids: ['NB.lockstep'], asks: 'Does netavark fit Podman?', checks: ['helper-versions'] },
      { ids: ['NB.plugins'], asks: 'Which drivers of networks are there?', leftOut: SHOWN },
    ],
  },
  {
    title: 'Storage',
    rows: [
      {
        ids: ['ST.driver'],
        asks: 'Is the storage driver a right one?',
        checks: ['storage-driver', 'storage-config-ignored'],
      },
      {
        ids: ['ST.overlayns', 'ST.fuse'],
        asks: 'Can the user mount overlay, by the kernel or by FUSE?',
        checks: ['overlay-support', 'overlay-module', 'kernel-version'],
      },
      {
        ids: ['ST.dtype'],
        asks: 'Does the file system keep file types in directories?',
        checks: ['storage-filesystem'],
      },
      {
        ids: [
          'ST.multilower',
          'ST.whiteout',
          'ST.nativediff',
          'ST.metacopy',
          'ST.volatile',
          'ST.idmap',
        ],
        asks: 'Which features does overlay have here?',
        leftOut: 'Podman adapts to each of them.',
      },
      {
        ids: ['ST.backing'],
        asks: 'Can the file system carry the store?',
        checks: ['storage-filesystem'],
      },
      {
        ids: ['ST.nfs'],
        asks: 'Is the store on the network?',
        checks: ['storage-network', 'storage-filesystem'],
      },
      {
        ids: ['ST.noexec'],
        asks: 'Is it mounted noexec or nosuid?',
        checks: ['storage-mount-options', 'storage-nosuid'],
      },
      {
        ids: ['ST.space'],
        asks: 'Is there room for images?',
        checks: ['storage-space', 'storage-space-low', 'storage-inodes'],
      },
      {
        ids: ['ST.confdup'],
        asks: 'Is storage.conf free of contradictions?',
        checks: ['storage-config'],
        leftOut: 'Syntax, access and the mount program are judged; contradicting paths are not.',
      },
      {
        ids: ['ST.db', 'ST.boltdb'],
        asks: 'Does the database belong to this store and Podman?',
        checks: ['storage-database'],
      },
      {
        ids: ['ST.bootid'],
        asks: 'Is the run directory of this boot?',
        checks: ['storage-boot-id', 'run-root'],
      },
      {
        ids: ['ST.composefs', 'ST.quota', 'ST.zfs', 'ST.addstore'],
        asks: 'Are composefs, quotas, ZFS or further stores usable?',
        leftOut: 'Only for those who configure them.',
      },
      { ids: ['ST.tmp'], asks: 'Is there room to unpack images?', checks: ['tmp-space'] },
      {
        ids: ['ST.integrity'],
        asks: 'Are all layers and containers of the store whole?',
        checks: ['storage-layers'],
        leftOut: 'Only their links: to read all of them is what `podman system check` does.',
      },
      {
        ids: ['ST.hostdirs'],
        asks: 'Are the directories of volumes there?',
        leftOut: PER_CONTAINER,
      },
      { ids: ['ST.devshm'], asks: 'Is /dev/shm a link?', leftOut: TOOL },
    ],
  },
  {
    title: 'Registries and policy',
    rows: [
      {
        ids: ['RG.parse', 'RG.regconf'],
        asks: 'Is registries.conf valid?',
        checks: ['registries-conf', 'registries-format'],
      },
      { ids: ['RG.search'], asks: 'Are short names found?', checks: ['short-names'] },
      {
        ids: ['RG.policy'],
        asks: 'Is there a policy, and does it allow anything?',
        checks: ['policy-json', 'policy-default'],
      },
      {
        ids: ['RG.certs', 'RG.auth', 'RG.insecure', 'RG.anon'],
        asks: 'Are certificates, credentials and exceptions for a registry right?',
        leftOut: `${NOT_YET} Files with credentials are never read.`,
      },
      {
        ids: ['RG.pull'],
        asks: 'Can an image be pulled?',
        leftOut: 'Looking changes nothing on a host; a pull does.',
      },
      { ids: ['RG.conf'], asks: 'Is containers.conf valid?', checks: ['containers-conf'] },
    ],
  },
  {
    title: 'Versions and programs',
    rows: [
      {
        ids: ['V.os', 'V.distro', 'V.arch', 'V.ostree'],
        asks: 'Which system and architecture is it?',
        leftOut: SHOWN,
      },
      { ids: ['V.kernel'], asks: 'Is the kernel new enough?', checks: ['kernel-version'] },
      {
        ids: ['V.engine'],
        asks: 'Is Podman installed, and does it run?',
        checks: ['podman-installed', 'podman-copies'],
      },
      { ids: ['V.podmanmin'], asks: 'Is Podman new enough?', checks: ['podman-version'] },
      { ids: ['V.conmon'], asks: 'Is conmon there, and new enough?', checks: ['conmon'] },
      {
        ids: ['V.runtime'],
        asks: 'Is an OCI runtime there, and new enough?',
        checks: ['oci-runtime'],
      },
      {
        ids: ['V.migrate', 'V.ctrcompat'],
        asks: 'Do old containers need a migration?',
        checks: ['recorded-runtime', 'namespace-stale'],
      },
      {
        ids: ['V.pkgs', 'V.tools', 'V.toolsopt', 'V.addons'],
        asks: 'Are packages and programs installed?',
        checks: ['subid-helpers', 'network-helpers', 'rootless-network-tool', 'init-binary'],
        leftOut: 'Those of other engines are not.',
      },
      {
        ids: ['V.sum', 'V.docker', 'V.nvidia'],
        asks: 'Are files of another product whole and matching?',
        leftOut: TOOL,
      },
      {
        ids: ['V.qemu', 'V.machbin', 'V.machcfg'],
        asks: 'Can podman machine run?',
        leftOut: MACHINE,
      },
      {
        ids: ['V.update'],
        asks: 'Is there a newer release?',
        leftOut: 'podready asks nobody but the host.',
      },
    ],
  },
  {
    title: 'User and environment',
    rows: [
      {
        ids: ['E.notroot', 'E.viasudo', 'E.rootless'],
        asks: 'Is it rootless at all?',
        checks: ['root-target'],
      },
      {
        ids: ['E.isroot', 'E.sudo'],
        asks: 'Is there a way to be root?',
        leftOut: 'podready looks without; what only root can answer is unknown then.',
      },
      {
        ids: ['E.home', 'E.homew'],
        asks: 'Is there a home, and writable?',
        checks: ['user-account', 'home-variable', 'home-permissions'],
      },
      {
        ids: ['E.cfgown'],
        asks: "Are the directories of configuration the user's?",
        checks: ['home-permissions'],
      },
      {
        ids: ['E.user'],
        asks: 'Does the user exist?',
        leftOut: 'Without such a user there is nothing to look at, which is an error.',
      },
      {
        ids: ['E.nested', 'E.ctrenv'],
        asks: 'Is this host a container?',
        checks: ['nested-container'],
      },
      {
        ids: ['E.hostname'],
        asks: 'Is the name of the host valid?',
        leftOut: 'Podman runs with any.',
      },
    ],
  },
  {
    title: 'Limits',
    rows: [
      {
        ids: ['RL.swap', 'RL.cpu', 'RL.mem', 'RL.load'],
        asks: 'How much swap, how many CPUs, how much memory, what load?',
        leftOut: SHOWN,
      },
      {
        ids: ['RL.keys'],
        asks: 'How many kernel keys may there be?',
        checks: ['keyring-quota', 'keyring-usage'],
      },
      {
        ids: ['RL.nofile'],
        asks: 'How many files may be open?',
        checks: ['nofile-limit', 'default-ulimits'],
      },
      {
        ids: ['RL.nproc'],
        asks: 'How many processes may there be?',
        checks: ['task-limit', 'default-ulimits'],
      },
      {
        ids: ['RL.locks'],
        asks: 'Are locks of Podman free?',
        checks: ['storage-locks'],
      },
    ],
  },
  {
    title: 'Kubernetes',
    rows: [
      {
        ids: [
          'K8.cri',
          'K8.kubeletsvc',
          'K8.kubeletver',
          'K8.k8sver',
          'K8.files',
          'K8.etcddir',
          'K8.etcdcerts',
          'K8.etcdver',
          'K8.etcduser',
        ],
        asks: 'Can a node of Kubernetes start?',
        leftOut: 'Not about hosts of Podman.',
      },
    ],
  },
];

/** What none of them asks. */
export const unasked: PeerGroup = {
  title: 'What none of them asks',
  rows: [
    {
      ids: ['none.subids'],
      asks: 'Are ranges large enough, free, and nobody else’s?',
      checks: ['subuid-range', 'subgid-range', 'subid-overlap', 'subid-self-overlap'],
    },
    {
      ids: ['none.sshd'],
      asks: 'Does sshd carry the API: forwarding, logins, PATH, start at boot?',
      checks: [
        'ssh-socket-forwarding',
        'ssh-login',
        'ssh-podman-path',
        'sshd-persistent',
        'sshd-config-valid',
      ],
      leftOut: 'Limits on sessions (MaxSessions, MaxStartups) are not judged.',
    },
    {
      ids: ['none.boot'],
      asks: 'Will it work after a reboot with nobody logged in?',
      checks: [
        'linger',
        'podman-socket-enabled',
        'sshd-persistent',
        'sysctl-persistence',
        'selinux-mode',
      ],
    },
    {
      ids: ['none.delegation'],
      asks: 'Which controllers does another user have?',
      checks: ['cgroup-controllers', 'cgroup-delegation', 'cgroup-extra-controllers'],
    },
    {
      ids: ['none.apparmor'],
      asks: 'Will AppArmor refuse user namespaces, before it does?',
      checks: ['apparmor-userns'],
    },
    {
      ids: ['none.selinux'],
      asks: 'Are labels what the policy expects?',
      checks: ['selinux-storage-label', 'selinux-socket-label', 'selinux-container-policy'],
      leftOut: 'Denials of the past and booleans are not.',
    },
    {
      ids: ['none.firewall'],
      asks: 'What do the rules in force do to a packet?',
      checks: [
        'firewall-input-rootless',
        'firewall-forward-rootful',
        'firewall-dns',
        'firewall-container-egress',
        'iptables-flavours',
      ],
    },
    {
      ids: ['none.matrix'],
      asks: 'Do the versions of all parts fit together?',
      checks: ['oci-runtime', 'conmon', 'helper-versions', 'network-backend', 'network-leftovers'],
    },
    {
      ids: ['none.podman6'],
      asks: 'What will stop Podman 6?',
      checks: [
        'cgroup-version',
        'storage-database',
        'network-backend',
        'rootless-network-tool',
        'firewall-driver',
      ],
      leftOut: 'Each is found with the Podman that is installed; an upgrade is not foreseen.',
    },
    {
      ids: ['none.needs'],
      asks: 'Do low ports and ping fit what is wanted?',
      checks: ['unprivileged-ports', 'ping-range'],
    },
    {
      ids: ['none.mounts'],
      asks: 'Can the mount of the store carry it, without starting Podman?',
      checks: [
        'storage-mount-options',
        'storage-nosuid',
        'storage-filesystem',
        'storage-space',
        'storage-inodes',
      ],
    },
    {
      ids: ['none.devices'],
      asks: 'May the user use /dev/fuse and /dev/net/tun?',
      checks: ['overlay-support', 'tun-device'],
    },
    {
      ids: ['none.limits'],
      asks: 'Do limits of the session, the slice and the kernel leave room?',
      checks: ['nofile-limit', 'task-limit', 'slice-memory', 'inotify-limit', 'keyring-quota'],
    },
    {
      ids: ['none.reach'],
      asks: 'Are clock, DNS, proxies and registries as they should be?',
      checks: ['resolv-conf'],
      leftOut: 'Nothing on the network is asked; the clock and proxies are not compared.',
    },
    {
      ids: ['none.persistence'],
      asks: 'Does what is in force agree with what the next boot sets?',
      checks: ['sysctl-persistence', 'selinux-mode', 'sshd-persistent', 'podman-socket-enabled'],
    },
    {
      ids: ['none.users'],
      asks: 'Is another user than the caller ready?',
      checks: ['user-account', 'linger', 'subuid-range'],
      leftOut: 'Every check is made for the user that --user names.',
    },
  ],
};
