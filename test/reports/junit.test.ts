import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { junit } from '../../reports/junit.ts';
import { describe } from '../helpers/describe.ts';
import { assertGolden } from '../helpers/golden.ts';
import { decidedReport, hostReport, report, result, sampleReport } from '../helpers/reports.ts';

describe('junit report', (it) => {
  it('is what a person has reviewed', async () => {
    await assertGolden('report.xml', junit.render(sampleReport));
  });

  it('counts a note as passed, and what is unknown as an error', () => {
    const rendered = junit.render(
      report(
        hostReport({
          results: [
            result({ check: 'a', status: 'fail', severity: 'info' }),
            result({ check: 'b', status: 'unknown', because: 'no time' }),
          ],
        }),
      ),
    );
    assert.match(rendered, 'tests="2" failures="0" errors="1" skipped="0"');
  });

  it('skips what is accepted, and says why', async () => {
    await assertGolden('report-decided.xml', junit.render(decidedReport()));
  });

  it('has an error for a host that was not reached', () => {
    const error = { step: 'auth', message: 'denied', hint: 'which key?' } as const;
    const rendered = junit.render(report(hostReport({ error, gathered: null })));
    assert.match(rendered, 'tests="1" failures="0" errors="1"');
    assert.match(rendered, '<error message="denied" type="auth">which key?</error>');
  });

  it('is well-formed whatever a host says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (hostile) => {
        const evidence = [
          { kind: 'file', where: hostile, line: 1, found: hostile, expected: hostile },
        ] as const;
        const failed = result({
          title: hostile,
          status: 'fail',
          findings: [{ messageId: 'x', message: hostile, data: {}, evidence }],
          commands: [hostile],
        });
        const skipped = result({ status: 'not-applicable', because: hostile });
        const rendered = junit.render(
          report(hostReport({ host: hostile, results: [failed, skipped] })),
        );
        assert.is(rendered.replaceAll(WELL_FORMED, '').trim(), '');
      }),
    );
  });
});

/** Tags with quoted attributes, and text without markup: all that a report consists of. */
const WELL_FORMED =
  /<\/?[a-z-]+(?: [a-z]+="[^"<>]*")*\/?>|<\?xml version="1\.0" encoding="UTF-8"\?>|[^<>"'&\p{Cc}]+|\n|&(?:amp|lt|gt|quot|apos);/gu;
