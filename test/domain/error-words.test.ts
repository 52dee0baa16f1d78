import * as assert from 'uvu/assert';
import { errorWords, kindOf } from '../../src/domain/error-words.ts';
import { describe } from '../helpers/describe.ts';

function words(text: string): readonly string[] {
  return errorWords(text).map(({ word }) => word);
}

describe('errorWords', (it) => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['leaves out numbers, versions and ids', 'pid 1000 v5.4.2 8f3c5a1be2d74c60 x', ['pid', 'x']],
    [
      'keeps the name at the end of a path',
      'open /etc/containers/policy.json',
      ['open', 'policy.json'],
    ],
    ['keeps places that matter', 'mkdir /run/user/1000/libpod/tmp', ['mkdir', '/run/user', 'tmp']],
    ['replaces digits in words', 'slirp4netns x509', ['slirp#netns', 'x#']],
    [
      'takes an error number for one word',
      'clone: Operation not\n permitted',
      ['clone', 'operation-not-permitted'],
    ],
    [
      'ignores quotes, case and escapes',
      String.raw`"Can't \"Open\"\n` + '`It`',
      ['cant', 'open', 'it'],
    ],
    ['ignores colours', '\u001B[1;31merror\u001B[0m', ['error']],
    ['ignores what has no letters', '--- 12:30 (%&) ...', []],
  ];
  for (const [name, text, expected] of cases) it(name, () => assert.equal(words(text), expected));

  it('marks what stands after a placeholder', () => {
    assert.equal(errorWords('lchown {path}: invalid argument'), [
      { word: 'lchown', isOpen: false },
      { word: 'invalid-argument', isOpen: true },
    ]);
  });
});

describe('kindOf', (it) => {
  it('tells words apart by what they say', () => {
    assert.equal(['the', 'permission-denied', 'newuidmap'].map(kindOf), [
      'common',
      'errno',
      'telling',
    ]);
  });
});
