import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { escapeXml, xmlAttributes } from '../../src/parse/xml.ts';
import { describe } from '../helpers/describe.ts';

describe('xml', (it) => {
  it('escapes markup', () => {
    assert.is(escapeXml(`<a href="b">'&amp;`), '&lt;a href=&quot;b&quot;&gt;&apos;&amp;amp;');
  });

  it('drops what XML 1.0 forbids', () => {
    assert.is(escapeXml('a\u0000\u001B[31m\uFFFF\uD800b\t\n'), 'a[31mb\t\n');
    assert.is(escapeXml('😀'), '😀');
  });

  it('keeps line ends of attribute values', () => {
    assert.is(xmlAttributes({ a: 'x\ny', n: 3 }), 'a="x&#10;y" n="3"');
  });

  it('never lets markup or forbidden characters through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const escaped = escapeXml(text);
        assert.not.match(escaped, /[<>"']/u);
        // eslint-disable-next-line no-control-regex -- these are the characters to look for
        assert.not.match(escaped, /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/u);
        assert.not.match(escaped, /\p{Surrogate}/u);
        assert.not.match(escaped, /&(?!(?:amp|lt|gt|quot|apos);)/u);
      }),
    );
  });
});
