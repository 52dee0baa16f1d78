import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseSshdTest } from '../../src/parse/sshd-test.ts';
import { describe } from '../helpers/describe.ts';

const DROP_IN = '/etc/ssh/sshd_config.d/zz.conf';

describe('sshd-test', (it) => {
  it('reads options, several values for one keyword too', () => {
    const test = parseSshdTest(
      'binary /usr/sbin/sshd\ntest-exit 0\nusepam yes\nallowusers root\nallowusers bob\n',
    );
    assert.is(test.valid, true);
    assert.is(test.binary, '/usr/sbin/sshd');
    assert.equal(test.options.get('allowusers'), ['root', 'bob']);
  });

  it('reads both forms of a complaint', () => {
    const test = parseSshdTest(
      `binary /usr/sbin/sshd\n${DROP_IN}: line 1: Bad configuration option: Foo\r\n${DROP_IN} line 2: unsupported option "maybe".\n${DROP_IN}: terminating, 1 bad configuration options\r\ntest-exit 255\n`,
    );
    assert.is(test.valid, false);
    assert.equal(test.complaints, [
      { file: DROP_IN, line: 1, text: 'Bad configuration option: Foo' },
      { file: DROP_IN, line: 2, text: 'unsupported option "maybe"' },
    ]);
  });

  it('does not blame the configuration for what comes before it', () => {
    for (const [text, code] of [
      ['Missing privilege separation directory: /run/sshd', 255],
      ['sshd: no hostkeys available -- exiting.', 1],
    ] as const) {
      const test = parseSshdTest(`binary /usr/sbin/sshd\n${text}\ntest-exit ${code}\n`);
      assert.is(test.valid, null);
      assert.equal(test.complaints, []);
    }
  });

  it('knows nothing of a cut output', () => {
    assert.is(parseSshdTest('binary /usr/sbin/sshd\n').valid, null);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void parseSshdTest(`${text}\ntest-exit 0\n${text}`)),
    );
  });
});
