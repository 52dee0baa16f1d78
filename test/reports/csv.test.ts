import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { csv } from '../../reports/csv.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText, REPORTS } from '../helpers/report-samples.ts';
import { hostReport, report, result, sampleReport } from '../helpers/reports.ts';

type Row = Readonly<Record<string, string>>;

/** As RFC 4180 has it: the parser refuses rows of another length, and quotes that do not close. */
function rowsOf(given: Report): readonly Row[] {
  const text = csv.render(given);
  return parse(text, { columns: true, record_delimiter: '\r\n' });
}

describe('csv report', (it) => {
  it('has a row for every check, and for every host that was not reached', () => {
    const rows = rowsOf(sampleReport);
    assert.equal(
      rows.map(({ host, check, status }) => [host, check, status]),
      [
        ['alice@web1', 'cgroup-version', 'pass'],
        ['alice@web1', 'subuid-range', 'fail'],
        ['alice@web1', 'userns-attempt', 'fail'],
        ['alice@web1', 'storage-driver', 'fail'],
        ['alice@web1', 'short-names', 'fail'],
        ['alice@web1', 'published-port', 'unknown'],
        ['alice@web1', 'selinux-mode', 'not-applicable'],
        ['web2', '', 'unreached'],
        ['web3', 'cgroup-version', 'pass'],
      ],
    );
    const found = rows[1] ?? {};
    assert.equal(
      [found['where'], found['line'], found['found'], found['fixes']],
      ['/etc/subuid', '1', 'bob:100000:65536', 'subid-allocation'],
    );
    assert.is(rows[2]?.['explained_by'], 'subuid-range');
  });

  it('has its head also without a host', () => {
    assert.match(csv.render(REPORTS['no host'] ?? report()), /^"host","user",.*"expected"\r\n$/u);
  });

  for (const text of ['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '  =1', '＝1', '\u00a0=1']) {
    it(`makes no formula of ${JSON.stringify(text)}`, () => {
      const because = result({ status: 'unknown', because: text });
      const [row] = rowsOf(report(hostReport({ results: [because] })));
      assert.not.match(row?.['message'] ?? '', /^\s*[=+\-@＝＋－＠]/u);
    });
  }

  it('holds as many rows and cells whatever a host says, and no formula', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const rows = rowsOf(hostileReport(text));
        assert.is(rows.length, 11);
        for (const row of rows) {
          assert.is(Object.keys(row).length, 17);
          for (const cell of Object.values(row)) assert.not.match(cell, /^\s*[=+\-@＝＋－＠]/u);
        }
      }),
    );
  });
});
