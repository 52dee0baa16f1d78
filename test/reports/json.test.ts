import * as assert from 'uvu/assert';
import { json } from '../../reports/json.ts';
import { describe } from '../helpers/describe.ts';
import { hostReport, report, sampleReport } from '../helpers/reports.ts';

describe('json report', (it) => {
  it('is the report', () => {
    assert.equal(JSON.parse(json.render(sampleReport)), sampleReport);
    assert.ok(json.render(sampleReport).endsWith('}\n'));
  });

  it('escapes what a terminal would obey', () => {
    const hostile = report(hostReport({ host: 'a\u009B31m\u202E\u2028\u007F' }));
    const rendered = json.render(hostile);
    assert.match(rendered, String.raw`a\u009b31m\u202e\u2028\u007f`);
    assert.equal(JSON.parse(rendered), hostile);
  });
});
