import * as assert from 'uvu/assert';
import { tools } from '../../src/facts/tools.ts';
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
        cniPlugins: { '/usr/lib/cni': ['bridge', 'portmap'] },
      },
    });
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
