/** What is so of every format. Its own test has the validator of each. */
import fc from 'fast-check';
import * as assert from 'uvu/assert';
import { renderers } from '../../reports/index.ts';
import { LOAD_RENDERER, REPORT_FORMATS } from '../../src/cli/report-formats.ts';
import type { Renderer } from '../../src/model/report.ts';
import { printable } from '../../src/parse/printable.ts';
import { describe } from '../helpers/describe.ts';
import { hostileReport, hostileText, OPTIONS, REPORTS } from '../helpers/report-samples.ts';
import { sampleReport } from '../helpers/reports.ts';

describe('every format', (it) => {
  it('is one that the command line loads', async () => {
    assert.equal([...REPORT_FORMATS], Object.keys(renderers));
    for (const format of REPORT_FORMATS) {
      const renderer = await LOAD_RENDERER[format]();
      assert.is(renderer, renderers[format]);
      assert.is(renderer.format, format);
    }
  });
});

for (const renderer of Object.values(renderers)) {
  describe(`format ${renderer.format}`, (it) => {
    const render = (name: string): string => {
      const report = REPORTS[name];
      assert.ok(report, name);
      return renderer.render(report, OPTIONS);
    };

    it('shows a host that was not reached, and why', () => {
      const text = render('partly unreachable');
      assert.match(text, 'web2');
      // Metrics have numbers instead of reasons.
      if (renderer.format !== 'prometheus') assert.match(text, 'connection refused');
    });

    it('shows a check that could not be decided, and does not look like a good report', () => {
      const text = render('undecided');
      assert.match(text, /unknown|undecided|could not be decided/iu);
      assert.is.not(text, render('healthy'));
    });

    it('keeps in sight what is waived, and by whom', () => {
      const text = render('decided');
      // What counts numbers or issues alone says that a failure is a note.
      const isBrief = ['gitlab', 'prometheus'].includes(renderer.format);
      if (!isBrief) assert.match(text, /“?kiosks”?/u);
    });

    it('is the same for the same report', () => {
      assert.is(
        renderer.render(sampleReport, OPTIONS),
        renderer.render(structuredClone(sampleReport), OPTIONS),
      );
    });

    it('is in pieces what it is as a whole', () => {
      const { pieces }: Renderer = renderer;
      if (pieces === undefined) return;
      for (const report of [...Object.values(REPORTS), hostileReport('[]\n"')]) {
        assert.is([...pieces(report, OPTIONS)].join(''), renderer.render(report, OPTIONS));
      }
    });

    it('ends with a line end, and holds no control characters, whatever a host says', () => {
      fc.assert(
        fc.property(hostileText, (text) => {
          const rendered = renderer.render(hostileReport(text), OPTIONS);
          assert.match(rendered, /\n$/u);
          const lines = rendered.replaceAll('\r\n', '\n').split('\n');
          for (const line of lines) assert.is(printable(line), line);
        }),
      );
    });
  });
}
