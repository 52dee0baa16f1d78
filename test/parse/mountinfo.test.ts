import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { mountOf, parseMountinfo } from '../../src/parse/mountinfo.ts';
import { describe } from '../helpers/describe.ts';

const TEXT = [
  '23 29 0:22 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw',
  String.raw`29 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw`,
  '41 29 0:36 / /home rw,nosuid,relatime shared:20 master:3 - nfs4 nas:/export/home rw,vers=4.2',
  String.raw`42 41 0:37 / /home/with\040space rw - xfs /dev/vdb rw,prjquota`,
  '43 29 0:38 / /empty rw - tmpfs  rw',
  'not a mount',
].join('\n');

describe('mountinfo', (it) => {
  it('reads every field', () => {
    const list = parseMountinfo(TEXT);
    assert.is(list.length, 5);
    assert.equal(list[2], {
      id: 41,
      parent: 29,
      root: '/',
      mountPoint: '/home',
      options: ['rw', 'nosuid', 'relatime'],
      propagation: ['shared:20', 'master:3'],
      type: 'nfs4',
      source: 'nas:/export/home',
      superOptions: ['rw', 'vers=4.2'],
    });
    assert.is(list[3]?.mountPoint, '/home/with space');
    assert.equal(list[4]?.source, '');
  });

  it('finds the mount of a path', () => {
    const list = parseMountinfo(TEXT);
    assert.is(mountOf(list, '/home/ada/x')?.type, 'nfs4');
    assert.is(mountOf(list, '/home')?.type, 'nfs4');
    assert.is(mountOf(list, '/homes')?.type, 'ext4');
    assert.is(mountOf(list, '/home/with space/x')?.type, 'xfs');
    assert.is(mountOf([], '/'), undefined);
  });

  it('lets the last mount of a place win', () => {
    const twice = `${TEXT}\n50 29 0:40 / /home rw - tmpfs tmpfs rw`;
    assert.is(mountOf(parseMountinfo(twice), '/home/ada')?.type, 'tmpfs');
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => Array.isArray(parseMountinfo(text))),
    );
  });
});
