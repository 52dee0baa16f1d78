import { resolve } from 'node:path';
import { UsageError } from '../model/usage-error.ts';
import { REPORT_FORMATS, type ReportFormat } from './report-formats.ts';

/** The tools that a plan can be written for; the keys of exports/index.ts, which is loaded only when it is needed. */
export type ExportFormat = 'sh' | 'ansible' | 'cloud-init' | 'butane';

export const EXPORT_FORMATS: readonly ExportFormat[] = ['sh', 'ansible', 'cloud-init', 'butane'];

/** A file that gets the report, the plan, or the plan for another tool. */
export interface Output {
  readonly format: ReportFormat | 'plan' | 'export';
  readonly file: string;
}

/**
 * Reads `[FORMAT:]FILE`; without a format the name of the file says it. For a command that plans,
 * a .json file gets the plan, and `json:FILE` the report; with an export, a file without a format gets that.
 */
export function parseOutput(
  value: string,
  { plans, exports = false }: { readonly plans: boolean; readonly exports?: boolean },
): Output {
  const known = plans ? (['plan', ...REPORT_FORMATS] as const) : REPORT_FORMATS;
  const [, prefix = '', rest = ''] = /^(?<format>[a-z]+):(?<file>.*)$/su.exec(value) ?? [];
  const named = known.find((format) => format === prefix);
  const file = named === undefined ? value : rest;
  const format = named ?? (exports ? 'export' : formatOfName(file, plans));
  if (file === '') throw new UsageError(`--output ${value}: expected [FORMAT:]FILE`);
  if (format === undefined) {
    const formats = known.map((one) => `${one}:`).join(', ');
    throw new UsageError(
      `--output ${value}: the name does not say the format; put ${formats} before it`,
    );
  }
  return { format, file };
}

/** Throws a `UsageError` when a file is named twice: of two reports in its place one would be lost. */
export function requireDistinct(outputs: readonly Output[]): readonly Output[] {
  const files = outputs.map(({ file }) => resolve(file)).filter((one) => !one.startsWith('/dev/'));
  const twice = files.find((one, at) => files.indexOf(one) !== at);
  if (twice === undefined) return outputs;
  const { file = '' } = outputs.find((one) => resolve(one.file) === twice) ?? {};
  throw new UsageError(`--output ${file}: the file is named twice; give each report its own`);
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
