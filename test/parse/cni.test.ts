import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseCni } from '../../src/parse/cni.ts';
import { describe } from '../helpers/describe.ts';

describe('cni', (it) => {
  it('reads a list of plugins', () => {
    const text =
      '{\n  "cniVersion": "0.4.0",\n  "name": "podman",\n  "plugins": [{"type": "bridge"}, {"type": "portmap"}]\n}\n';
    assert.equal(parseCni('/etc/cni/net.d/a.conflist', text), {
      path: '/etc/cni/net.d/a.conflist',
      version: '0.4.0',
      name: 'podman',
      plugins: ['bridge', 'portmap'],
      line: 2,
      problem: undefined,
    });
  });

  it('reads a single plugin', () => {
    assert.equal(parseCni('/a.conf', '{"type": "loopback"}').plugins, ['loopback']);
  });

  it('says what is wrong', () => {
    assert.is(parseCni('/a', '').problem, 'it is empty');
    assert.is(parseCni('/a', '{').problem, 'it is not valid JSON');
    assert.is(parseCni('/a', '[]').problem, 'it holds no JSON object');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseCni('/a', text)));
    fc.assert(fc.property(fc.json(), (text) => void parseCni('/a', text)));
  });
});
