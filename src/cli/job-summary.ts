import { appendFile } from 'node:fs/promises';
import process from 'node:process';
import type { Report } from '../model/report.ts';
import type { Context } from './context.ts';
import { LOAD_RENDERER } from './report-formats.ts';
import type { Presentation } from './write-report.ts';

/** GitHub refuses a summary of more than 1 MiB a step, as a whole. */
const MOST_BYTES = 1024 * 1024;

/**
 * Appends the report to the summary of a job of GitHub Actions, in Markdown, when this is one: the runner
 * names the file in GITHUB_STEP_SUMMARY. `false` when it could not be written.
 */
export async function appendJobSummary(
  report: Report,
  presentation: Presentation,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): Promise<boolean> {
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '') return true;
  const { render } = await LOAD_RENDERER.markdown();
  const options = { color: 0, width: 80, verbose: settings.verbose, ...presentation } as const;
  try {
    await appendFile(file, withinBytes(render(report, options), MOST_BYTES));
    return true;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    terminal.writeErr(`error: GITHUB_STEP_SUMMARY ${file} could not be written: ${why}\n`);
    return false;
  }
}

/** The first sections that fit, and a sentence about the others. The list of all hosts comes first. */
export function withinBytes(markdown: string, most: number): string {
  if (Buffer.byteLength(markdown) <= most) return markdown;
  const note = '\n\n*The report is too large for a job summary: hosts are missing here.*\n';
  const kept = Buffer.from(markdown)
    .subarray(0, most - Buffer.byteLength(note))
    .toString('utf8');
  const end = kept.lastIndexOf('\n\n## ');
  return (end === -1 ? kept.slice(0, kept.lastIndexOf('\n')) : kept.slice(0, end)) + note;
}
