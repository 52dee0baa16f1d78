/**
 * Why no fix repairs what a check finds, by check: what a person has to decide or to do. Every check of severity
 * warning or error has a fix or a reason here; the commands of its messages say how.
 */
export const MANUAL_REASONS: Readonly<Record<string, string>> = {
  'apparmor-profile': 'Somebody confined containers by that profile: without it they may do more.',
  'auth-file': 'It holds credentials: only their owner can make them anew.',
  'auto-userns-pool': 'It needs an account that nobody logs in as, and a large range of ids.',
  'bridge-mtu': 'The MTU belongs to the network, which is made anew with its containers.',
  'cgroup-limits': 'Without systemd each init delegates control groups in its own way.',
  'cgroup-version':
    'The hierarchy is chosen by the boot loader; a wrong line there leaves a host that does not boot.',
  'closing-sessions': 'The containers in them would have to be stopped, and started by a unit.',
  'cni-versions':
    'The file may be written by another program, and a network is changed with its containers stopped.',
  'container-file-owner': 'It is the outcome of something else, which the output of Podman names.',
  'container-host': 'Somebody set it so that podman speaks to another host.',
  'container-memory': 'It is the outcome of something else, which the output of Podman names.',
  'container-names': 'It is the outcome of something else, which the output of Podman names.',
  'container-port': 'It is the outcome of something else, which the output of Podman names.',
  'container-run': 'It is the outcome of something else, which the output of Podman names.',
  'containers-conf-keys': 'The key has no effect with this Podman, and will with a later one.',
  'default-route': 'Routes are those of the network that the host is in.',
  'docker-host': 'It belongs into a start-up file of the user, and Docker may be meant.',
  fapolicyd: 'Which programs may run is a decision for the whole host.',
  'firewall-container-egress': 'A rule that drops packets is somebody’s decision.',
  'firewall-dns': 'A rule that drops packets is somebody’s decision.',
  'firewall-forward-rootful': 'A rule that drops packets is somebody’s decision.',
  'firewall-input-rootless': 'A rule that drops packets is somebody’s decision.',
  'firewalld-reload': 'A unit of netavark does it, where netavark has one: the commands name it.',
  'firewall-published-port': 'A rule that drops packets is somebody’s decision.',
  'helper-versions': 'Which of the two is to be replaced depends on where they come from.',
  'home-permissions':
    'Root would change owners below a home, where the user decides what a path leads to.',
  'home-variable':
    'The variable is set by a program that starts the session, such as sudo, or by a start-up file.',
  'insecure-registries': 'To let a registry speak without TLS is a decision about it.',
  'iptables-flavours': 'Which of the two sets of rules is meant, only their authors know.',
  'ipv6-address': 'Addresses are those of the network that the host is in.',
  'kernel-lockdown': 'Lockdown is a decision, made in the firmware or for the boot.',
  'kernel-modules':
    'Modules come with the kernel: a reboot, a package, or a rule that somebody wrote to forbid them.',
  'kernel-reboot': 'A reboot ends all that runs: podready asks for none.',
  'nested-container': 'It is decided outside of this container, by what started it.',
  'network-subnets': 'Another subnet needs the network, and the containers on it, to be made anew.',
  'nftables-modules':
    'Modules come with the kernel: a reboot, a package, or a rule that somebody wrote to forbid them.',
  'no-new-privileges': 'Somebody restricted the unit or the session.',
  'pasta-profile':
    'The rule belongs into a profile that somebody, or a package, wrote to confine pasta.',
  'podman-api': 'The service runs and does not answer: its journal says why.',
  'podman-copies': 'Which of the copies is meant, only the user knows.',
  'podman-installed': 'podready installs helpers of a Podman, not Podman itself.',
  'podman-service':
    'The service fails for a reason that its journal says, or somebody changed or masked its unit.',
  'podman-socket-exposure': 'Somebody opened the socket for a client, which would lose it.',
  'podman-socket-override': 'Somebody moved the socket, and clients may know that place.',
  'podman-version':
    'A later Podman comes with a later release of the distribution, or from elsewhere.',
  'policy-default': 'Somebody decided which images are accepted.',
  'port-in-use': 'The program that listens is somebody’s.',
  quadlet: 'What the author meant has to be written in another way, or for a later Podman.',
  'quadlet-network': 'Which service brings the network up differs from host to host.',
  'registries-conf': 'What the author meant has to be written in another way.',
  'registry-certificates': 'Only the owner of the registry has the right certificate.',
  'registry-credentials': 'It holds credentials: only their owner can make them anew.',
  'resolv-conf':
    'Which program writes the file, and which nameservers are right, differs from host to host.',
  'rootless-netns':
    'All containers on networks have to be stopped, and started again by whoever knows the order.',
  'run-root':
    'The place is written into the database: another one needs all containers to be stopped, or a new store.',
  'runtime-dir-space': 'Which of the files there are needed, only the user knows.',
  'seccomp-profile': 'Somebody may have written the profile to forbid system calls.',
  'selinux-mode': 'Whether SELinux enforces is a decision for the whole host.',
  'session-environment':
    'The variable is set by what starts the session: su, sudo, cron, or a start-up file.',
  'session-variables':
    'The variable is set by what starts the session: su, sudo, cron, or a start-up file.',
  'ssh-podman-path': 'The PATH of a login is set in a start-up file of the user, or in sshd.',
  'ssh-shell-noise': 'The line is in a start-up file of the user, who wants to see it elsewhere.',
  'ssh-socket-forwarding': 'What sshd forbids is somebody’s decision.',
  'sshd-config-valid': 'What the author meant has to be written in another way.',
  'sshd-host-keys': 'A host that lost its keys gets others, which every client has to be told of.',
  'storage-config-ignored': 'What the author meant has to be written in another way.',
  'storage-database':
    'A store that moved is moved back, or made anew: both may lose images and volumes.',
  'storage-filesystem': 'The store has to go to another disk.',
  'storage-inodes': 'What can be deleted, only the user knows.',
  'storage-layers': 'The images with that layer have to be removed and pulled again.',
  'storage-mount-options': 'Mount options are set for all that is on that disk.',
  'storage-network': 'The store has to go to another disk.',
  'storage-nosuid': 'Mount options are set for all that is on that disk.',
  'storage-path': 'To open a home to others is a decision of its owner.',
  'storage-space': 'What can be deleted, only the user knows.',
  'storage-space-low': 'What can be deleted, only the user knows.',
  'subid-overlap': 'Whose the ids are, only their owners know; files that exist have them.',
  'subid-owner-name':
    'The line may be right for a directory service, and files that exist have its ids.',
  'subid-self-overlap': 'Files that exist have the ids of one of the two lines.',
  'subid-source': 'Another build of Podman, or a copy of what the directory has.',
  'subid-syntax':
    'What the author meant has to be written in another way; the line may be another user’s.',
  'system-clock':
    'A clock that jumps moves logs, certificates and timers: whoever runs the host sets it.',
  'tmp-space': 'What can be deleted, only the user knows.',
  'upgrade-cgroup-version':
    'The hierarchy is chosen by the boot loader; a wrong line there leaves a host that does not boot.',
  'upgrade-config-files': 'Which of the two files is meant, only their authors know.',
  'upgrade-database':
    'Podman migrates it in the upgrade, at a time of your choice and after a backup.',
  'upgrade-firewall-driver': 'The setting is right until the upgrade.',
  'upgrade-helper-copies': 'The copies come from no package: who put them there replaces them.',
  'upgrade-helpers': 'They come with the upgrade itself.',
  'upgrade-network-backend':
    'The setting is right until the upgrade; networks are made anew after it.',
  'upgrade-rootless-network': 'The setting is right until the upgrade.',
  'upgrade-storage-config': 'The setting is right until the upgrade.',
  'user-account': 'A home that is not there may be on a disk that is not mounted.',
  'user-proxy': 'The address of a proxy may hold a password, and podready writes no secret down.',
  'userns-attempt':
    'It is the outcome of something else, which the output of newuidmap or the kernel names.',
};
