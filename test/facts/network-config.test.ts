import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { networkConfig } from '../../src/facts/network-config.ts';
import { describe } from '../helpers/describe.ts';

const OUTPUT = `cni=/home/alice/.config/cni/net.d
netavark=/home/alice/.local/share/containers/storage/networks
backend=ok /home/alice/.local/share/containers/storage/defaultNetworkBackend
value=netavark
#ok 644 1000 1000 1763720000 /home/alice/.config/cni/net.d/lab.conflist
#denied 600 0 0 1763720000 /home/alice/.config/cni/net.d/root.conflist
#= /home/alice/.config/cni/net.d/lab.conflist
|{
|   "cniVersion": "1.0.0",
|   "name": "lab",
|   "plugins": [{"type": "bridge"}]
|}
network=/home/alice/.local/share/containers/storage/networks/n1.json
subnet=10.89.0.0/24 /home/alice/.local/share/containers/storage/networks/n1.json
subnet=fd00::/64 /home/alice/.local/share/containers/storage/networks/n1.json
versions={"cniVersion":"1.0.0","supportedVersions":["0.1.0","0.4.0"]}
`;

function valueOf(stdout: string) {
  const state = networkConfig.parse({ stdout, exitCode: 0 });
  return state.state === 'known' ? state.value : undefined;
}

describe('networkConfig', (it) => {
  it('reads the backend and networks of both kinds', () => {
    const value = valueOf(OUTPUT);
    assert.ok(value);
    assert.equal(value.backendFile, {
      path: '/home/alice/.local/share/containers/storage/defaultNetworkBackend',
      status: 'ok',
      value: 'netavark',
    });
    assert.equal(
      value.cni.map(({ name, version, line }) => [name, version, line]),
      [['lab', '1.0.0', 2]],
    );
    assert.equal(value.netavark, ['/home/alice/.local/share/containers/storage/networks/n1.json']);
    assert.equal(value.subnets, [{ subnet: '10.89.0.0/24', file: value.netavark[0] ?? '' }]);
    assert.equal(value.denied, ['/home/alice/.config/cni/net.d/root.conflist']);
    assert.equal(value.pluginVersions, ['0.1.0', '0.4.0']);
  });

  it('keeps a line break of the backend file: Podman refuses it', () => {
    assert.is(
      valueOf('backend=ok /b\nvalue=netavark \nnewline=\n')?.backendFile.value,
      'netavark\n',
    );
    assert.is(valueOf('backend=ok /b\nvalue=\n')?.backendFile.value, '');
  });

  it('tells an absent backend file from a hidden one', () => {
    assert.is(valueOf('backend=absent /b\n')?.backendFile.status, 'absent');
    assert.is(valueOf('backend=denied /b\n')?.backendFile.status, 'denied');
    assert.is(valueOf('')?.backendFile.status, 'denied');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (stdout) => void valueOf(stdout)));
    fc.assert(fc.property(fc.json(), (json) => void valueOf(`versions=${json}\n`)));
  });
});
