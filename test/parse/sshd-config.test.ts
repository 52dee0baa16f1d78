import fc from 'fast-check';
import * as assert from 'uvu/assert';
import type { FileRecord } from '../../src/parse/records.ts';
import { parseSshdConfig } from '../../src/parse/sshd-config.ts';
import { describe } from '../helpers/describe.ts';

function file(path: string, text: string, status: FileRecord['status'] = 'ok'): FileRecord {
  return { path, text, status, mode: 0o644, uid: 0, gid: 0, mtime: 1 };
}

const MAIN = '/etc/ssh/sshd_config';

describe('sshd-config', (it) => {
  it('puts included files in their place, in order', () => {
    const config = parseSshdConfig(
      file(MAIN, 'Include sshd_config.d/*.conf\nUsePAM yes\n'),
      [
        file('/etc/ssh/sshd_config.d/20.conf', 'Port 23'),
        file('/etc/ssh/sshd_config.d/10.conf', 'Port 22'),
      ],
      [],
    );
    assert.equal(
      config.directives.map(({ keyword, args, line }) => [keyword, args[0], line]),
      [
        ['port', '22', 1],
        ['port', '23', 1],
        ['usepam', 'yes', 2],
      ],
    );
  });

  it('ends the Match block of an included file with the file', () => {
    const config = parseSshdConfig(
      file(MAIN, 'Include /etc/ssh/a.conf\nUsePAM yes\nMatch user=bob group "ops,dev"\nPort 1'),
      [file('/etc/ssh/a.conf', 'Match all\nPermitTTY no')],
      [],
    );
    assert.equal(
      config.directives.map(({ keyword, match }) => [keyword, match.length]),
      [
        ['match', 1],
        ['permittty', 1],
        ['usepam', 0],
        ['match', 1],
        ['port', 1],
      ],
    );
    assert.equal(config.directives.at(-1)?.match[0]?.criteria, [
      ['user', 'bob'],
      ['group', 'ops,dev'],
    ]);
  });

  it('reads quotes, equals signs and comments', () => {
    const text = '# no\n  Banner="/etc/my banner" # yes\nAcceptEnv LANG LC_*\nX "open\n';
    const config = parseSshdConfig(file(MAIN, text), [], []);
    assert.equal(
      config.directives.map(({ name, args }) => [name, ...args]),
      [
        ['Banner', '/etc/my banner'],
        ['AcceptEnv', 'LANG', 'LC_*'],
      ],
    );
    assert.equal(config.unbalanced, [{ file: MAIN, line: 4 }]);
  });

  it('says what it could not read', () => {
    const path = '/etc/ssh/sshd_config.d/10.conf';
    const main = file(MAIN, 'Include /etc/ssh/sshd_config.d/*.conf');
    const config = parseSshdConfig(main, [file(path, '', 'denied')], ['/srv/ssh']);
    assert.equal(config.unread, ['/srv/ssh', path]);
  });

  it('ends with a file that includes itself', () => {
    const self = file('/etc/ssh/a.conf', 'Include a.conf\nPort 1');
    assert.ok(parseSshdConfig(file(MAIN, 'Include a.conf'), [self], []).unread.length > 0);
  });

  it('never throws', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('Match user', 'Match all', 'Include a.conf', 'Port=22', '"', "x '"),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        parseSshdConfig(file(MAIN, lines.join('\n')), [file('/etc/ssh/a.conf', 'UsePAM no')], []);
      }),
    );
  });
});
