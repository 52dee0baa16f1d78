import * as assert from 'uvu/assert';
import { newCheckFiles } from '../../scripts/new-check.ts';
import { describe } from '../helpers/describe.ts';

describe('new-check', (it) => {
  it('writes a check, its test and its page', () => {
    const files = newCheckFiles('subid', 'some-check');
    assert.equal(
      [...files.keys()],
      [
        'checks/subid/some-check.ts',
        'test/checks/subid/some-check.test.ts',
        'docs/checks/some-check.md',
      ],
    );
    assert.match(files.get('checks/subid/some-check.ts') ?? '', 'export const someCheck = ');
    assert.match(files.get('test/checks/subid/some-check.test.ts') ?? '', 'testCheck(someCheck,');
  });

  it('refuses names that will not do', () => {
    assert.throws(() => newCheckFiles('subids', 'x'), /AREA is one of kernel, userns/u);
    for (const id of ['', 'SomeCheck', '../x', 'some_check', 'a--b']) {
      assert.throws(() => newCheckFiles('subid', id), /kebab case/u);
    }
  });
});
