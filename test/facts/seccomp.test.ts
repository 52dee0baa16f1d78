import * as assert from 'uvu/assert';
import { seccomp } from '../../src/facts/seccomp.ts';
import { describe } from '../helpers/describe.ts';

const parse = (stdout: string) => seccomp.parse({ stdout, exitCode: 0 });

describe('seccomp', (it) => {
  it('reads profiles in order, and the version of the library', () => {
    const fact = parse(
      'forbidden /etc/containers/seccomp.json\nunknown /usr/share/containers/seccomp.json\nlibrary /usr/lib64/libseccomp.so.2.5.2\n',
    );
    if (fact.state !== 'known') throw new Error(JSON.stringify(fact));
    assert.equal(
      fact.value.profiles.map(({ unlistedIsUnknown }) => unlistedIsUnknown),
      [false, true],
    );
    assert.equal(fact.value.library?.version.numbers, [2, 5, 2]);
  });

  it('is known on a host without them', () => {
    assert.equal(parse(''), { state: 'known', value: { profiles: [], library: null } });
    assert.equal(parse('library /usr/lib/libseccomp.so.2.x\nx\n'), {
      state: 'known',
      value: { profiles: [], library: null },
    });
  });
});
