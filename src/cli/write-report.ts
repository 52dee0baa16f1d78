import { writeFile } from 'node:fs/promises';
import { checks } from '../../checks/index.ts';
import type { CheckText } from '../../reports/html/finding.ts';
import { text, type TextOptions } from '../../reports/text.ts';
import type { HostReport, RenderOptions, Report } from '../model/report.ts';
import type { Context } from './context.ts';
import type { ReportFormat } from './outputs.ts';
import { version } from './version.ts';

/** What only the command knows about its report. */
export type Presentation = Pick<TextOptions, 'next' | 'narrowed'>;

/** A report of these hosts by this version. */
export function toReport(hosts: readonly HostReport[]): Report {
  return { schemaVersion: '1.0', tool: { name: 'podready', version: version() }, hosts };
}

/** Prints the report in the format asked for. `false` when it could not be written. */
export async function printReport(
  report: Report,
  presentation: Presentation,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): Promise<boolean> {
  const document = await render(settings.format, report, {
    color: terminal.colorOfOut(settings.color),
    width: terminal.columns,
    verbose: settings.verbose,
    ...presentation,
  });
  const written = await terminal.writeOut(document);
  if (written === 'failed') terminal.writeErr('error: stdout could not be written\n');
  return written !== 'failed';
}

/** Writes the report to every `--output`. `false` when one could not be written. */
export async function writeOutputs(
  report: Report,
  presentation: Presentation,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): Promise<boolean> {
  let complete = true;
  for (const { format, file } of settings.outputs) {
    if (format === 'plan') continue;
    const options = { color: 0, width: 80, verbose: settings.verbose, ...presentation } as const;
    try {
      await writeFile(file, await render(format, report, options));
    } catch (error) {
      complete = false;
      const why = error instanceof Error ? error.message : String(error);
      terminal.writeErr(`error: --output ${file} could not be written: ${why}\n`);
    }
  }
  return complete;
}

/** Only the text is on the way of every check: the other renderers are loaded when they are asked for. */
async function render(
  format: ReportFormat,
  report: Report,
  options: RenderOptions & Presentation,
): Promise<string> {
  if (format === 'text') return text.render(report, options);
  const { renderers } = await import('../../reports/index.ts');
  return renderers[format].render(report, { ...options, about });
}

function about(id: string): CheckText | undefined {
  return checks.find(({ meta }) => meta.id === id)?.meta;
}
