import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseIni } from '../../src/parse/ini.ts';
import { describe } from '../helpers/describe.ts';

describe('ini', (it) => {
  it('keeps the line of everything', () => {
    const text = '\uFEFF; first\r\nneed = api, boot\r\n\r\n[severity]\r\n  linger=info  \n';
    assert.equal(parseIni(text), {
      sections: [{ name: 'severity', line: 4 }],
      entries: [
        { section: '', key: 'need', value: 'api, boot', line: 2 },
        { section: 'severity', key: 'linger', value: 'info', line: 5 },
      ],
      problems: [],
    });
  });

  for (const [line, value] of [
    ['a = "see #12; soon"', 'see #12; soon'],
    ["a = 'x'", 'x'],
    ['a = true', 'true'],
    ['a', 'true'],
    ['a = null', 'null'],
    ['a = b = c', 'b = c'],
    ['a =', ''],
    ['constructor = x', 'x'],
    ['a.b = x', 'x'],
  ] as const) {
    it(`reads ${line}`, () => {
      const { entries, problems } = parseIni(line);
      assert.equal(problems, []);
      assert.is(entries[0]?.value, value);
      assert.is(entries[0]?.key, line.split(/ ?=/u)[0]);
    });
  }

  for (const line of [
    'reason = see #12',
    'a = b ; why',
    '[severity',
    '[]',
    '[a] b',
    '= x',
    '__proto__ = x',
    'a[] = x',
    'a = "x',
    'a = "x\\y"',
  ]) {
    it(`tells that it cannot read ${line}`, () => {
      const { entries, problems } = parseIni(`\n${line}\n`);
      assert.equal(entries, []);
      assert.is(problems[0]?.line, 2);
    });
  }

  it('reads any text without a change to objects, and tells of each line once', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (lines) => {
        const { sections, entries, problems } = parseIni(lines.join('\n'));
        const told = [...sections, ...entries, ...problems].map(({ line }) => line);
        assert.is(new Set(told).size, told.length);
        assert.ok(told.every((line) => line >= 1));
        assert.is(Object.getOwnPropertyNames(Object.prototype).includes('polluted'), false);
      }),
    );
  });
});
