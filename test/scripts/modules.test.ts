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

  for (const { folder, path, render } of INDEXES) {
    it(`${path ?? folder} imports and lists every module`, () => {
      const text = render([module]);
      // An index elsewhere loads what it lists when it is asked for it.
      const imported =
        path === undefined
          ? "import { osRelease } from './os-release.ts';"
          : "(await import('../../src/facts/os-release.ts')).osRelease";
      assert.match(text, imported);
      assert.match(text, /[[{]\s*'?osRelease'?\s*[\]}]/u);
    });
  }
});
