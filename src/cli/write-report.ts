import { checks } from '../../checks/index.ts';
import type { HtmlOptions } from '../../reports/html.ts';
import type { CheckText } from '../../reports/html/finding.ts';
import { policyLines } from '../../reports/text/policy.ts';
import type { TextOptions } from '../../reports/text.ts';
import type { HostReport, Renderer, RenderOptions, Report } from '../model/report.ts';
import type { Context } from './context.ts';
import { LOAD_RENDERER } from './report-formats.ts';
import { version } from './version.ts';

/** What only the command knows about its report. */
export type Presentation = Pick<TextOptions, 'next' | 'narrowed'>;

/** A report of these hosts, by this version if nobody else judged them. */
export function toReport(
  hosts: readonly HostReport[],
  decided: Pick<Report, 'waivers' | 'baseline'> = {},
  by = version(),
): Report {
  return {
    schemaVersion: '1.0',
    tool: { name: 'podready', version: by },
    hosts,
    ...decided,
  };
}

/** Prints the report in the format asked for. `false` when it could not be written. */
export async function printReport(
  report: Report,
  presentation: Presentation,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): Promise<boolean> {
  const renderer = await LOAD_RENDERER[settings.format]();
  const options = {
    color: terminal.colorOfOut(settings.color),
    width: terminal.columns,
    verbose: settings.verbose,
    ...presentation,
  };
  const printed = await print(piecesOf(renderer, report, options), terminal);
  if (settings.format !== 'github') return printed;
  const { appendJobSummary } = await import('./job-summary.ts');
  return (await appendJobSummary(report, presentation, { settings, terminal })) && printed;
}

/** Only text says it to a person; a waiver that expired is to be seen all the same. */
export function sayDecided(
  report: Report,
  { settings, terminal }: Pick<Context, 'settings' | 'terminal'>,
): void {
  if (settings.format === 'text') return;
  const options = { color: terminal.colorOfErr(settings.color), width: terminal.columns };
  for (const line of policyLines(report, options)) terminal.writeErr(`${line}\n`);
}

/** Prints hosts one by one as they are done, each as a report of its own. */
export interface ReportStream {
  readonly print: (host: HostReport) => Promise<void>;
  /** Prints what is said of all hosts together. `false` when something could not be written. */
  readonly end: (report: Report) => Promise<boolean>;
}

/** The stream of reports, for the one format that is made for it; `undefined` for all others. */
export async function reportStream({
  settings,
  terminal,
}: Pick<Context, 'settings' | 'terminal'>): Promise<ReportStream | undefined> {
  if (settings.format !== 'ndjson') return undefined;
  const renderer = await LOAD_RENDERER.ndjson();
  const options = { color: 0, width: terminal.columns, verbose: settings.verbose } as const;
  let complete = true;
  const add = async (report: Report): Promise<void> => {
    // What failed once is not tried again for every host.
    if (complete) complete = await print(piecesOf(renderer, report, options), terminal);
  };
  return {
    print: async (host) => await add(toReport([host])),
    end: async (report) => {
      await add({ ...report, hosts: [] });
      return complete;
    },
  };
}

/** `false` when it could not be written. That nobody reads any more is no failure. */
async function print(
  pieces: Iterable<string>,
  { writeOut, writeErr }: Context['terminal'],
): Promise<boolean> {
  for (const piece of pieces) {
    const written = await writeOut(piece);
    if (written === 'failed') writeErr('error: stdout could not be written\n');
    if (written !== 'written') return written === 'closed';
  }
  return true;
}

function piecesOf(
  renderer: Renderer,
  report: Report,
  presentation: RenderOptions,
): Iterable<string> {
  const options: HtmlOptions = { ...presentation, about };
  return renderer.pieces?.(report, options) ?? [renderer.render(report, options)];
}

/** What the catalogue knows of a check, and a report does not repeat. */
function about(id: string): CheckText | undefined {
  return checks.find(({ meta }) => meta.id === id)?.meta;
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
      const { replaceFile } = await import('./replace-file.ts');
      await replaceFile(file, piecesOf(await LOAD_RENDERER[format](), report, options));
    } catch (error) {
      complete = false;
      const why = error instanceof Error ? error.message : String(error);
      terminal.writeErr(`error: --output ${file} could not be written: ${why}\n`);
    }
  }
  return complete;
}
