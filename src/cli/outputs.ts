import { UsageError } from '../model/usage-error.ts';
import { REPORT_FORMATS, type ReportFormat } from './report-formats.ts';

/** A file that gets the report, or the plan. */
export interface Output {
  readonly format: ReportFormat | 'plan';
  readonly file: string;
}

/**
 * Reads `[FORMAT:]FILE`; without a format the name of the file says it. For a command that plans,
 * a .json file gets the plan, and `json:FILE` the report.
 */
export function parseOutput(value: string, { plans }: { readonly plans: boolean }): Output {
  const known = plans ? (['plan', ...REPORT_FORMATS] as const) : REPORT_FORMATS;
  const [, prefix = '', rest = ''] = /^(?<format>[a-z]+):(?<file>.*)$/su.exec(value) ?? [];
  const named = known.find((format) => format === prefix);
  const file = named === undefined ? value : rest;
  const format = named ?? formatOfName(file, plans);
  if (file === '') throw new UsageError(`--output ${value}: expected [FORMAT:]FILE`);
  if (format === undefined) {
    const formats = known.map((one) => `${one}:`).join(', ');
    throw new UsageError(
      `--output ${value}: the name does not say the format; put ${formats} before it`,
    );
  }
  return { format, file };
}

function formatOfName(file: string, plans: boolean): Output['format'] | undefined {
  const ending = /\.[^./]*$/u.exec(file)?.[0] ?? '';
  return plans && ending === '.json' ? 'plan' : FORMAT_OF_ENDING[ending];
}

const FORMAT_OF_ENDING: Readonly<Record<string, ReportFormat | undefined>> = {
  '.csv': 'csv',
  '.html': 'html',
  '.json': 'json',
  '.md': 'markdown',
  '.ndjson': 'ndjson',
  '.prom': 'prometheus',
  '.sarif': 'sarif',
  '.tap': 'tap',
  '.txt': 'text',
  '.xml': 'junit',
};

/** Endings of files that say the format. */
export const ENDINGS: readonly string[] = Object.keys(FORMAT_OF_ENDING);
