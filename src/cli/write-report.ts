import { writeFile } from 'node:fs/promises';
import { renderers } from '../../reports/index.ts';
import type { TextOptions } from '../../reports/text.ts';
import type { HostReport, Report } from '../model/report.ts';
import type { Context } from './context.ts';
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
  const document = renderers[settings.format].render(report, {
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
    if (format === 'plan' || format === 'export') continue;
    const options = { color: 0, width: 80, verbose: settings.verbose, ...presentation } as const;
    try {
      await writeFile(file, renderers[format].render(report, options));
    } catch (error) {
      complete = false;
      const why = error instanceof Error ? error.message : String(error);
      terminal.writeErr(`error: --output ${file} could not be written: ${why}\n`);
    }
  }
  return complete;
}
