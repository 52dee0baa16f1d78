import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { printable } from '../../src/parse/printable.ts';
import { describe } from '../helpers/describe.ts';

describe('printable', (it) => {
  it('leaves ordinary text alone, of any script', () => {
    for (const text of ['', 'plain', 'Grüße, 世界 🦭', 'a\\b "c"'])
      assert.is(printable(text), text);
  });

  it('escapes what moves, colours or reorders', () => {
    const cases: [string, string][] = [
      ['\u001B[31mred', String.raw`\x1b[31mred`],
      ['a\nb\tc\rd', String.raw`a\nb\tc\rd`],
      ['\u009B2J\u007F\u0000', String.raw`\x9b2J\x7f\x00`],
      ['\u202Etxt.exe\u2066', String.raw`\u202etxt.exe\u2066`],
      ['\u061C\u200E\u200F', String.raw`\u061c\u200e\u200f`],
      ['a\u2028b\u2029c', String.raw`a\u2028b\u2029c`],
      ['\uD800', String.raw`\ud800`],
    ];
    for (const [text, expected] of cases) assert.is(printable(text), expected);
  });

  it('gives one line without controls, whatever comes, and gives it again unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = printable(text);
        assert.not.match(shown, /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
        assert.is(printable(shown), shown);
      }),
    );
  });
});
