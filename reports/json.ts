import type { Renderer, Report } from '../src/model/report.ts';
import { jsonDocument } from '../src/parse/json-document.ts';

/** The report itself, as schemas/report-1.0.schema.json describes it. */
export const json = {
  format: 'json',
  render(report: Report): string {
    return jsonDocument(report);
  },
} as const satisfies Renderer;
