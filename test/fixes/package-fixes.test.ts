import { helperPackages } from '../../fixes/helper-packages.ts';
import { packageReinstall } from '../../fixes/package-reinstall.ts';
import { subidHelpersMode } from '../../fixes/subid-helpers-mode.ts';
import type { FactValues } from '../../src/facts/index.ts';
import { parseVersion } from '../../src/parse/version.ts';
import { testFix } from '../helpers/fix-tester.ts';
import { unitFiles } from '../helpers/host-model.ts';
import {
  alice,
  packagesWithout,
  SOCKET_FILES,
  sysctls,
  SYSTEMD,
  toolsWithout,
  userUnits,
} from '../helpers/fix-facts.ts';

const BUS_FILES: FactValues['userUnitFiles'] = {
  ...SOCKET_FILES,
  units: new Map([['dbus.socket', unitFiles('/usr/lib/systemd/user/dbus.socket')]]),
};

const podman = (version: string): FactValues['versions'] => ({
  podman: {
    path: '/usr/bin/podman',
    version: parseVersion(version),
    output: `podman version ${version}`,
    exitCode: 0,
  },
});

const network: FactValues['networkConfig'] = {
  backendFile: { path: '/x/defaultNetworkBackend', status: 'absent', value: '' },
  cniDir: '/x/cni',
  cni: [],
  netavarkDir: '/x/networks',
  netavark: [],
  subnets: [],
  denied: [],
  pluginVersions: undefined,
};

const host = {
  packages: packagesWithout(),
  tools: toolsWithout(),
  user: alice,
  versions: podman('5.4.2'),
  sysctls: sysctls({ 'kernel.osrelease': '6.12.48+deb13-amd64' }),
  containersConf: { settings: new Map(), files: [], problems: [] },
  networkConfig: network,
  userUnitFiles: BUS_FILES,
  userUnits: userUnits({}),
  init: SYSTEMD,
};

const install = (...packages: readonly string[]) => ({
  kind: 'install-package',
  manager: 'apt',
  packages,
  reinstall: false,
});

testFix(helperPackages, {
  change: [
    {
      name: 'newuidmap is not installed',
      facts: {
        ...host,
        tools: toolsWithout('newuidmap', 'newgidmap'),
        packages: packagesWithout('uidmap'),
      },
      steps: [install('uidmap')],
    },
    {
      name: 'newuidmap was deleted',
      facts: { ...host, tools: toolsWithout('newuidmap') },
      steps: [{ ...install('uidmap'), reinstall: true }],
    },
    {
      name: 'Podman 5 without pasta',
      facts: { ...host, tools: toolsWithout('pasta'), packages: packagesWithout('passt') },
      steps: [install('passt')],
    },
    {
      name: 'Podman 4 without slirp4netns',
      facts: {
        ...host,
        versions: podman('4.3.1'),
        tools: toolsWithout('slirp4netns', 'pasta'),
        packages: packagesWithout('slirp4netns', 'passt'),
      },
      steps: [install('slirp4netns')],
    },
    {
      name: 'no runtime',
      facts: {
        ...host,
        tools: toolsWithout('crun', 'runc'),
        packages: packagesWithout('crun', 'runc'),
      },
      steps: [install('crun')],
    },
    {
      name: 'an old kernel without fuse-overlayfs',
      facts: {
        ...host,
        versions: podman('3.0.1'),
        sysctls: sysctls({ 'kernel.osrelease': '5.10.0-36-amd64' }),
        tools: { ...toolsWithout('fuse-overlayfs'), cniPlugins: { '/usr/lib/cni': ['bridge'] } },
        packages: packagesWithout('fuse-overlayfs'),
      },
      steps: [install('fuse-overlayfs')],
    },
    {
      name: 'Podman 3 without the plugins of CNI',
      facts: {
        ...host,
        versions: podman('3.0.1'),
        packages: packagesWithout('containernetworking-plugins'),
      },
      steps: [install('containernetworking-plugins')],
    },
    {
      name: 'netavark finds no nft',
      facts: {
        ...host,
        versions: {
          ...podman('5.4.2'),
          netavark: {
            path: '/usr/lib/podman/netavark',
            version: parseVersion('1.14.0'),
            output: 'netavark 1.14.0',
            exitCode: 0,
          },
        },
        tools: toolsWithout('nft'),
        packages: packagesWithout('nftables'),
      },
      steps: [install('nftables')],
    },
    {
      name: 'the bus of the user',
      facts: {
        ...host,
        packages: packagesWithout('dbus-user-session'),
        userUnitFiles: SOCKET_FILES,
      },
      steps: [
        install('dbus-user-session'),
        { kind: 'run', as: 'user', argv: ['systemctl', '--user', 'daemon-reload'] },
        { kind: 'run', as: 'user', argv: ['systemctl', '--user', 'start', 'dbus.socket'] },
      ],
    },
  ],
  noop: [
    { name: 'nothing is missing', facts: host },
    { name: 'runc is enough', facts: { ...host, tools: toolsWithout('crun') } },
    {
      name: 'root needs no newuidmap',
      facts: { ...host, user: { ...alice, uid: 0 }, tools: toolsWithout('newuidmap', 'pasta') },
    },
  ],
  manual: [
    {
      name: 'no package manager',
      facts: {
        ...host,
        tools: toolsWithout('conmon'),
        packages: { manager: null, installed: [] },
      },
      because: /conmon/,
    },
  ],
  blocked: [{ name: 'no Podman', facts: { ...host, versions: {} } }],
});

testFix(packageReinstall, {
  change: [
    {
      name: 'two programs were deleted',
      facts: { packages: packagesWithout(), tools: toolsWithout('conmon', 'netavark') },
      steps: [{ ...install('conmon', 'netavark'), reinstall: true }],
    },
  ],
  noop: [
    {
      name: 'missing because not installed',
      facts: { packages: packagesWithout('conmon'), tools: toolsWithout('conmon') },
    },
  ],
  blocked: [
    {
      name: 'no package manager',
      facts: { packages: { manager: null, installed: [] }, tools: toolsWithout('conmon') },
    },
  ],
});

const helper = (name: string, given: object = {}) => ({
  path: `/usr/bin/${name}`,
  mode: 0o4755,
  uid: 0,
  gid: 0,
  capabilities: null,
  ...given,
});
const helpers = (given: object) => ({
  newuidmap: helper('newuidmap', given),
  newgidmap: helper('newgidmap'),
});

testFix(subidHelpersMode, {
  change: [
    {
      name: 'Debian: the setuid bit was lost',
      facts: {
        subidHelpers: helpers({ mode: 0o755, capabilities: '' }),
        packages: packagesWithout(),
      },
      steps: [{ kind: 'set-mode', path: '/usr/bin/newuidmap', mode: 0o4755, before: 0o755 }],
    },
    {
      name: 'setuid for somebody else',
      facts: { subidHelpers: helpers({ uid: 1000 }), packages: packagesWithout() },
      steps: [{ ...install('uidmap'), reinstall: true }],
    },
    {
      name: 'Fedora: the package has the capabilities',
      facts: {
        subidHelpers: helpers({ mode: 0o755, capabilities: '' }),
        packages: { manager: 'dnf', installed: ['shadow-utils'] },
      },
      steps: [
        { kind: 'install-package', manager: 'dnf', packages: ['shadow-utils'], reinstall: true },
      ],
    },
  ],
  noop: [
    { name: 'setuid root', facts: { subidHelpers: helpers({}), packages: packagesWithout() } },
    {
      name: 'capabilities',
      facts: {
        subidHelpers: helpers({ mode: 0o755, capabilities: 'cap_setuid=ep' }),
        packages: packagesWithout(),
      },
    },
    {
      name: 'missing is not powerless',
      facts: {
        subidHelpers: { newuidmap: null, newgidmap: null },
        packages: packagesWithout('uidmap'),
      },
    },
  ],
  manual: [
    {
      name: 'no package has them',
      facts: { subidHelpers: helpers({ mode: 0o755 }), packages: packagesWithout('uidmap') },
    },
  ],
});
