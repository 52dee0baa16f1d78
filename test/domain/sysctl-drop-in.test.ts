import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { dropInPath, dropInText } from '../../src/domain/sysctl-drop-in.ts';
import { parseSysctlFiles, settingOf } from '../../src/parse/sysctl-files.ts';
import { describe } from '../helpers/describe.ts';

const KEY = 'user.max_user_namespaces';

/** What the fact reads of files that set the key, one line each. */
function files(...paths: readonly string[]) {
  return parseSysctlFiles(
    [...paths.map((path) => `file ${path}`), ...paths.map((path) => `${path}:1:${KEY} = 0`)].join(
      '\n',
    ),
  );
}

describe('dropInPath', (it) => {
  it('has a name that says whose it is', () => {
    const path = dropInPath(KEY, files());
    assert.is(path, '/etc/sysctl.d/99-zz-podready-user-max-user-namespaces.conf');
  });

  it('counts, whatever file sets the key', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9][\w.~-]{0,20}$/u);
    const folder = fc.constantFrom('/etc/sysctl.d', '/run/sysctl.d', '/usr/lib/sysctl.d');
    fc.assert(
      fc.property(fc.array(fc.tuple(folder, name), { minLength: 1, maxLength: 5 }), (given) => {
        const paths = given.map(([dir, base]) => `${dir}/${base}.conf`);
        const own = dropInPath(KEY, files(...paths));
        assert.match(own, /^\/etc\/sysctl\.d\/[^/]+\.conf$/u);
        assert.is(settingOf(files(...paths, own), KEY)?.path, own);
        // Found again, not written beside the first one.
        assert.is(dropInPath(KEY, files(...paths, own)), own);
      }),
    );
  });

  it('holds one key', () => {
    assert.is(dropInText(KEY, '7'), `# Written by podready.\n${KEY} = 7\n`);
  });
});
