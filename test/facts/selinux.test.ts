import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { selinux } from '../../src/facts/selinux.ts';
import { PRELUDE } from '../../src/gather/prelude.ts';
import { describe } from '../helpers/describe.ts';

describe('selinux', (it) => {
  it('reads mode, policy and labels', () => {
    const stdout = [
      'enforce=1',
      'configured=enforcing',
      'policy=targeted',
      'types=yes',
      'contexts=/usr/share/containers/selinux/contexts',
      'init=yes',
      'cgroup=0',
      'label=unconfined_u:object_r:user_home_t:s0 /home/a b/storage/overlay',
      'label=? /run/user/1000',
      'expected=unconfined_u:object_r:container_ro_file_t:s0 /home/a b/storage/overlay',
      'expected=<<none>> /run/user/1000',
      '',
    ].join('\n');
    assert.equal(selinux.parse({ stdout, exitCode: 0 }), {
      state: 'known',
      value: {
        enforcing: true,
        configured: 'enforcing',
        policy: 'targeted',
        hasContainerTypes: true,
        containerContexts: '/usr/share/containers/selinux/contexts',
        hasInitLabel: true,
        managesCgroup: false,
        labels: [
          {
            path: '/home/a b/storage/overlay',
            type: 'user_home_t',
            expected: 'container_ro_file_t',
          },
          { path: '/run/user/1000', type: '', expected: undefined },
        ],
      },
    });
  });

  it('tells a kernel without SELinux from one that hides it', () => {
    assert.is(selinux.parse({ stdout: '', exitCode: 66 }).state, 'absent');
    assert.is(selinux.parse({ stdout: '', exitCode: 77 }).state, 'unreadable');
    assert.is(selinux.parse({ stdout: 'enforce=\n', exitCode: 0 }).state, 'unreadable');
  });

  it('is read from a kernel that ends no line', () => {
    const root = mkdtempSync(join(tmpdir(), 'podready-'));
    try {
      const kernel = join(root, 'selinux');
      mkdirSync(join(kernel, 'booleans'), { recursive: true });
      writeFileSync(join(kernel, 'enforce'), '1');
      writeFileSync(join(kernel, 'booleans', 'container_manage_cgroup'), '0 0');
      const text = PRELUDE + selinux.probe.replaceAll('/sys/fs/selinux', kernel);
      const env = { PATH: process.env['PATH'] ?? '', PR_HOME: root, PR_UID: '1000', PR_RUN: root };
      const stdout = execFileSync('/bin/sh', ['-c', text], { env, encoding: 'utf8' });
      const fact = selinux.parse({ stdout, exitCode: 0 });
      assert.is(fact.state === 'known' && fact.value.enforcing, true);
      assert.is(fact.state === 'known' && fact.value.managesCgroup, false);
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  it('does not know the types when the file cannot be read', () => {
    const state = selinux.parse({ stdout: 'enforce=0\npolicy=default\n', exitCode: 0 });
    assert.is(state.state === 'known' && state.value.hasContainerTypes, undefined);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        selinux.parse({ stdout: `enforce=1\n${text}`, exitCode: 0 });
      }),
    );
  });
});
