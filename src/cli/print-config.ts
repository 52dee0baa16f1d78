import { jsonDocument } from '../parse/json-document.ts';
import { printable } from '../parse/printable.ts';
import type { Configured, Setting } from './config.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import type { Settings } from './settings.ts';
import type { Terminal } from './ui/terminal.ts';

/** Prints every setting and where it comes from. No host is looked at. */
export async function printConfig(
  { settings, files }: Pick<Configured, 'settings' | 'files'>,
  { format }: Pick<Settings, 'format'>,
  terminal: Pick<Terminal, 'writeOut'>,
): Promise<ExitCode> {
  const document =
    format === 'json' ? jsonDocument({ settings, files }) : asText({ settings, files });
  const written = await terminal.writeOut(document);
  return written === 'failed' ? EXIT.usage : EXIT.ready;
}

function asText({ settings, files }: Pick<Configured, 'settings' | 'files'>): string {
  const rows = settings.map((one) => [one.name, valueText(one), one.origin].map(printable));
  const widths = [0, 1].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const read = files.map(({ name, kind }) => `${name} (${KINDS[kind]})`);
  return [
    `Files: ${read.length === 0 ? 'none' : read.join(', ')}`,
    '',
    ...rows.map((row) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')),
    '',
  ].join('\n');
}

function valueText({ value }: Setting): string {
  if (value === null) return '-';
  return typeof value === 'object' ? value.join(', ') : String(value);
}

const KINDS: Readonly<Record<Configured['files'][number]['kind'], string>> = {
  project: 'of the project: it may not set everything',
  user: 'of the user',
  system: 'of the system',
  named: 'named by --config',
};
