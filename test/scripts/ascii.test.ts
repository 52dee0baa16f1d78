import { runInNewContext } from 'node:vm';
import * as assert from 'uvu/assert';
import { inAscii } from '../../scripts/lib/ascii.ts';
import { facts } from '../../src/facts/index.ts';
import { describe } from '../helpers/describe.ts';

describe('JavaScript in ASCII', (it) => {
  it('means the same', () => {
    for (const code of [
      `'[✓] „a“ 🙂'`,
      '`[✗] ${1 + 1}…`',
      `'a＝b＠c🙂'.replace(/[＝＠🙂]/gu, '–')`,
      `'a＝b＠c'.replace(/[＝＠]/g, '–')`,
    ]) {
      const ascii = inAscii(code);
      assert.match(ascii, /^[\0-\x7F]+$/);
      assert.is(runInNewContext(ascii), runInNewContext(code), code);
    }
  });

  it('is what probes are written in, since their text is raw', () => {
    for (const fact of Object.values(facts)) {
      if ('probe' in fact) assert.match(fact.probe, /^[\0-\x7F]*$/, fact.id);
    }
  });
});
