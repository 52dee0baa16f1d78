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
      assert.ok(
        lines.every(({ hosts }, at) => hosts.length === (at < report.hosts.length ? 1 : 0)),
      );
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

  it('says once what is said of all hosts together', () => {
    const { waivers, baseline, ...report } = hostileReport('x');
    const lines = linesOf({ ...report, waivers: waivers ?? [], baseline: baseline ?? NONE });
    assert.is(lines.length, 3);
    assert.ok(lines.slice(0, 2).every((one) => !('waivers' in one) && !('baseline' in one)));
    assert.equal(lines[2], { ...report, hosts: [], waivers, baseline });
  });
});

const NONE = { known: 0, new: 0, gone: 0 };

function linesOf(report: Report): readonly Report[] {
  const lines = ndjson.render(report).split('\n');
  assert.is(lines.pop(), '');
  return lines.map((line) => reportSchema.parse(JSON.parse(line)));
}
