import type { Renderer, Report } from '../src/model/report.ts';

/** The report itself, as schemas/report-1.0.schema.json describes it. */
export const json = {
  format: 'json',
  render(report: Report): string {
    return `${escapeUnsafe(JSON.stringify(report, null, 2))}\n`;
  },
} as const satisfies Renderer;

/** JSON lets these through as they are, and a terminal that shows the document would obey them. */
function escapeUnsafe(document: string): string {
  return document.replaceAll(
    /[\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu,
    (character) => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
