import type { Renderer, Report } from '../src/model/report.ts';
import { jsonLine } from '../src/parse/json-document.ts';

/**
 * A line for every host. Each line is a report of its own, so that it can be printed as soon as the host
 * is done, be validated by the schema of reports, and be merged again. What is said of all hosts together (waivers,
 * baseline) is a last line without a host.
 */
export const ndjson = {
  format: 'ndjson',
  render(report: Report): string {
    return [...pieces(report)].join('');
  },
  pieces,
} as const satisfies Renderer;

function* pieces({ hosts, waivers, baseline, ...rest }: Report): Iterable<string> {
  for (const host of hosts) yield `${jsonLine({ ...rest, hosts: [host] })}\n`;
  if (waivers === undefined && baseline === undefined) return;
  const all = {
    ...(waivers === undefined ? {} : { waivers }),
    ...(baseline === undefined ? {} : { baseline }),
  };
  yield `${jsonLine({ ...rest, hosts: [], ...all })}\n`;
}
