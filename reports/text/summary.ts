import type { HostReport } from '../../src/model/report.ts';
import { printable } from '../../src/parse/printable.ts';
import { verdict } from './headline.ts';
import type { HostOptions } from './host.ts';
import { paintOf } from './paint.ts';
import { paragraph } from './wrap.ts';

/** One line a host, for a run over several. */
export function summary(hosts: readonly HostReport[], options: HostOptions): readonly string[] {
  const paint = paintOf(options);
  const ready = hosts.filter(({ verdict }) => verdict === 'ready').length;
  const heading = options.narrowed
    ? `${ready} of ${hosts.length} hosts passed the selected checks:`
    : `${ready} of ${hosts.length} hosts are ready:`;
  return [
    heading,
    ...hosts.flatMap((host) => {
      const [mark, sentence] = lineOf(host, options);
      const lead = `${paint.mark(mark)} `;
      return paragraph(lead, 4, `${printable(host.host)} ${sentence}`, options.width);
    }),
  ];
}

function lineOf(host: HostReport, options: HostOptions): ReturnType<typeof verdict> {
  if (host.error !== null) return ['unknown', `could not be looked at: ${host.error.step}`];
  const [mark, sentence] = verdict(host, options);
  const causes = host.rootCauses.map(({ check }) => check);
  return [mark, causes.length === 0 ? sentence : `${sentence} (${causes.join(', ')})`];
}
