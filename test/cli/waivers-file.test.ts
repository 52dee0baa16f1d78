import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { parseWaivers } from '../../src/cli/waivers-file.ts';
import { UsageError } from '../../src/model/usage-error.ts';
import { describe } from '../helpers/describe.ts';

const LINES = ['check = linger', 'reason = r', 'owner = o', 'expires = 2027-03-31'];

function refusal(text: string): string {
  try {
    parseWaivers(text, 'w.ini');
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
  throw new Error('it was not refused');
}

function waiver(...lines: readonly string[]): string {
  return ['; comment', '[a name]', ...lines].join('\n');
}

describe('a file of waivers', (it) => {
  it('has a section for each', () => {
    const text = [
      '[kiosks do not linger]',
      'check = linger, subuid-*',
      'host = kiosk*, !kiosk1',
      'reason = "see ticket #12; ask ada"',
      'owner = ada@example.com',
      'expires = 2027-03-31 Europe/Berlin',
      '[second]',
      ...LINES.with(3, 'expires = never'),
    ].join('\n');
    assert.equal(parseWaivers(text, 'w.ini'), [
      {
        name: 'kiosks do not linger',
        checks: ['linger', 'subuid-*'],
        hosts: ['kiosk*', '!kiosk1'],
        reason: 'see ticket #12; ask ada',
        owner: 'ada@example.com',
        expires: '2027-03-31',
        timeZone: 'Europe/Berlin',
      },
      {
        name: 'second',
        checks: ['linger'],
        hosts: ['*'],
        reason: 'r',
        owner: 'o',
        expires: null,
        timeZone: 'UTC',
      },
    ]);
    assert.equal(parseWaivers('; nothing yet\n', 'w.ini'), []);
  });

  for (const [text, message] of [
    ['check = linger', /^w\.ini:1: check belongs to a waiver/u],
    [waiver(...LINES.slice(1)), /^w\.ini:2: waiver \[a name\] has no check$/u],
    [waiver(LINES[0] ?? ''), /:2: waiver \[a name\] has no reason/u],
    [waiver(...LINES.slice(0, 3)), /:2: waiver \[a name\] has no expires/u],
    [
      waiver(...LINES.with(0, 'check = lingr')),
      /:3: check: there is no check 'lingr'; did you mean 'linger'/u,
    ],
    [waiver(...LINES.with(0, 'check = zz-*')), /:3: check: there is no check 'zz-\*'/u],
    [waiver(...LINES.with(0, 'check = linger,')), /:3: check is empty/u],
    [waiver(...LINES.with(1, 'reason =')), /:4: reason is empty/u],
    [waiver(...LINES.with(1, 'reason = #12')), /:4: ';' and '#' begin a comment/u],
    [waiver(...LINES, 'host =  '), /:7: host is empty/u],
    [waiver(...LINES, 'hosts = web1'), /:7: a waiver has no 'hosts'; did you mean 'host'\?/u],
    [waiver(...LINES, 'owner = p'), /:7: owner was set before, in line 5/u],
    [waiver(...LINES.with(3, 'expires = 2027-02-30')), /:6: expires: expected the last day/u],
    [waiver(...LINES.with(3, 'expires = 31.3.2027')), /:6: expires: expected the last day/u],
    [
      waiver(...LINES.with(3, 'expires = 2027-03-31 Berlin')),
      /:6: expires: there is no time zone 'Berlin'/u,
    ],
    [`${waiver(...LINES)}\n${waiver(...LINES)}`, /:8: there is another waiver \[a name\] above/u],
    ['[__proto__]\n__proto__ = x', /:2: expected KEY = VALUE/u],
    ['[a]\n\u009B31m = x', /:2: a waiver has no '\\x9b31m'/u],
  ] as const) {
    it(`is refused: ${message.source}`, () => {
      assert.match(refusal(text), message);
    });
  }

  it('is read, or refused with its line, whatever it holds', () => {
    const line = fc.oneof(
      fc.constantFrom('[a]', '[b]', 'host = *', ...LINES),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        try {
          for (const one of parseWaivers(lines.join('\n'), 'w.ini')) {
            assert.ok(one.reason !== '' && one.owner !== '' && !one.checks.includes(''));
          }
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
          assert.match(error.message, /^w\.ini:\d+: /u);
        }
      }),
    );
  });
});
