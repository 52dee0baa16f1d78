import { type Paint, paintOf } from '../../../reports/text/paint.ts';
import { paragraph } from '../../../reports/text/wrap.ts';
import type { BundledHost, BundleManifest, GatheredHost } from '../../model/bundle.ts';
import type { RenderOptions } from '../../model/report.ts';
import { printable } from '../../parse/printable.ts';

/** What is in a bundle, for who is about to send it. `verbose` also names every fact. */
export function bundleText(
  manifest: BundleManifest,
  options: RenderOptions & { readonly file: string },
): string {
  const { hosts, redaction, tool } = manifest;
  const paint = paintOf(options);
  const gathered = hosts.filter(({ status }) => status === 'gathered').length;
  const lines = [
    paint.strong(
      `${printable(options.file)}: ${count(gathered, 'snapshot')} and a manifest, by podready ${printable(tool.version)}`,
    ),
    ...paragraph('', 0, REDACTIONS[redaction], options.width),
    ...hosts.flatMap((host) => ['', ...hostLines(host, paint, options)]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

const REDACTIONS = {
  secrets:
    'Secrets were taken out; names of users and hosts, domains and addresses are in it (--redact share takes them out as well).',
  share:
    'Secrets were taken out; users, hosts, domains and addresses have other names in it, which only the map of who collected it turns back.',
} as const;

function hostLines(
  host: BundledHost,
  paint: Paint,
  { width, verbose }: RenderOptions,
): readonly string[] {
  const name = printable(host.host);
  if (host.status === 'skipped') {
    const { step, message, hint } = host.error;
    const why = printable(`${message}${hint === '' ? '' : `. ${hint}`}`);
    return paragraph(
      `${paint.mark('unknown')} `,
      4,
      `${name} is not in it: ${step}: ${why}`,
      width,
    );
  }
  const { at, transport, milliseconds, privilege, bytes, file, sha256, read, notAsked } = host;
  const how = `${transport}, ${milliseconds} ms, as root by ${printable(privilege)}`;
  return [
    `${paint.mark('good')} ${paint.strong(name)}`,
    ...paragraph('    ', 4, `${at}; ${how}`, width),
    ...paragraph('    ', 4, `${file}: ${bytes} bytes, SHA-256 ${sha256}`, width),
    ...paragraph('    ', 4, `facts that were read: ${listed(read, verbose)}`, width),
    ...unreadLines(host, width),
    ...(notAsked.length === 0
      ? []
      : paragraph('    ', 4, `not asked for: ${listed(notAsked, verbose)}`, width)),
    ...paragraph('    ', 4, `secrets taken out: ${secretsOf(host)}`, width),
  ];
}

function unreadLines({ unread }: GatheredHost, width: number): readonly string[] {
  return unread.flatMap(({ fact, because }) =>
    paragraph('    ', 6, `not read: ${printable(fact)}: ${printable(because)}`, width),
  );
}

function secretsOf({ secrets }: GatheredHost): string {
  const each = Object.entries(secrets).map(([fact, n]) => `${n} in ${printable(fact)}`);
  return each.length === 0 ? 'none were found' : each.join(', ');
}

function listed(names: readonly string[], verbose: boolean): string {
  return verbose ? `${names.length}: ${names.map(printable).join(' ')}` : String(names.length);
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? '' : 's'}`;
}
