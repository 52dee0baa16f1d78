import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { tunDevice } from '../../src/facts/tun-device.ts';
import { describe } from '../helpers/describe.ts';

describe('tunDevice', (it) => {
  it('reads a node that opens', () => {
    const stdout =
      'ok 666 0 0 1763720000 character special file|/dev/net/tun\npermitted=yes\ndriver=yes\nopens=yes\n';
    const state = tunDevice.parse({ stdout, exitCode: 0 });
    assert.equal(state, {
      state: 'known',
      value: {
        node: {
          path: '/dev/net/tun',
          status: 'ok',
          type: 'char',
          mode: 0o666,
          uid: 0,
          gid: 0,
          mtime: 1_763_720_000,
        },
        isPermitted: true,
        hasDriver: true,
        isLoadable: undefined,
        opens: true,
        complaint: '',
      },
    });
  });

  it('reads a node that is gone, and a module that can be loaded', () => {
    const stdout = 'absent - - - - -|/dev/net/tun\nloadable=yes\n';
    const state = tunDevice.parse({ stdout, exitCode: 0 });
    assert.is(state.state === 'known' && state.value.node?.status, 'absent');
    assert.is(state.state === 'known' && state.value.isLoadable, true);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (stdout) => void tunDevice.parse({ stdout, exitCode: 0 }),
      ),
    );
  });
});
