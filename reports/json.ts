import type { Renderer, Report } from '../src/model/report.ts';
import { jsonDocument } from '../src/parse/json-document.ts';

/** The report itself, as schemas/report-1.0.schema.json describes it. */
export const json = {
  format: 'json',
  render(report: Report): string {
    return jsonDocument(report);
  },
  pieces,
} as const satisfies Renderer;

/** A host a piece. A line end in a document is never part of a value. */
function* pieces(report: Report): Iterable<string> {
  const { hosts } = report;
  // In no text of a report are quotation marks without a backslash.
  const [head = '', tail = ''] = jsonDocument({ ...report, hosts: [] }).split('"hosts": []');
  yield `${head}"hosts": [`;
  for (const [at, host] of hosts.entries()) {
    const value = jsonDocument(host).trimEnd().replaceAll('\n', '\n    ');
    yield `${at === 0 ? '' : ','}\n    ${value}`;
  }
  yield `${hosts.length === 0 ? '' : '\n  '}]${tail}`;
}
