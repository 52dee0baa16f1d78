import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseAccount } from '../../src/parse/account.ts';
import { describe } from '../helpers/describe.ts';

describe('account', (it) => {
  it('reads a healthy home', () => {
    const text = `home=/home/alice
variable=/home/alice
ok 700 1000 1000 1795259010 directory|/home/alice
directory
readable
writable
searchable
owned
`;
    assert.equal(parseAccount(text), {
      home: '/home/alice',
      homeVariable: '/home/alice',
      homeStatus: 'ok',
      homeMode: 0o700,
      homeOwner: 1000,
      isDirectory: true,
      readable: true,
      writable: true,
      searchable: true,
      owned: true,
      unusable: [],
    });
  });

  it('reads what may not be used', () => {
    const text = `home=/home/alice
variable=/home/alice
ok 700 1000 1000 1 directory|/home/alice
why owner /home/alice/.config
why read /home/alice/.config/containers/containers.conf
unusable
ok 755 0 0 1 directory|/home/alice/.config
ok 600 0 0 1 regular file|/home/alice/.config/containers/containers.conf
`;
    assert.equal(parseAccount(text).unusable, [
      { path: '/home/alice/.config', lacks: 'owner', mode: 0o755, uid: 0 },
      {
        path: '/home/alice/.config/containers/containers.conf',
        lacks: 'read',
        mode: 0o600,
        uid: 0,
      },
    ]);
  });

  it('takes any text', () => {
    assert.is(parseAccount('').homeStatus, 'absent');
    fc.assert(fc.property(fc.string(), (text) => void parseAccount(`why read /x\n${text}`)));
  });
});
