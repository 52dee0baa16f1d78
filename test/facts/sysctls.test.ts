import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as assert from 'uvu/assert';
import { sysctls } from '../../src/facts/sysctls.ts';
import { describe } from '../helpers/describe.ts';

describe('sysctls', (it) => {
  it('reads numbers whole, and several words of one key, from this kernel', () => {
    const stdout = execFileSync('/bin/sh', ['-c', sysctls.probe], { encoding: 'utf8' });
    const state = sysctls.parse({ stdout, exitCode: 0 });
    assert.is(state.state, 'known');
    const value = state.state === 'known' ? state.value : new Map<string, string | null>();
    for (const key of ['kernel.pid_max', 'net.ipv4.ping_group_range', 'kernel.osrelease']) {
      const file = `/proc/sys/${key.replaceAll('.', '/')}`;
      assert.is(value.get(key), readFileSync(file, 'utf8').trimEnd(), key);
    }
  });

  it('tells a key that the kernel lacks from one that could not be read', () => {
    const stdout = 'kernel/unprivileged_userns_clone absent\nuser/max_user_namespaces:28633\n';
    const state = sysctls.parse({ stdout, exitCode: 0 });
    assert.equal(state.state === 'known' && [...state.value], [
      ['kernel.unprivileged_userns_clone', null],
      ['user.max_user_namespaces', '28633'],
    ]);
  });
});
