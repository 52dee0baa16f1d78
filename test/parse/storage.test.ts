import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseStorage } from '../../src/parse/storage.ts';
import { describe } from '../helpers/describe.ts';

const G = '/home/ada/.local/share/containers/storage';
const HEAD = `graphroot ${G}\nrunroot /run/user/1000/containers\ntmp /var/tmp\n`;
const ROW = `linux${G}/libpod/run/user/1000/libpod/tmp${G}/run/user/1000/containersoverlay${G}/volumes`;

/** The form of a real probe of Debian 13, with other names. */
const REAL = `${HEAD}dir 755 0 0 directory:/
dir 700 1000 1000 directory:${G}
writable ${G}
place ${G}
writable /var/tmp
space 4096 1268648 957598 327680 304288 ext2/ext3:${G}
space 4096 1268648 957598 327680 304288 ext2/ext3:/var/tmp
space 4096 37400 37396 37400 37358 tmpfs:/run/user/1000
entry overlay
entry db.sql
sqlite ${ROW}
recorded same
fuse ok
alive 6bbbaa7e-65af-44bd-bfd1-dfd12d639bf0
boot 6bbbaa7e-65af-44bd-bfd1-dfd12d639bf0
locks 82488 /dev/shm/libpod_rootless_lock_1000
taken 00000000
`;

describe('storage', (it) => {
  it('reads a real store', () => {
    const store = parseStorage(REAL);
    assert.is(store?.exists, true);
    assert.is(store?.writable, true);
    assert.is(store?.tmpWritable, true);
    assert.is(store?.graphSpace?.freeBytes, 957_598 * 4096);
    assert.is(store?.runSpace?.type, 'tmpfs');
    assert.is(store?.tmpSpace?.path, '/var/tmp');
    assert.equal(store?.directories.at(-1), {
      path: G,
      mode: 0o700,
      uid: 1000,
      gid: 1000,
      type: 'directory',
    });
    assert.equal(store?.database, {
      kind: 'sqlite',
      driver: 'overlay',
      graphRoot: G,
      runRoot: '/run/user/1000/containers',
      sameGraphRoot: true,
    });
    assert.equal(store?.locks, {
      path: '/dev/shm/libpod_rootless_lock_1000',
      bytes: 82_488,
      hasFree: true,
    });
    assert.is(store?.fuse, 'ok');
    assert.is(store?.fuseMode, null);
    const closed = parseStorage(`${HEAD}fuse denied 600\n`);
    assert.equal([closed?.fuse, closed?.fuseMode], ['denied', 0o600]);
    assert.is(store?.lacksFileTypes, false);
    assert.is(store?.recordedBootId, store?.bootId);
  });

  it('tells a moved store, and one without a driver', () => {
    const moved = parseStorage(
      `${HEAD}entry db.sql\nsqlite ${ROW.replaceAll('/home/ada', '/old/ada')}\n`,
    );
    assert.is(moved?.database?.sameGraphRoot, false);
    assert.is(moved?.database?.graphRoot, G.replace('/home', '/old'));
    const without = parseStorage(
      `${HEAD}entry db.sql\nsqlite ${ROW.replace('containersoverlay', 'containers')}\n`,
    );
    assert.is(without?.database?.driver, '');
  });

  it('does not take a volume path for a missing driver', () => {
    const row = ROW.replace(/volumes$/u, 'elsewhere');
    const store = parseStorage(`${HEAD}entry db.sql\nsqlite ${row}\n`);
    assert.is(store?.database?.driver, null);
    assert.is(store?.database?.sameGraphRoot, true);
  });

  it('does not guess at a row that it cannot read', () => {
    for (const row of ['', 'linux', 'linux/x/libpod/y', 'windows/x']) {
      const store = parseStorage(`${HEAD}entry db.sql\nsqlite ${row}\n`);
      assert.is(store?.database?.driver, null, row);
      assert.is(store?.database?.sameGraphRoot, null, row);
    }
  });

  it('reads a BoltDB, when all copies of the row agree', () => {
    const row = (driver: string) =>
      `bolt graph-driver-name${driver}graph-root${G}oslinuxrun-root/run/user/1000/containersstatic-dir${G}/libpod\n`;
    const head = `${HEAD}entry libpod/bolt_state.db\n`;
    assert.equal(parseStorage(head + row('vfs') + row('vfs'))?.database, {
      kind: 'bolt',
      driver: 'vfs',
      graphRoot: G,
      runRoot: '/run/user/1000/containers',
      sameGraphRoot: null,
    });
    assert.is(parseStorage(head + row('vfs') + row('overlay'))?.database?.driver, null);
    assert.is(parseStorage(head)?.database?.driver, null);
  });

  it('tells that directories keep no types of files', () => {
    assert.is(parseStorage(`${HEAD}types missing\n`)?.lacksFileTypes, true);
  });

  it('tells which runtimes containers were made with', () => {
    const store = parseStorage(`${HEAD}containers yes\nruntime crun /usr/bin/crun\nruntime runc\n`);
    assert.is(store?.hasContainers, true);
    assert.equal(store?.runtimes, [
      { name: 'crun', path: '/usr/bin/crun' },
      { name: 'runc', path: null },
    ]);
    assert.is(parseStorage(HEAD)?.hasContainers, false);
    assert.equal(parseStorage(HEAD)?.runtimes, []);
  });

  it('tells whether a lock is free', () => {
    const hasFree = (taken: string) =>
      parseStorage(`${HEAD}locks 2632 /dev/shm/libpod_lock\n${taken}`)?.locks?.hasFree;
    assert.is(hasFree('taken ffffffff ffffffff\n'), false);
    assert.is(hasFree('taken fffffff7 ffffffff\n'), true);
    assert.is(hasFree('taken\n'), null);
    assert.is(hasFree('taken ffffffff fff\n'), null);
    assert.is(hasFree(''), null);
  });

  it('says what is not there', () => {
    const store = parseStorage(
      `${HEAD}dir 755 0 0 directory:/home\nplace /home\nhidden ${G}\nforeign ${G}/x\nempty ${G}/overlay/a/link\n`,
    );
    assert.is(store?.exists, false);
    assert.is(store?.writable, false);
    assert.is(store?.hiddenBy, G);
    assert.equal(store?.foreign, [`${G}/x`]);
    assert.equal(store?.emptyLinks, [`${G}/overlay/a/link`]);
    assert.is(store?.database, null);
    assert.is(store?.graphSpace, null);
    assert.is(store?.locks, null);
  });

  it('has no store without a graph root that is a path', () => {
    for (const text of ['', 'graphroot \n', 'graphroot relative\n', 'graphroot /home/$OTHER/x\n']) {
      assert.is(parseStorage(text), undefined, text);
    }
  });

  it('never throws', () => {
    const line = fc.oneof(
      fc.constantFrom(...REAL.split('\n')),
      fc.string({ unit: 'binary' }),
      fc.string().map((rest) => `sqlite linux${rest}/libpod/${rest}`),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        parseStorage(HEAD + lines.join('\n'));
        parseStorage(lines.join('\n'));
      }),
    );
  });
});
