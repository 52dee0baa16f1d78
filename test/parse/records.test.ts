import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseKeyValues, parseMeta, parseRecords } from '../../src/parse/records.ts';
import { describe } from '../helpers/describe.ts';

describe('parseRecords', (it) => {
  it('reads files, and what is not readable', () => {
    const text = [
      '#absent - - - - /etc/subgid',
      '#denied 600 0 0 1763719200 /etc/sudoers',
      '#ok 644 0 0 1763719200 /etc/subuid',
      '#ok 600 1000 1000 1763719200 /home/a b/x.conf',
      '#ok 644 0 0 1 /etc/empty',
      '#= /etc/subuid',
      '|ada:100000:65536',
      '|#ok 644 0 0 1 /etc/fake',
      '#= /home/a b/x.conf',
      '|no newline',
      '',
    ].join('\n');
    const [absent, denied, subuid, spaced, empty] = parseRecords(text);
    assert.equal(subuid, {
      path: '/etc/subuid',
      status: 'ok',
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtime: 1_763_719_200,
      text: 'ada:100000:65536\n#ok 644 0 0 1 /etc/fake\n',
    });
    assert.is(spaced?.path, '/home/a b/x.conf');
    assert.is(spaced?.text, 'no newline\n');
    assert.is(absent?.status, 'absent');
    assert.is(absent?.mode, null);
    assert.is(denied?.status, 'denied');
    assert.is(denied?.mode, 0o600);
    assert.is(empty?.text, '');
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseRecords(text)));
  });
});

describe('parseMeta', (it) => {
  it('reads paths of every kind', () => {
    const text =
      'ok 4755 0 0 1763719200 regular file|/usr/bin/newuidmap\nok 700 1000 1000 1 directory|/home/a b\nabsent - - - - -|/x\ndenied - - - - -|/root/y\n';
    assert.equal(
      parseMeta(text).map(({ path, status, type, mode }) => [path, status, type, mode]),
      [
        ['/usr/bin/newuidmap', 'ok', 'file', 0o4755],
        ['/home/a b', 'ok', 'directory', 0o700],
        ['/x', 'absent', '-', null],
        ['/root/y', 'denied', '-', null],
      ],
    );
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseMeta(text)));
  });
});

describe('parseKeyValues', (it) => {
  it('splits at the first equals sign', () => {
    assert.is(parseKeyValues('a=b=c\nbroken\n=x\n').get('a'), 'b=c');
    assert.is(parseKeyValues('broken\n=x\n').size, 0);
  });
});
