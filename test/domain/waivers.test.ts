import * as assert from 'uvu/assert';
import { mergedWaivers, waiverAt, waiverFor, waiversInUse } from '../../src/domain/waivers.ts';
import type { HostReport, ReportedWaiver } from '../../src/model/report.ts';
import type { Waiver } from '../../src/model/waiver.ts';
import { describe } from '../helpers/describe.ts';
import { hostReport, result } from '../helpers/reports.ts';

const waiver: Waiver = {
  name: 'kiosks',
  checks: ['linger'],
  hosts: ['*'],
  reason: 'nothing runs there',
  owner: 'ada',
  expires: '2027-03-31',
  timeZone: 'UTC',
};

type Dated = { readonly waiver: Waiver; readonly at: ReportedWaiver };

function dated(given: Partial<Waiver> = {}, now = '2027-01-01T00:00:00Z'): Dated {
  const one = { ...waiver, ...given };
  return { waiver: one, at: waiverAt(one, new Date(now)) };
}

describe('the end of a waiver', (it) => {
  for (const [now, timeZone, state, daysLeft] of [
    ['2027-03-16T12:00:00Z', 'UTC', 'in-force', 15],
    ['2027-03-17T00:00:00Z', 'UTC', 'ends-soon', 14],
    ['2027-03-31T23:59:59.999Z', 'UTC', 'ends-soon', 0],
    ['2027-04-01T00:00:00Z', 'UTC', 'expired', -1],
    // The day ends at 22:00 UTC in Berlin, where summer time has begun, and at 07:00 in Los Angeles.
    ['2027-03-31T21:59:59Z', 'Europe/Berlin', 'ends-soon', 0],
    ['2027-03-31T22:00:00Z', 'Europe/Berlin', 'expired', -1],
    ['2027-04-01T06:59:59Z', 'America/Los_Angeles', 'ends-soon', 0],
    ['2027-04-01T07:00:00Z', 'America/Los_Angeles', 'expired', -1],
    ['2027-03-31T10:00:00Z', 'Pacific/Kiritimati', 'expired', -1],
  ] as const) {
    it(`${now} in ${timeZone}: ${state}`, () => {
      const { at } = dated({ timeZone }, now);
      assert.equal([at.state, at.daysLeft], [state, daysLeft]);
    });
  }

  it('may be left open', () => {
    const { at } = dated({ expires: null }, '9999-01-01T00:00:00Z');
    assert.equal([at.state, at.daysLeft], ['in-force', null]);
  });
});

describe('a waiver', (it) => {
  const failed = result({ check: 'linger', status: 'fail' });

  for (const [hosts, host, applies] of [
    [['*'], 'alice@web1', true],
    [['web1'], 'alice@web1:2222', true],
    [['alice@*'], 'alice@web1', true],
    [['bob@*'], 'alice@web1', false],
    [['web?'], 'web10', false],
    [['web*', '!web2'], 'alice@web2', false],
    [['web*', '!alice@*'], 'alice@web1', false],
    [['[::1]'], 'alice@[::1]:22', true],
    [['localhost'], 'localhost', true],
  ] as const) {
    it(`${hosts.join(',')} ${applies ? 'is' : 'is not'} about ${host}`, () => {
      assert.is(waiverFor(failed, host, [dated({ hosts })]) !== undefined, applies);
    });
  }

  it('is about failures, never about what is unknown', () => {
    for (const status of ['pass', 'unknown', 'not-applicable'] as const) {
      assert.is(waiverFor(result({ check: 'linger', status }), 'web1', [dated()]), undefined);
    }
    assert.is(waiverFor(result({ check: 'linge', status: 'fail' }), 'web1', [dated()]), undefined);
    assert.ok(waiverFor(failed, 'web1', [dated({ checks: ['lin*'] })]));
    assert.is(waiverFor(failed, 'web1', [dated({ checks: ['*', '!linger'] })]), undefined);
  });

  it('that is in force comes before one that has expired', () => {
    const old = dated({ name: 'old', expires: '2026-12-31' });
    assert.is(waiverFor(failed, 'web1', [old, dated()])?.waiver.name, 'kiosks');
    assert.is(waiverFor(failed, 'web1', [old])?.at.state, 'expired');
  });
});

describe('the use of a waiver', (it) => {
  const use = (
    hosts: readonly HostReport[],
    given: Partial<Waiver> = {},
    narrowed = false,
  ): string => waiversInUse([dated(given)], hosts, { narrowed })[0]?.use ?? '';
  const on = (host: string, status: 'pass' | 'fail' | 'unknown'): HostReport =>
    hostReport({ host, results: [result({ check: 'linger', status })] });
  const gone = hostReport({
    host: 'web9',
    error: { step: 'tcp', message: 'refused', hint: '' },
    results: [],
  });

  it('is said only when all that it is about was judged', () => {
    assert.is(use([on('web1', 'pass'), on('web2', 'fail')]), 'used');
    assert.is(use([on('web1', 'pass')]), 'unused');
    assert.is(use([on('web1', 'pass'), on('web2', 'unknown')]), 'not-judged');
    assert.is(use([on('web1', 'pass'), gone]), 'not-judged');
    assert.is(use([on('web1', 'pass'), gone], { hosts: ['web1'] }), 'unused');
    assert.is(use([on('web1', 'pass')], { hosts: ['db*'] }), 'not-judged');
    assert.is(use([on('web1', 'pass')], { checks: ['subuid-range'] }), 'not-judged');
    assert.is(use([on('web1', 'pass')], {}, true), 'not-judged');
    assert.is(use([on('web1', 'fail')], {}, true), 'used');
  });

  it('of several runs is that of one which was about all their hosts', () => {
    const uses = ['used', 'unused', 'not-judged'] as const;
    const all = [on('web1', 'fail'), on('web1', 'pass'), on('web1', 'unknown')];
    for (const [at, one] of all.entries()) {
      for (const [other, two] of all.entries()) {
        const runs = [one, two].map((host) => waiversInUse([dated()], [host], { narrowed: false }));
        const [merged, ...more] = mergedWaivers(runs);
        assert.is(more.length, 0);
        assert.is(merged?.use, use([one, two]), `${uses[at]} and ${uses[other]}`);
      }
    }
  });

  it('is that of the waiver with the same text, as it was last', () => {
    const runs = [dated(), dated({ reason: 'another' })].map((one) =>
      waiversInUse([one], [on('web1', 'pass')], { narrowed: false }),
    );
    assert.is(mergedWaivers(runs).length, 2);
    const [early = []] = runs;
    const late = early.map((one) => ({ ...one, daysLeft: -1, state: 'expired' as const }));
    for (const order of [
      [early, late],
      [late, early],
    ]) {
      assert.equal(mergedWaivers(order), late);
    }
  });
});
