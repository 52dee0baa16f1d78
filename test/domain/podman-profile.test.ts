import * as assert from 'uvu/assert';
import { podmanProfile, profileOf } from '../../src/domain/podman-profile.ts';
import { absent, known } from '../../src/model/fact.ts';
import { parseVersion, type Version } from '../../src/parse/version.ts';
import { describe } from '../helpers/describe.ts';
import { VERSIONS } from '../helpers/storage-facts.ts';

function profile(text: string) {
  return podmanProfile(parseVersion(text) as Version);
}

describe('podman-profile', (it) => {
  it('knows what each series expects', () => {
    const rows = ['3.0.1', '4.3.1', '4.9.3', '5.0.0', '5.4.2', '6.0.0'].map((text) => {
      const one = profile(text);
      return [
        one.major,
        one.rootlessNetworkTool,
        one.networkBackends[0],
        one.newDatabase,
        one.boltDatabase,
        one.cgroupV1,
        one.rootlessDriver,
        one.checksBootId,
        one.minimumCrun,
        one.netavarkMajor,
      ];
    });
    assert.equal(rows, [
      [3, 'slirp4netns', 'cni', 'bolt', 'supported', 'supported', 'vfs', false, null, null],
      [4, 'slirp4netns', 'netavark', 'bolt', 'supported', 'supported', 'vfs', false, null, null],
      [4, 'slirp4netns', 'netavark', 'sqlite', 'supported', 'supported', 'vfs', false, null, null],
      [5, 'pasta', 'netavark', 'sqlite', 'frozen', 'deprecated', 'overlay', false, '1.14.3', null],
      [5, 'pasta', 'netavark', 'sqlite', 'frozen', 'deprecated', 'overlay', true, '1.14.3', null],
      [6, 'pasta', 'netavark', 'sqlite', 'removed', 'removed', 'overlay', true, '1.14.3', 2],
    ]);
    assert.equal(profile('6.1.0').networkBackends, ['netavark']);
  });

  it('knows what each series still has, and what it reads', () => {
    const rows = ['3.0.1', '4.3.1', '4.9.3', '5.4.2', '6.0.0', '7.0.0'].map((text) => {
      const one = profile(text);
      return [
        one.networkBackends,
        one.rootlessNetworkTools,
        one.readsBackendFile,
        one.minimumRunc,
        one.packagedConmon,
        one.mainFiles,
        one.formerSettings.length,
      ];
    });
    assert.equal(rows, [
      [['cni'], ['slirp4netns'], false, null, '2.0.1', 'merged', 0],
      [['netavark', 'cni'], ['slirp4netns'], true, null, '2.0.1', 'merged', 0],
      [['netavark', 'cni'], ['pasta', 'slirp4netns'], true, null, '2.0.1', 'merged', 0],
      [['netavark'], ['pasta', 'slirp4netns'], true, null, '2.0.1', 'merged', 0],
      [['netavark'], ['pasta'], false, '1.1.11', '2.1.7', 'first', 3],
      [['netavark'], ['pasta'], false, '1.1.11', '2.1.7', 'first', 3],
    ]);
  });

  it('has none where the version is not known', () => {
    assert.is(profileOf(known(VERSIONS))?.major, 5);
    assert.is(profileOf(known({})), undefined);
    assert.is(profileOf(absent('no podman')), undefined);
  });
});
