import * as assert from 'uvu/assert';
import { INDEXES } from '../../scripts/lib/indexes.ts';
import { camelCase } from '../../scripts/lib/modules.ts';
import { describe } from '../helpers/describe.ts';

const module = {
  path: 'src/facts/os-release.ts',
  id: 'os-release',
  name: 'osRelease',
  specifier: './os-release.ts',
};

describe('indexes', (it) => {
  it('name exports after files', () => {
    assert.is(camelCase('subuid-range'), 'subuidRange');
    assert.is(camelCase('user'), 'user');
    assert.is(camelCase('cgroup-v2-only'), 'cgroupV2Only');
  });

  for (const { folder, render } of INDEXES) {
    it(`${folder} imports and lists every module`, () => {
      const text = render([module]);
      assert.match(text, "import { osRelease } from './os-release.ts';");
      assert.match(text, /[[{]\s*osRelease\s*[\]}]/u);
    });
  }
});
