import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { pastaProfile } from '../../src/facts/pasta-profile.ts';
import { describe } from '../helpers/describe.ts';
import { pastaProfileOutput, SHIPPED } from '../helpers/pasta-profile.ts';

const OUTPUT = pastaProfileOutput(SHIPPED, 'link', 'disabled usr.bin.pasta');

describe('pastaProfile', (it) => {
  it('reads the lines that say something, with their numbers', () => {
    const state = pastaProfile.parse({ stdout: OUTPUT, exitCode: 0 });
    const value = state.state === 'known' ? state.value : undefined;
    assert.is(value?.program, '/usr/bin/pasta');
    assert.is(value?.isLink, true);
    assert.equal(value?.disabled, ['usr.bin.pasta']);
    assert.equal(value?.files.get('/etc/apparmor.d/abstractions/pasta')?.[2], {
      line: 5,
      text: '@{run}/user/@{uid}/**\t\t\trw,',
    });
  });

  it('is unreadable without a program, and absent without AppArmor', () => {
    assert.is(pastaProfile.parse({ stdout: '', exitCode: 0 }).state, 'unreadable');
    assert.is(pastaProfile.parse({ stdout: '', exitCode: 66 }).state, 'absent');
  });

  it('never throws, wherever the output is cut', () => {
    for (let at = 0; at <= OUTPUT.length; at += 1) {
      pastaProfile.parse({ stdout: OUTPUT.slice(0, at), exitCode: 0 });
    }
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (stdout) => void pastaProfile.parse({ stdout, exitCode: 0 }),
      ),
    );
  });
});
