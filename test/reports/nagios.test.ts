import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { nagios } from '../../reports/nagios.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText, OPTIONS, REPORTS } from '../helpers/report-samples.ts';
import { hostReport, report, result, sampleReport } from '../helpers/reports.ts';

interface Output {
  readonly state: string;
  readonly text: string;
  readonly long: readonly string[];
  readonly data: Readonly<Record<string, string>>;
}

/** As Nagios and its graphers read it: https://www.monitoring-plugins.org/doc/guidelines.html#AEN197. */
function read(given: Report): Output {
  const [first = '', ...long] = nagios.render(given, OPTIONS).split('\n');
  assert.is(long.pop(), '');
  const [, state = '', text = '', perfdata = ''] =
    /^PODREADY (OK|WARNING|CRITICAL|UNKNOWN) - ([^|]+) \| ([^|]+)$/u.exec(first) ?? [];
  assert.ok(state !== '', first);
  // A bar in a later line would begin more performance data.
  for (const line of long) assert.not.match(line, /\|/u);
  const data: Record<string, string> = {};
  for (const item of perfdata.split(' ')) {
    const [, label = '', values = ''] =
      /^([^'=\s]{1,19})=(\d+;(?:\d*:?\d*)?;(?:\d*:?\d*)?;\d*(?:;\d*)?)$/u.exec(item) ?? [];
    assert.ok(label !== '' && !(label in data), item);
    data[label] = values;
  }
  return { state, text, long, data };
}

describe('nagios report', (it) => {
  it('has one line, with performance data, and then the worst first', () => {
    const { state, text, long, data } = read(sampleReport);
    assert.is(state, 'CRITICAL');
    assert.is(text, '1 of 3 hosts are ready');
    assert.equal(
      long.map((line) => line.split(' ')[0]),
      ['CRITICAL:', 'error:', 'warning:', 'UNKNOWN:', 'OK:'],
    );
    assert.equal(data, {
      ready: '1;;3:;0;3',
      unreached: '1;;;0;3',
      errors: '2;;0;0',
      warnings: '1;0;;0',
      undecided: '1;;;0',
    });
  });

  const warning = result({ status: 'fail', severity: 'warning' });
  const unknownWarning = result({ status: 'unknown', severity: 'warning', because: 'no root' });
  const note = result({ status: 'fail', severity: 'info' });
  for (const [name, given, state] of [
    ['healthy', REPORTS['healthy'], 'OK'],
    ['a note', report(hostReport({ results: [note] })), 'OK'],
    [
      'what only root can answer',
      report(hostReport({ results: [result(), unknownWarning] })),
      'OK',
    ],
    ['a warning', report(hostReport({ results: [warning] })), 'WARNING'],
    ['undecided', REPORTS['undecided'], 'UNKNOWN'],
    ['nothing that was looked at', report(hostReport()), 'UNKNOWN'],
    ['no host', REPORTS['no host'], 'UNKNOWN'],
    ['a host that was not reached', report(...sampleReport.hosts.slice(1)), 'UNKNOWN'],
    ['broken', REPORTS['broken'], 'CRITICAL'],
    ['broken, and one not reached', sampleReport, 'CRITICAL'],
  ] as const) {
    it(`is ${state}: ${name}`, () => {
      assert.is(read(given ?? report()).state, state);
    });
  }

  it('keeps to its grammar whatever a host says', () => {
    const lines = read(hostileReport('x')).long.length;
    fc.assert(
      fc.property(hostileText, (text) => {
        const output = read(hostileReport(text));
        assert.is(output.state, 'CRITICAL');
        assert.is(output.long.length, lines);
      }),
    );
  });
});
