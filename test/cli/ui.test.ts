import * as assert from 'uvu/assert';
import { colorLevel } from '../../src/cli/ui/color.ts';
import { edit } from '../../src/cli/ui/secret.ts';
import { describe } from '../helpers/describe.ts';

describe('colour', (it) => {
  const terminal = { isTerminal: true, depth: 8, env: {} };
  const pipe = { isTerminal: false, depth: 1, env: {} };
  for (const [name, actual, expected] of [
    ['follows the terminal', colorLevel('auto', terminal), 2],
    ['is off in a pipe', colorLevel('auto', pipe), 0],
    [
      'is off with --color never',
      colorLevel('never', { ...terminal, env: { FORCE_COLOR: '3' } }),
      0,
    ],
    ['is on with --color always', colorLevel('always', pipe), 1],
    ['is off with NO_COLOR', colorLevel('auto', { ...terminal, env: { NO_COLOR: '1' } }), 0],
    [
      'takes no notice of an empty NO_COLOR',
      colorLevel('auto', { ...terminal, env: { NO_COLOR: '' } }),
      2,
    ],
    ['is on with FORCE_COLOR', colorLevel('auto', { ...pipe, env: { FORCE_COLOR: '1' } }), 1],
    [
      'takes its level from FORCE_COLOR',
      colorLevel('auto', { ...pipe, env: { FORCE_COLOR: '3' } }),
      3,
    ],
    [
      'is off with FORCE_COLOR=0',
      colorLevel('auto', { ...terminal, env: { FORCE_COLOR: '0' } }),
      0,
    ],
    ['is off on a dumb terminal', colorLevel('auto', { ...terminal, env: { TERM: 'dumb' } }), 0],
    [
      'obeys --color before NO_COLOR',
      colorLevel('always', { ...terminal, env: { NO_COLOR: '1' } }),
      2,
    ],
  ] as const) {
    it(name, () => assert.is(actual, expected));
  }
});

describe('a line that is typed blindly', (it) => {
  it('ends with Enter or Ctrl-D', () => {
    assert.equal(edit('', 'ab\rc'), { text: 'ab', complete: true, interrupted: false });
    assert.equal(edit('a', '\u0004'), { text: 'a', complete: true, interrupted: false });
  });

  it('can be corrected', () => {
    assert.is(edit('', 'ab\u007Fc').text, 'ac');
    assert.is(edit('pä😀', '\b').text, 'pä');
    assert.is(edit('abc', '\u0015x').text, 'x');
  });

  it('is given up by Ctrl-C', () => {
    assert.ok(edit('secret', '\u0003').interrupted);
  });
});
