import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { matchesPattern, matchesPatterns } from '../../src/parse/pattern.ts';
import { describe } from '../helpers/describe.ts';

describe('host patterns', (it) => {
  it('matches stars and question marks', () => {
    const cases: [string, string, boolean][] = [
      ['host1', 'host1', true],
      ['host1', 'host?', true],
      ['host', 'host?', false],
      ['web.example.org', '*.example.org', true],
      ['example.org', '*.example.org', false],
      ['', '*', true],
      ['', '', true],
      ['a', '', false],
      ['aXbXc', 'a*b*c', true],
      ['[h]:22', '[h]:22', true],
      ['ab', 'a*b*', true],
    ];
    for (const [text, pattern, expected] of cases) {
      assert.is(matchesPattern(text, pattern), expected, `${text} ~ ${pattern}`);
    }
  });

  it('lets a negated pattern veto the others, in any order', () => {
    assert.is(matchesPatterns('a.org', ['*.org', '!b.org']), true);
    assert.is(matchesPatterns('b.org', ['*.org', '!b.org']), false);
    assert.is(matchesPatterns('b.org', ['!b.org', '*.org']), false);
    assert.is(matchesPatterns('c', ['!b.org']), false);
  });

  it('agrees with a regular expression, and takes no exponential time', () => {
    const text = fc.stringMatching(/^[ab]{0,12}$/);
    const pattern = fc.stringMatching(/^[ab*?]{0,8}$/);
    fc.assert(
      fc.property(text, pattern, (name, wanted) => {
        const source = wanted.replaceAll('*', '.*').replaceAll('?', '.');
        assert.is(matchesPattern(name, wanted), new RegExp(`^${source}$`).test(name));
      }),
    );
    const begun = performance.now();
    matchesPattern('a'.repeat(2_000), `${'*a'.repeat(30)}b`);
    assert.ok(performance.now() - begun < 1_000);
  });
});
