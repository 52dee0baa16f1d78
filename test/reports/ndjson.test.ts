import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { ndjson } from '../../reports/ndjson.ts';
import { reportSchema } from '../../src/model/report-schema.ts';
import type { Report } from '../../src/model/report.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText, REPORTS } from '../helpers/report-samples.ts';

describe('ndjson report', (it) => {
  for (const [name, report] of Object.entries(REPORTS)) {
    it(`is a report of one host in every line: ${name}`, () => {
      const lines = linesOf(report);
      assert.equal(
        lines.flatMap(({ hosts }) => hosts),
        report.hosts,
      );
      assert.ok(lines.every(({ hosts }) => hosts.length === 1));
    });
  }

  it('keeps to its lines whatever a host says', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const report = hostileReport(text);
        assert.equal(
          linesOf(report).flatMap(({ hosts }) => hosts),
          report.hosts,
        );
      }),
    );
  });
});

function linesOf(report: Report): readonly Report[] {
  const lines = ndjson.render(report).split('\n');
  assert.is(lines.pop(), '');
  return lines.map((line) => reportSchema.parse(JSON.parse(line)));
}
