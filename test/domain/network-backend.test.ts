import * as assert from 'uvu/assert';
import { netavarkDriver } from '../../src/domain/firewall-driver.ts';
import { backendOf, chooseBackend } from '../../src/domain/network-backend.ts';
import { rootlessNetwork } from '../../src/domain/rootless-network.ts';
import type { TomlSettings } from '../../src/parse/toml.ts';
import { parseVersion, type Version } from '../../src/parse/version.ts';
import { describe } from '../helpers/describe.ts';

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(text);
  return parsed;
}

function settings(key: string, value: string): TomlSettings {
  return new Map([[key, { value, file: '/etc/containers/containers.conf', line: 2 }]]);
}

const NONE: TomlSettings = new Map();
const ABSENT = { path: '/b', status: 'absent', value: '' } as const;

describe('network backend', (it) => {
  const backend = (
    podman: string,
    more: { file?: string; set?: string; netavark?: boolean } = {},
  ) =>
    backendOf(
      chooseBackend({
        podman: version(podman),
        settings: more.set === undefined ? NONE : settings('network.network_backend', more.set),
        backendFile:
          more.file === undefined ? ABSENT : { path: '/b', status: 'ok', value: more.file },
        hasNetavark: more.netavark ?? true,
      }),
      version(podman),
    );

  it('is CNI only in Podman 3, netavark only in Podman 5', () => {
    assert.is(backend('3.0.1'), 'cni');
    assert.is(backend('3.4.4', { set: 'netavark' }), 'cni');
    assert.is(backend('5.4.2', { netavark: false }), 'netavark');
  });

  it('is what the configuration, the file or the programs say in Podman 4', () => {
    assert.is(backend('4.3.1'), 'netavark');
    assert.is(backend('4.3.1', { netavark: false }), 'cni');
    assert.is(backend('4.3.1', { file: 'cni' }), 'cni');
    assert.is(backend('4.3.1', { file: 'cni', set: 'netavark' }), 'netavark');
  });

  it('is refused by Podman 5 from the configuration, and taken from the file', () => {
    assert.is(backend('5.4.2', { set: 'cni' }), undefined);
    assert.is(backend('5.4.2', { file: 'cni' }), 'netavark');
    assert.is(backend('5.4.2', { file: 'netavark\n' }), undefined);
    assert.is(backend('5.4.2', { file: '' }), undefined);
  });

  it('is netavark in Podman 6, which reads no file', () => {
    assert.is(backend('6.0.0', { set: 'cni' }), undefined);
    assert.is(backend('6.0.0', { file: 'cni' }), 'netavark');
    assert.is(backend('6.0.0', { file: '' }), 'netavark');
  });
});

describe('rootless network', (it) => {
  const tool = (podman: string, set?: string) => {
    const all = set === undefined ? NONE : settings('network.default_rootless_network_cmd', set);
    const network = rootlessNetwork(version(podman), all);
    return 'tool' in network ? network.tool : `refused ${network.refused}`;
  };

  it('changed from slirp4netns to pasta with Podman 5', () => {
    assert.equal(
      ['3.0.1', '4.3.1', '5.4.2', '6.0.0'].map((one) => tool(one)),
      ['slirp4netns', 'slirp4netns', 'pasta', 'pasta'],
    );
  });

  it('is what the configuration says, where Podman reads it', () => {
    assert.is(tool('4.9.4', 'pasta'), 'pasta');
    assert.is(tool('4.3.1', 'pasta'), 'slirp4netns');
    assert.is(tool('5.4.2', 'slirp4netns'), 'slirp4netns');
    assert.is(tool('6.0.0', 'slirp4netns'), 'refused slirp4netns');
    assert.is(tool('5.4.2', 'foo'), 'refused foo');
  });
});

describe('firewall driver', (it) => {
  const driver = (netavark: string, set?: string) => {
    const all = set === undefined ? NONE : settings('network.firewall_driver', set);
    const { name, programs, isSupported } = netavarkDriver(version(netavark), all);
    return [name, programs.join(' '), isSupported];
  };

  it('depends on the version', () => {
    assert.equal(driver('1.4.0'), ['iptables', 'iptables', true]);
    assert.equal(driver('1.12.2'), ['default', 'nft iptables', true]);
    assert.equal(driver('1.14.0'), ['nftables', 'nft', true]);
  });

  it('may be set, and refused', () => {
    assert.equal(driver('1.14.0', 'iptables'), ['iptables', 'iptables', true]);
    assert.equal(driver('2.0.0', 'iptables'), ['iptables', 'iptables', false]);
    assert.equal(driver('1.4.0', 'nftables'), ['nftables', 'nft', false]);
    assert.equal(driver('1.14.0', 'pf'), ['pf', '', false]);
    assert.equal(driver('1.14.0', 'none'), ['none', '', true]);
  });
});
