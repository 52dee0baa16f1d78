import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseSshFiles } from '../../src/parse/ssh-files.ts';
import { describe } from '../helpers/describe.ts';

const KEYS = '/home/alice/.ssh/authorized_keys';
const OUTPUT = `home /home/alice
absent ${KEYS}2
meta 775 1000 1000 /home/alice
meta 700 1000 1000 /home/alice/.ssh
meta 600 1000 1000 ${KEYS}
group alice:x:1000:bob
member 1000 alice
keys ${KEYS}
key 1 
key 3 restrict,command
key 5  ssh-ed25519
key 6 restrict sk-ssh-ed25519@openssh.com
bad 4
`;

describe('ssh-files', (it) => {
  const files = parseSshFiles(OUTPUT);

  it('reads paths in the order of the walk', () => {
    assert.equal(
      files.paths.map(({ path, status, mode }) => [path, status, mode]),
      [
        ['/home/alice', 'ok', 0o775],
        ['/home/alice/.ssh', 'ok', 0o700],
        [KEYS, 'ok', 0o600],
        [`${KEYS}2`, 'absent', null],
      ],
    );
  });

  it('reads names of options, and lines that are no key', () => {
    assert.equal(files.keys, [
      { file: KEYS, line: 1, options: [], type: '' },
      { file: KEYS, line: 3, options: ['restrict', 'command'], type: '' },
      { file: KEYS, line: 5, options: [], type: 'ssh-ed25519' },
      { file: KEYS, line: 6, options: ['restrict'], type: 'sk-ssh-ed25519@openssh.com' },
      { file: KEYS, line: 4, options: null, type: '' },
    ]);
  });

  it('joins members by their primary and other groups', () => {
    assert.equal(files.members.get(1000), ['bob', 'alice']);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void parseSshFiles(`keys /a\nkey ${text}\n${text}`)),
    );
  });
});
