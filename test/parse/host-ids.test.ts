import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseIdsInUse } from '../../src/parse/ids-in-use.ts';
import { LOGIN_DEFS_DEFAULTS, parseLoginDefs } from '../../src/parse/login-defs.ts';
import { parseNsswitch } from '../../src/parse/nsswitch.ts';
import { describe } from '../helpers/describe.ts';

describe('login.defs', (it) => {
  it('reads the bounds of Debian 13', () => {
    const text =
      'UID_MIN 1000\nUID_MAX 60000\n#SYS_UID_MIN 101\nSUB_UID_MIN 100000\nSUB_UID_MAX 600100000\nSUB_UID_COUNT 65536\n';
    assert.equal(parseLoginDefs(text), LOGIN_DEFS_DEFAULTS);
  });

  it('takes the last value, and the default for what is no number', () => {
    const { subUids, gids } = parseLoginDefs('SUB_UID_MIN 1\nSUB_UID_MIN 300000\nGID_MAX many\n');
    assert.equal(subUids, { min: 300_000, max: 600_100_000 });
    assert.equal(gids, { min: 1000, max: 60_000 });
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseLoginDefs(text)));
  });
});

describe('ids in use', (it) => {
  it('tells accounts from groups', () => {
    assert.equal(parseIdsInUse('root:0\nalice:1000\n\nroot:0\nadm:4\n'), {
      uids: [
        { name: 'root', id: 0 },
        { name: 'alice', id: 1000 },
      ],
      gids: [
        { name: 'root', id: 0 },
        { name: 'adm', id: 4 },
      ],
    });
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { uids, gids } = parseIdsInUse(text);
        for (const { id } of [...uids, ...gids]) assert.ok(Number.isSafeInteger(id));
      }),
    );
  });
});

describe('nsswitch', (it) => {
  it('asks nobody where the files are the source', () => {
    assert.equal(parseNsswitch('sources \n'), { subid: [], lookup: null, podman: null });
    assert.equal(parseNsswitch('sources files\n'), {
      subid: ['files'],
      lookup: null,
      podman: null,
    });
  });

  it('reads what getsubids says of another source', () => {
    const text =
      'sources sss\nuid 0: alice 100000 65536\ngid 0: alice 200000 65536\npodman files /opt/podman/bin/podman\n';
    assert.equal(parseNsswitch(text), {
      subid: ['sss'],
      lookup: {
        outcome: 'found',
        uids: [{ owner: 'alice', start: 100_000, count: 65_536, line: 1 }],
        gids: [{ owner: 'alice', start: 200_000, count: 65_536, line: 1 }],
      },
      podman: { path: '/opt/podman/bin/podman', reads: 'files' },
    });
    assert.equal(parseNsswitch('sources sss\n').lookup, { outcome: 'found', uids: [], gids: [] });
  });

  it('knows when there is nobody to ask', () => {
    assert.equal(parseNsswitch('sources sss files\nno-tool\n').lookup, { outcome: 'missing-tool' });
  });

  it('takes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseNsswitch(`sources sss\n${text}`)));
  });
});
