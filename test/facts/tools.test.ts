import * as assert from 'uvu/assert';
import { tools } from '../../src/facts/tools.ts';
import { user } from '../../src/facts/user.ts';
import { versions } from '../../src/facts/versions.ts';
import { describe } from '../helpers/describe.ts';

describe('tools', (it) => {
  it('prefers Podman’s own directories, and says what is on the PATH', () => {
    const stdout =
      'p podman /usr/bin/podman\nh catatonit /usr/libexec/podman/catatonit\np catatonit /usr/bin/catatonit\np stranger /x\npodman /usr/bin/podman\npodman /home/a b/podman\ncni /usr/lib/cni bridge\ncni /usr/lib/cni portmap\n\nnoise';
    const state = tools.parse({ stdout, exitCode: 0 });
    assert.equal(state, {
      state: 'known',
      value: {
        paths: { podman: '/usr/bin/podman', catatonit: '/usr/libexec/podman/catatonit' },
        onPath: { podman: '/usr/bin/podman', catatonit: '/usr/bin/catatonit' },
        podmans: ['/usr/bin/podman', '/home/a b/podman'],
        store: null,
        cniPlugins: { '/usr/lib/cni': ['bridge', 'portmap'] },
      },
    });
  });
});

describe('tools of NixOS', (it) => {
  it('says that the paths of the helpers are in Podman', () => {
    const stdout =
      'store /nix/store\nh conmon /nix/store/abc-podman-5.4.1/libexec/podman/conmon\np podman /run/current-system/sw/bin/podman\n';
    const state = tools.parse({ stdout, exitCode: 0 });
    assert.is(state.state === 'known' && state.value.store, '/nix/store');
    assert.match(JSON.stringify(state), 'libexec/podman/conmon');
  });
});

describe('user', (it) => {
  const groupsOf = (id: string) => {
    const state = user.parse({ stdout: `id=${id}\nhome=/home/ada\nshell=/bin/sh\n`, exitCode: 0 });
    return state.state === 'known' ? state.value.groups : state.state;
  };

  it('reads names with spaces, groups without names, and the context of SELinux', () => {
    assert.equal(
      groupsOf(
        'uid=100601(ada) gid=100513(domain users) groups=100513(domain users),100600(ssh-users) context=user_u:user_r:user_t:s0',
      ),
      ['domain users', 'ssh-users'],
    );
    assert.equal(groupsOf('uid=5000(ada) gid=5000 groups=5000'), []);
    assert.equal(groupsOf('uid=1000(ada) gid=1000(ada) groups=1000(ada),27(sudo)'), [
      'ada',
      'sudo',
    ]);
    assert.equal(groupsOf('uid=1000(ada) gid=1000(ada)'), []);
  });
});

describe('versions', (it) => {
  it('reads what each program said', () => {
    const stdout =
      'crun 0 crun version 1.21 commit: 10269840\t/usr/bin/crun\npodman 127 podman: error while loading shared libraries: libx.so.1.2\t/usr/bin/podman\nbash 0 5.2\t/bin/bash\nnoise\n';
    const state = versions.parse({ stdout, exitCode: 0 });
    const value = state.state === 'known' ? state.value : {};
    assert.equal(Object.keys(value), ['crun', 'podman']);
    assert.equal(value.crun?.version?.numbers, [1, 21]);
    assert.is(value.podman?.exitCode, 127);
    assert.is(value.podman?.version, undefined);
  });
});
