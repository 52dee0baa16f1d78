import * as assert from 'uvu/assert';
import { fapolicydConfig } from '../../src/facts/fapolicyd-config.ts';
import { describe } from '../helpers/describe.ts';

const CONF = '/etc/fapolicyd/fapolicyd.conf';
const RULES = '/etc/fapolicyd/compiled.rules';
const parse = (stdout: string, exitCode = 0) => fapolicydConfig.parse({ stdout, exitCode });

describe('fapolicydConfig', (it) => {
  it('is silent by default', () => {
    assert.equal(parse(`read\n${CONF}:5:permissive = 0\n${CONF}:21:allow_filesystem_mark = 0\n`), {
      state: 'known',
      value: { permissive: false, mark: null, allowed: [] },
    });
  });

  it('reads options and the directories of rules', () => {
    const text = `read
${CONF}:5:permissive=1
${CONF}:21:Allow_Filesystem_Mark = 1
${RULES}:3:allow perm=any uid=0 : dir=/var/tmp/
${RULES}:9:allow perm=open exe=/usr/bin/rpm dir=/subject/ : all
${RULES}:12:allow perm=any all : ftype=application/x-executable dir=/opt/app/ trust=0
`;
    assert.equal(parse(text), {
      state: 'known',
      value: {
        permissive: true,
        mark: { file: CONF, line: 21 },
        allowed: ['/var/tmp/', '/opt/app/'],
      },
    });
  });

  it('is absent where it is not installed', () => {
    assert.is(parse('', 66).state, 'absent');
    assert.is(parse('', 77).state, 'unreadable');
  });
});
