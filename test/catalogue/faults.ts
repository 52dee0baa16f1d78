/**
 * Faults of hosts that people who use rootless Podman have met and reported. Which checks find a fault is said by the
 * checks (`covers`), and how that was proven by the lab's faults and the recorded hosts: docs/coverage.md puts it together.
 */
export interface CatalogueFault {
  /** Stable; a number that is missing was merged into another row. */
  readonly id: `F${number}`;
  /** What is wrong on the host. */
  readonly wrong: string;
  /** Why this is no state of a host: it is about one container or image, or about a service elsewhere. */
  readonly outOfScope?: string;
  /** What the table alone would not tell: the part that is not seen, or what answers instead of a check. */
  readonly note?: string;
}

export const catalogue: readonly CatalogueFault[] = [
  {
    id: 'F001',
    wrong: 'A kernel patch of the distribution keeps users from making user namespaces',
  },
  {
    id: 'F002',
    wrong: 'The kernel allows no user namespaces, or the quota of the user is used up',
  },
  {
    id: 'F003',
    wrong: 'AppArmor restricts user namespaces, and no profile lets this podman make them',
  },
  {
    id: 'F004',
    wrong: 'The host is a container, and its engine forbids the calls that nesting needs',
  },
  { id: 'F005', wrong: 'The session runs with no_new_privs, so setuid helpers get no privilege' },
  {
    id: 'F006',
    wrong:
      'The kernel was upgraded and still runs: its modules are gone and can no longer be loaded',
  },
  { id: 'F007', wrong: 'The user has no subordinate ids' },
  { id: 'F008', wrong: 'The user has fewer subordinate ids than images need' },
  { id: 'F009', wrong: 'The pause process keeps a namespace that is older than the ranges' },
  { id: 'F011', wrong: '/etc/subgid lacks what /etc/subuid has' },
  { id: 'F012', wrong: 'A line of /etc/subuid or /etc/subgid has a form that is skipped' },
  {
    id: 'F013',
    wrong:
      'The ranges are written under another spelling of the name, as happens with directory services',
  },
  {
    id: 'F014',
    wrong:
      'nsswitch.conf takes ranges from a directory, and this build of Podman reads only the files',
  },
  { id: 'F015', wrong: 'Two users, or a user and an account, share subordinate ids' },
  { id: 'F016', wrong: 'Users may not read /etc/subuid or /etc/subgid' },
  { id: 'F018', wrong: 'There is no pool of ids for rootful containers with --userns=auto' },
  {
    id: 'F019',
    wrong: 'A container took all ids of the user, and none are left for the next',
    outOfScope:
      'How many ids a container takes is decided when it is created; a range that is too small is F008.',
  },
  { id: 'F020', wrong: 'The user is managed by systemd-homed, which delegates no subordinate ids' },
  { id: 'F021', wrong: 'newuidmap or newgidmap is not installed' },
  { id: 'F022', wrong: 'newuidmap or newgidmap lost its setuid bit or its file capability' },
  { id: 'F024', wrong: 'The root mount is private, so mounts of the host do not reach containers' },
  { id: 'F026', wrong: 'No systemd of the user runs, so Podman has nobody to ask for cgroups' },
  { id: 'F027', wrong: 'The package with the unit of the user bus is not installed' },
  {
    id: 'F028',
    wrong: 'The address of the user bus is unset or stale, and the runtime asks the system bus',
  },
  { id: 'F029', wrong: 'A cgroup controller is not delegated to the user' },
  { id: 'F030', wrong: 'The host boots with cgroup v1 or the hybrid hierarchy' },
  {
    id: 'F031',
    wrong: 'Without systemd no cgroup is delegated, and limits are silently without effect',
  },
  { id: 'F032', wrong: 'v1 mounts hold controllers that the unified hierarchy then lacks' },
  {
    id: 'F033',
    wrong: 'Without systemd the v1 hierarchy lacks the mount that the runtime looks for',
  },
  { id: 'F034', wrong: 'The socket file of the user bus is there, and nobody listens' },
  { id: 'F035', wrong: 'Lingering is off: with the last session everything of the user ends' },
  { id: 'F036', wrong: 'Users cannot switch lingering on, because polkit is missing or refuses' },
  { id: 'F037', wrong: 'The session lacks XDG_RUNTIME_DIR although the directory is there' },
  { id: 'F038', wrong: "XDG_RUNTIME_DIR is another user's, left over by su or sudo" },
  {
    id: 'F039',
    wrong: 'The runtime directory does not exist: there is no session and no lingering',
  },
  {
    id: 'F040',
    wrong: 'The runtime directory belongs to another uid, as after a change of the uid',
  },
  { id: 'F042', wrong: 'Sessions do not end, because containers were started in them' },
  { id: 'F043', wrong: "At logout logind removes the shared memory that holds Podman's locks" },
  {
    id: 'F044',
    wrong: 'The generator rejects a Quadlet, or is too old for it, or is not installed',
  },
  {
    id: 'F045',
    wrong: 'A Quadlet is to be enabled like an ordinary unit',
    outOfScope:
      'systemd enables no generated units anywhere; the file of the container says when it starts.',
  },
  {
    id: 'F046',
    wrong: "A user unit waits for multi-user.target, which the user's manager does not have",
  },
  { id: 'F047', wrong: 'Containers of the user start at boot before the network is there' },
  { id: 'F048', wrong: "The user's podman.socket is not enabled" },
  { id: 'F049', wrong: 'The API socket is left without a listener, or its service ends at once' },
  { id: 'F051', wrong: 'Another process or unit has the path of the API socket' },
  { id: 'F052', wrong: "The user's manager or service may not open enough files" },
  { id: 'F053', wrong: 'DOCKER_HOST is unset, so Docker clients ask the socket of root' },
  { id: 'F054', wrong: 'DOCKER_HOST or CONTAINER_HOST is malformed' },
  {
    id: 'F055',
    wrong: 'podman-docker and a real Docker answer to the same names',
    note: 'Who answers at the socket is seen; the line that the wrapper prints is known to `podready why`.',
  },
  {
    id: 'F056',
    wrong: 'A container that was given the API socket may not use it under SELinux',
    outOfScope: 'Whether a container is separated by SELinux is an option of that container.',
  },
  { id: 'F057', wrong: 'The environment turns podman into a remote client' },
  { id: 'F058', wrong: 'sshd accepts no key of the client for this user' },
  {
    id: 'F059',
    wrong: 'sshd does not accept the type of the key',
    note: 'Types are compared; the size of an RSA key, and what a client can sign, are not.',
  },
  {
    id: 'F060',
    wrong: 'The agent of the client offers more keys than sshd lets it try',
    outOfScope:
      'Which keys an agent offers is a state of the client; podready names those that it tried.',
  },
  { id: 'F061', wrong: 'SSH works, and there is no API socket at the end of the path' },
  { id: 'F062', wrong: 'sshd, or an option of the key, forbids forwarding of unix sockets' },
  {
    id: 'F063',
    wrong: 'known_hosts holds another host key, or another type, than the one presented',
    outOfScope:
      'known_hosts is a file of the client; podready stops at such a host and says which key it got.',
  },
  {
    id: 'F065',
    wrong: 'The client of Podman ignores parts of ssh_config that ssh honours',
    outOfScope:
      'What a client reads is no state of the host; `podready connect` gives it the address resolved.',
  },
  { id: 'F066', wrong: 'A command over SSH prints text of rc files, or does not find podman' },
  {
    id: 'F067',
    wrong: 'The client speaks a newer API than the server',
    outOfScope:
      'Which Podman a client has is no state of the host; `podready connect` asks with it and says why not.',
  },
  { id: 'F068', wrong: 'The API is still answered by a process of the Podman before the upgrade' },
  { id: 'F070', wrong: 'On cgroup v1 containers do not survive a restart of the API service' },
  {
    id: 'F071',
    wrong: 'A directory mounted into a container has a label that containers may not read',
    outOfScope:
      'The label of a volume is chosen with its container (:z, :Z); labels of the store are F072.',
  },
  { id: 'F072', wrong: 'The store of images has SELinux labels that containers may not read' },
  { id: 'F073', wrong: 'The SELinux policy for containers is not installed or not loaded' },
  {
    id: 'F074',
    wrong: 'A volume cannot be relabelled, because of its owner or its file system',
    outOfScope: 'Only a container that asks for the relabelling (:z, :Z) fails.',
  },
  { id: 'F075', wrong: 'An SELinux boolean keeps systemd in containers from its cgroup' },
  {
    id: 'F076',
    wrong:
      'SELinux denies pasta the network namespace: the policy is too old, or /run lost its labels',
    note: 'Only lost labels are seen, at the API socket; the age of the policy of passt is not compared.',
  },
  {
    id: 'F077',
    wrong: 'The AppArmor profile of passt does not let pasta open the network namespace',
  },
  { id: 'F078', wrong: 'containers.conf names an AppArmor profile that is not loaded' },
  { id: 'F079', wrong: "A reload of firewalld removes Podman's rules" },
  { id: 'F080', wrong: "A restart of nftables.service flushes Podman's rules" },
  { id: 'F081', wrong: 'Another table drops forwarded packets to and from rootful containers' },
  { id: 'F082', wrong: 'The firewall drops DNS queries from containers to the host' },
  {
    id: 'F083',
    wrong: 'The firewall keeps other hosts from the published port of a rootless container',
  },
  { id: 'F084', wrong: 'netavark runs iptables, which is not installed' },
  { id: 'F085', wrong: 'The kernel lacks modules of nftables that netavark needs' },
  {
    id: 'F086',
    wrong: 'iptables-legacy is used on a host of nftables, or both have rules',
    note: 'Rules of both are seen; that the tables of the flavour in use cannot be loaded is not.',
  },
  {
    id: 'F088',
    wrong: 'Something switched forwarding of packets off after Podman had switched it on',
  },
  { id: 'F089', wrong: 'containers.conf names a firewall driver that this netavark does not know' },
  { id: 'F090', wrong: 'netavark is in none of the directories where Podman looks' },
  { id: 'F091', wrong: 'aardvark-dns is missing, so containers do not find each other by name' },
  { id: 'F092', wrong: 'pasta is missing, which this Podman connects rootless containers with' },
  {
    id: 'F093',
    wrong: 'slirp4netns is missing, which this Podman connects rootless containers with',
  },
  { id: 'F094', wrong: 'slirp4netns is configured, and this Podman does not have it any more' },
  { id: 'F095', wrong: '/dev/net/tun is missing, closed to the user, or without its module' },
  { id: 'F096', wrong: 'There is no default route, so pasta finds no interface to copy' },
  {
    id: 'F097',
    wrong: 'The gateway is in no network of the interface, and pasta cannot copy the route',
  },
  {
    id: 'F098',
    wrong: '/etc/resolv.conf is dangling, empty, or names only a resolver that is not there',
    note: 'Whether the resolver that it names answers is not asked.',
  },
  { id: 'F099', wrong: 'IPv6 of the host is half switched off, and pasta fails at it' },
  {
    id: 'F100',
    wrong: "Containers have the host's own address, so they cannot reach the host by it",
    outOfScope:
      'pasta does so on every host, by design; which address a container asks, and the options of its network, are chosen with it.',
  },
  { id: 'F101', wrong: 'The port to be published is below the first that users may bind' },
  { id: 'F102', wrong: 'Another program listens on the port to be published' },
  { id: 'F103', wrong: 'Networks are written for a newer CNI than the plugins understand' },
  { id: 'F104', wrong: 'CNI is configured or recorded, and this Podman does not have it any more' },
  {
    id: 'F106',
    wrong: 'The shared network namespace of the user outlived the process that served it',
  },
  { id: 'F107', wrong: 'Networks of containers overlap routes of the host' },
  { id: 'F108', wrong: 'The MTU of the way out is smaller than that of containers' },
  { id: 'F109', wrong: 'The group of the user may not ping' },
  {
    id: 'F110',
    wrong: 'The user cannot mount overlay: old kernel, no module, and no fuse-overlayfs',
  },
  {
    id: 'F112',
    wrong: 'The store was made with the driver vfs, although the host can mount overlay',
  },
  { id: 'F113', wrong: 'storage.conf asks for another driver than the store was made with' },
  {
    id: 'F114',
    wrong: 'The database has no name of a driver, and this Podman refuses it',
    note: 'Such a row also stands on healthy hosts; it is reported where storage.conf names a driver, and Podman is older than 5.4.',
  },
  {
    id: 'F115',
    wrong: 'The database was made for other paths: the home was moved, or settings changed',
  },
  { id: 'F116', wrong: 'The run directory survived a reboot' },
  { id: 'F117', wrong: 'pause.pid names a process that is gone' },
  {
    id: 'F118',
    wrong: 'The run directory is below /tmp, where systemd-tmpfiles removes what is old',
  },
  { id: 'F119', wrong: 'The store is on a network file system' },
  {
    id: 'F120',
    wrong: 'The store is on an XFS that was made without file types in directories',
    note: 'Told by what Podman met since the boot, or before its first run by xfs_info, where that is installed.',
  },
  { id: 'F121', wrong: 'The store is on a file system that carries no overlay' },
  {
    id: 'F123',
    wrong: 'The store is mounted nosuid, which takes the rights of setuid programs',
    note: 'Seen for stores of vfs; containers on overlay do not take the options of the mount over.',
  },
  {
    id: 'F124',
    wrong: 'A directory above the store is closed to the mapped ids of containers',
    note: 'The directories of its path are looked at, not those behind a symbolic link in it.',
  },
  { id: 'F125', wrong: "storage.conf names directories of root as the user's store" },
  {
    id: 'F127',
    wrong: 'Links between the layers of the store are gone',
    note: 'Files that a power cut left empty are seen; what is missing Podman makes again by itself.',
  },
  { id: 'F128', wrong: 'There is no room where images are unpacked' },
  { id: 'F129', wrong: 'The file system of the store has no blocks or no inodes left' },
  { id: 'F130', wrong: 'The runtime directory is full' },
  {
    id: 'F132',
    wrong: 'The user may not use FUSE: the device is closed, or fusermount3 lost its setuid bit',
    note: 'The device is looked at; the mode of fusermount3 is not.',
  },
  { id: 'F133', wrong: 'storage.conf names a mount program that does not exist' },
  { id: 'F134', wrong: 'All locks are taken by containers and volumes' },
  { id: 'F135', wrong: 'The number of locks was changed while the old ones are in memory' },
  { id: 'F137', wrong: 'No registry is configured for short names of images' },
  {
    id: 'F138',
    wrong: 'Several registries are configured for short names, and nobody can be asked',
  },
  { id: 'F139', wrong: 'registries.conf is no valid TOML, or mixes its two formats' },
  { id: 'F140', wrong: 'There is no policy.json' },
  { id: 'F141', wrong: 'policy.json is broken, or refuses every image' },
  {
    id: 'F142',
    wrong: 'A registry speaks plain HTTP, and no file allows that',
    note: 'Seen where a file allows it and does not count; what a registry speaks, only asking it would tell.',
  },
  {
    id: 'F143',
    wrong: 'The certificate of a registry is not trusted, or the clock is wrong',
    note: 'Seen: files in certs.d that cannot be used, and a clock that is behind what is installed.',
  },
  {
    id: 'F144',
    wrong: 'Stored credentials of a registry are no longer valid',
    note: 'Seen where they cannot be read; whether a password is still the right one, only the registry knows.',
  },
  { id: 'F146', wrong: "The proxy is set in the shell and unknown to the user's manager" },
  {
    id: 'F147',
    wrong: 'A registry answers that too much was pulled',
    outOfScope: 'The quota is kept by the registry for an address; nothing on the host is wrong.',
  },
  { id: 'F148', wrong: 'The runtime is too old for the specification that this Podman writes' },
  { id: 'F149', wrong: 'conmon is missing or too old' },
  { id: 'F150', wrong: 'No OCI runtime is installed, or one is configured that is not' },
  {
    id: 'F151',
    wrong: 'Containers were made with a runtime that is no longer installed',
    note: 'Where the database names others as well, the answer is unknown: removed containers leave their text in the file.',
  },
  { id: 'F152', wrong: 'The database is a BoltDB, which this Podman does not read any more' },
  { id: 'F154', wrong: 'The init process for containers is not installed' },
  { id: 'F155', wrong: 'libseccomp or the runtime is too old for system calls of new images' },
  { id: 'F156', wrong: 'Several different podmans are on the PATH' },
  {
    id: 'F157',
    wrong: 'An image is for another architecture, and no emulator is registered',
    outOfScope: 'Which architecture an image is for is decided when it is pulled.',
  },
  { id: 'F158', wrong: 'The Podman of the distribution is too old for an option or a key' },
  { id: 'F159', wrong: 'The default limits of containers exceed those of the user' },
  { id: 'F160', wrong: 'The user has used up the kernel keys' },
  { id: 'F161', wrong: 'The user may watch too few files' },
  { id: 'F163', wrong: 'The slice of the user may use very little memory' },
  { id: 'F165', wrong: 'Events go to a journal that does not run' },
  { id: 'F166', wrong: 'The locked-down kernel refuses the programs that guard devices' },
  {
    id: 'F167',
    wrong: 'A container does not have the supplementary groups of the user',
    outOfScope: 'Whether groups are kept is an option of the container (--group-add keep-groups).',
  },
  {
    id: 'F169',
    wrong: 'The host is an LXC container without the ids and devices that nesting needs',
  },
  { id: 'F170', wrong: 'fapolicyd denies programs in containers' },
  {
    id: 'F172',
    wrong: 'podman machine does not start: leftovers, or missing programs and devices',
    outOfScope:
      'It is about the client that runs the virtual machine; the host in it is checked like any other.',
  },
  { id: 'F173', wrong: 'WSL runs without systemd, or with half of cgroup v1' },
];
