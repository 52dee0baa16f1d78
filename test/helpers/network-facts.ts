import type { Firewall } from '../../src/facts/firewall.ts';
import type { HostNetwork } from '../../src/facts/host-network.ts';
import type { NetworkConfig } from '../../src/facts/network-config.ts';
import type { Tools } from '../../src/facts/tools.ts';
import type { User } from '../../src/facts/user.ts';
import type { Versions } from '../../src/facts/versions.ts';
import type { LayeredConfig } from '../../src/facts/containers-conf.ts';
import type { TomlValue } from '../../src/parse/toml.ts';
import { parseVersion } from '../../src/parse/version.ts';

export const alice: User = {
  name: 'alice',
  uid: 1000,
  gid: 1000,
  home: '/home/alice',
  shell: '/bin/bash',
  groups: ['alice'],
};

export const root: User = { ...alice, name: 'root', uid: 0, gid: 0, home: '/root' };

/** What an ordinary user sees of a host without any rules. */
export function firewallOf(more: Partial<Firewall> = {}): Firewall {
  return {
    nfTables: false,
    legacyTables: [],
    iptables: undefined,
    units: [],
    lines: [],
    denied: [],
    ...more,
  };
}

export function unit(name: string, enabled: boolean, active?: string): Firewall['units'][number] {
  return { name, enabled, active };
}

/** A host with one card and a default route. */
export function hostNetworkOf(more: Partial<HostNetwork> = {}): HostNetwork {
  return {
    routes: [
      { device: 'eth0', destination: [0, 0xff_ff_ff_ff], gateway: 0x0a_00_02_02, isDefault: true },
    ],
    defaultDevices6: [],
    addresses6: [],
    bridges: [],
    mtus: new Map([['eth0', 1500]]),
    listeners: [],
    resolvConf: 'ok',
    resolvLink: '',
    nameservers: [{ file: '/etc/resolv.conf', address: '10.0.2.3' }],
    ...more,
  };
}

/** The bridge of the second network of rootful containers is up. */
export const BRIDGED: Partial<HostNetwork> = {
  bridges: ['podman0', 'podman1'],
  routes: [
    { device: 'eth0', destination: [0, 0xff_ff_ff_ff], gateway: 0x0a_00_02_02, isDefault: true },
    {
      device: 'podman0',
      destination: [0x0a_58_00_00, 0x0a_58_ff_ff],
      gateway: 0,
      isDefault: false,
    },
    {
      device: 'podman1',
      destination: [0x0a_59_00_00, 0x0a_59_00_ff],
      gateway: 0,
      isDefault: false,
    },
  ],
};

export function versionsOf(numbers: Readonly<Partial<Record<keyof Versions, string>>>): Versions {
  return Object.fromEntries(
    Object.entries(numbers).map(([name, text]) => [
      name,
      { path: `/usr/bin/${name}`, version: parseVersion(text), output: text, exitCode: 0 },
    ]),
  );
}

export function toolsOf(...names: readonly (keyof Tools['paths'])[]): Tools {
  const paths = Object.fromEntries(names.map((name) => [name, `/usr/bin/${name}`]));
  return { paths, onPath: paths, podmans: ['/usr/bin/podman'], store: null, cniPlugins: {} };
}

export function settingsOf(values: Readonly<Record<string, TomlValue>> = {}): LayeredConfig {
  const file = '/home/alice/.config/containers/containers.conf';
  return {
    settings: new Map(
      Object.entries(values).map(([key, value], at) => [key, { value, file, line: at + 2 }]),
    ),
    files: [{ path: file, status: 'ok' }],
    problems: [],
  };
}

export function networkConfigOf(more: Partial<NetworkConfig> = {}): NetworkConfig {
  return {
    backendFile: {
      path: '/home/alice/.local/share/containers/storage/defaultNetworkBackend',
      status: 'absent',
      value: '',
    },
    cniDir: '/home/alice/.config/cni/net.d',
    cni: [],
    netavarkDir: '/home/alice/.local/share/containers/storage/networks',
    netavark: [],
    subnets: [],
    denied: [],
    pluginVersions: undefined,
    ...more,
  };
}

export function backendFileOf(value: string): NetworkConfig['backendFile'] {
  return { ...networkConfigOf().backendFile, status: 'ok', value };
}
