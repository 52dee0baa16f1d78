import { UsageError } from '../model/usage-error.ts';

export type ReportFormat = 'text' | 'json' | 'junit';

export const REPORT_FORMATS: readonly ReportFormat[] = ['text', 'json', 'junit'];

/** A file that gets the report. */
export interface Output {
  readonly format: ReportFormat;
  readonly file: string;
}

/** Reads `[FORMAT:]FILE`; without a format the name of the file says it. */
export function parseOutput(value: string): Output {
  const [, prefix = '', rest = ''] = /^(?<format>[a-z]+):(?<file>.*)$/su.exec(value) ?? [];
  const named = REPORT_FORMATS.find((format) => format === prefix);
  const file = named === undefined ? value : rest;
  const format = named ?? FORMAT_OF_ENDING[/\.[^./]*$/u.exec(file)?.[0] ?? ''];
  if (file === '') throw new UsageError(`--output ${value}: expected [FORMAT:]FILE`);
  if (format === undefined) {
    const formats = REPORT_FORMATS.map((one) => `${one}:`).join(', ');
    throw new UsageError(
      `--output ${value}: the name does not say the format; put ${formats} before it`,
    );
  }
  return { format, file };
}

const FORMAT_OF_ENDING: Readonly<Record<string, ReportFormat | undefined>> = {
  '.json': 'json',
  '.xml': 'junit',
  '.txt': 'text',
};
