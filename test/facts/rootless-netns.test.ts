import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { rootlessNetns } from '../../src/facts/rootless-netns.ts';
import { describe } from '../helpers/describe.ts';

const FILE = '/run/user/1000/containers/networks/rootless-netns/rootless-netns-conn.pid';
const OUTPUT = `file=${FILE}\npid=901\ncommand=pasta.avx2\n`;

describe('rootlessNetns', (it) => {
  it('reads the process that connects the namespace', () => {
    assert.equal(rootlessNetns.parse({ stdout: OUTPUT, exitCode: 0 }), {
      state: 'known',
      value: { pidFile: FILE, pid: 901, command: 'pasta.avx2' },
    });
    assert.is(rootlessNetns.parse({ stdout: '', exitCode: 66 }).state, 'absent');
  });

  it('is unreadable when the output is cut before the number', () => {
    assert.is(rootlessNetns.parse({ stdout: `file=${FILE}\np`, exitCode: 0 }).state, 'unreadable');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (stdout) => void rootlessNetns.parse({ stdout, exitCode: 0 }),
      ),
    );
  });
});
