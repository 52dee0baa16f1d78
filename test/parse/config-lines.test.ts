import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseConfigFiles } from '../../src/parse/config-lines.ts';
import { describe } from '../helpers/describe.ts';

const OUTPUT = `@ok /usr/share/containers/containers.conf
@absent /etc/containers/containers.conf
@denied /etc/containers/containers.conf.d
@ok /home/ada/.config/containers/containers.conf
/usr/share/containers/containers.conf:18:[containers]
/usr/share/containers/containers.conf:20:x = "a:3:b"
/home/ada/.config/containers/containers.conf:1:y = 1
stray
`;

describe('config-lines', (it) => {
  it('gives every file with its lines where they were', () => {
    assert.equal(parseConfigFiles(OUTPUT), [
      {
        path: '/usr/share/containers/containers.conf',
        status: 'ok',
        text: `${'\n'.repeat(17)}[containers]\n\nx = "a:3:b"`,
      },
      { path: '/etc/containers/containers.conf', status: 'absent', text: '' },
      { path: '/etc/containers/containers.conf.d', status: 'denied', text: '' },
      { path: '/home/ada/.config/containers/containers.conf', status: 'ok', text: 'y = 1' },
    ]);
  });

  it('never throws', () => {
    const text = fc.array(
      fc.oneof(
        fc.constantFrom('@ok /a\n', '/a:3:x\n', '/a:0:\n', '/a:'),
        fc.string({ unit: 'binary' }),
      ),
    );
    fc.assert(fc.property(text, (parts) => Array.isArray(parseConfigFiles(parts.join('')))));
  });
});
