import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { ociContainers } from '../../src/facts/oci-containers.ts';
import { describe } from '../helpers/describe.ts';

const OUTPUT = 'gone 901 8d2fbc3c4f6a\nalive 902 aaaa\n';

describe('ociContainers', (it) => {
  it('reads what crun has on record', () => {
    assert.equal(ociContainers.parse({ stdout: OUTPUT, exitCode: 0 }), {
      state: 'known',
      value: [
        { id: '8d2fbc3c4f6a', pid: 901, alive: false },
        { id: 'aaaa', pid: 902, alive: true },
      ],
    });
  });

  it('never throws, wherever the output is cut', () => {
    for (let at = 0; at <= OUTPUT.length; at += 1) {
      ociContainers.parse({ stdout: OUTPUT.slice(0, at), exitCode: 0 });
    }
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (stdout) => void ociContainers.parse({ stdout, exitCode: 0 }),
      ),
    );
  });
});
