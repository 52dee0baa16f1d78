import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { LAST_ID, parseGetsubids, parseSubids } from '../../src/parse/subid.ts';
import { describe } from '../helpers/describe.ts';

describe('subid', (it) => {
  it('reads owners by name and by uid', () => {
    assert.equal(parseSubids('alice:100000:65536\n1001:165536:65536\n'), {
      entries: [
        { owner: 'alice', start: 100_000, count: 65_536, line: 1 },
        { owner: '1001', start: 165_536, count: 65_536, line: 2 },
      ],
      malformed: [],
    });
  });

  it('reads a last line without a newline, and numbers as strtol does', () => {
    const { entries, malformed } = parseSubids('alice:0x186a0:65536\nbob:0100:8');
    assert.equal(entries, [
      { owner: 'alice', start: 100_000, count: 65_536, line: 1 },
      { owner: 'bob', start: 64, count: 8, line: 2 },
    ]);
    assert.equal(malformed, []);
  });

  it('minds neither comments nor empty lines', () => {
    assert.equal(parseSubids('# header\n\n  # indented\n'), { entries: [], malformed: [] });
  });

  it('keeps what shadow skips, with what it means', () => {
    const text =
      'alice:100000:65536\r\nbob:165536:65536 \ngarbage\ncarol:x:65536\ndora:1:4294967295\n:1:2\n';
    const { entries, malformed } = parseSubids(text);
    assert.equal(entries, []);
    assert.equal(
      malformed.map(({ line, complaint, owner, meant }) => ({ line, complaint, owner, meant })),
      [
        {
          line: 1,
          complaint: 'whitespace',
          owner: 'alice',
          meant: { start: 100_000, count: 65_536 },
        },
        {
          line: 2,
          complaint: 'whitespace',
          owner: 'bob',
          meant: { start: 165_536, count: 65_536 },
        },
        { line: 3, complaint: 'fields', owner: 'garbage', meant: null },
        { line: 4, complaint: 'number', owner: 'carol', meant: null },
        { line: 5, complaint: 'bounds', owner: 'dora', meant: null },
        { line: 6, complaint: 'fields', owner: '', meant: { start: 1, count: 2 } },
      ],
    );
    assert.is(malformed[0]?.text, 'alice:100000:65536\r');
  });

  it('reads what getsubids prints', () => {
    assert.equal(parseGetsubids('0: alice 100000 65536\n1: alice 900000 5\nnoise\n'), [
      { owner: 'alice', start: 100_000, count: 65_536, line: 1 },
      { owner: 'alice', start: 900_000, count: 5, line: 2 },
    ]);
  });

  it('takes any text, and never an id that the kernel does not have', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), lines()), (text) => {
        const { entries, malformed } = parseSubids(text);
        parseGetsubids(text);
        assert.ok(entries.length + malformed.length <= text.split('\n').length);
        for (const { start, count } of entries) {
          assert.ok(start >= 0 && count > 0 && start + count - 1 <= LAST_ID);
        }
      }),
    );
  });
});

function lines(): fc.Arbitrary<string> {
  const field = fc.constantFrom('alice', '1000', '0x10', '-1', ' 5', '99999999999', '', '07', '\r');
  return fc
    .array(fc.array(field, { maxLength: 4 }).map((fields) => fields.join(':')))
    .map((all) => all.join('\n'));
}
