import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { hostNetwork } from '../../src/facts/host-network.ts';
import { describe } from '../helpers/describe.ts';

const OUTPUT = [
  'r Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
  'r eth0\t00000000\t0202000A\t0003\t0\t0\t0\t00000000\t0\t0\t0',
  '6',
  '00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo',
  '00000000000000000000000000000000 00 00000000000000000000000000000000 00 fe800000000000000000000000000002 00000400 00000001 00000000 00450003     eth0',
  'a eth0 fd000009000000000000000000000001 c8',
  'a eth0 fd000009000000000000000000000002 80',
  'm eth0 1280',
  'm podman0 1500',
  'b podman0',
  'l',
  '   0: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 5391 1 0 100 0 0 10 0',
  'link ../run/systemd/resolve/stub-resolv.conf',
  'resolv ok',
  'file /etc/resolv.conf',
  'ns /etc/resolv.conf 127.0.0.53',
  'ns /run/systemd/resolve/resolv.conf 10.0.2.3',
  '',
].join('\n');

describe('hostNetwork', (it) => {
  it('reads routes, bridges, listeners and nameservers', () => {
    const state = hostNetwork.parse({ stdout: OUTPUT, exitCode: 0 });
    const value = state.state === 'known' ? state.value : undefined;
    assert.ok(value);
    assert.equal(
      value.routes.map(({ device, isDefault }) => [device, isDefault]),
      [['eth0', true]],
    );
    assert.equal(value.defaultDevices6, ['eth0']);
    assert.equal(value.bridges, ['podman0']);
    assert.equal(
      value.addresses6.map(({ device, duplicate }) => [device, duplicate]),
      [
        ['eth0', true],
        ['eth0', false],
      ],
    );
    assert.equal(
      [...value.mtus],
      [
        ['eth0', 1280],
        ['podman0', 1500],
      ],
    );
    assert.equal(value.listeners, [{ address: '00000000', port: 22, uid: 0 }]);
    assert.is(value.resolvConf, 'ok');
    assert.is(value.resolvLink, '../run/systemd/resolve/stub-resolv.conf');
    assert.equal(
      value.nameservers.map(({ address }) => address),
      ['127.0.0.53', '10.0.2.3'],
    );
  });

  it('tells no listeners from listeners that cannot be read', () => {
    const listeners = (stdout: string) => {
      const state = hostNetwork.parse({ stdout, exitCode: 0 });
      return state.state === 'known' ? state.value.listeners : 'no';
    };
    assert.equal(listeners('l\n'), []);
    assert.is(listeners(''), undefined);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (stdout) => void hostNetwork.parse({ stdout, exitCode: 0 }),
      ),
    );
  });
});
